import { setTimeout as pause } from 'node:timers/promises';
import { type EngineExit, EngineStartError } from '#engines';
import { RestartBound, type RestartRule } from './restart-bound';

/** A program that runs and serves. */
export interface Running {
  readonly pid: number;
  readonly exited: Promise<EngineExit>;
  stop(): Promise<void>;
}

export type ProgramName = 'postgres' | 'event-store' | 'api' | 'projector';

/** What a person is told about one program. */
export type ProgramNews =
  | { readonly kind: 'starting' }
  | { readonly kind: 'ready'; readonly tookMs: number }
  | { readonly kind: 'died'; readonly reason: string; readonly restartInMs: number }
  | { readonly kind: 'given-up'; readonly reason: string };

/** EX_CONFIG: with this code our programs say that a person has to mend something first. */
export const MEND_FIRST_EXIT_CODE = 78;

/** A program has ended, before it was ready. */
export class EndedEarly extends Error {
  override readonly name = 'EndedEarly';
  constructor(readonly exit: EngineExit) {
    super(describeExit(exit));
  }
}

interface Death {
  readonly reason: string;
  /** Whether another start would only end alike: only the first one, or any. */
  readonly isHopeless: 'no' | 'at-first' | 'always';
}

/**
 * Keeps one program running: starts it, starts it again when it dies, and gives it up when that
 * happens too often. Given up at once are a first start that an engine itself declares hopeless,
 * and a program that ends saying that a person has to mend something.
 */
export class SupervisedProgram<R extends Running> {
  private readonly ending = new AbortController();
  private readonly bound: RestartBound;
  private current: R | undefined;
  private life: Promise<void> = Promise.resolve();

  constructor(
    readonly name: ProgramName,
    private readonly start: (signal: AbortSignal) => Promise<R>,
    rule: RestartRule,
    private readonly tell: (news: ProgramNews) => void,
  ) {
    this.bound = new RestartBound(rule);
  }

  /** Begins to run it; settles with the first life that became ready, rejects when given up. */
  begin(): Promise<R> {
    return new Promise((resolve, reject) => {
      this.life = this.live(resolve, reject);
    });
  }

  /** Ends it for good, also in the middle of a start or of a rest. Never rejects. */
  async end(): Promise<void> {
    this.ending.abort();
    await this.current?.stop();
    await this.life;
  }

  private async live(
    firstReady: (running: R) => void,
    neverReady: (reason: Error) => void,
  ): Promise<void> {
    let wasReady = false;
    while (!this.ending.signal.aborted) {
      const death = await this.liveOnce((running) => {
        wasReady = true;
        firstReady(running);
      });
      if (this.ending.signal.aborted) break;
      const isHopeless =
        death.isHopeless === 'always' || (!wasReady && death.isHopeless === 'at-first');
      const restartInMs = isHopeless ? undefined : this.bound.next(performance.now());
      if (restartInMs === undefined) {
        this.tell({ kind: 'given-up', reason: death.reason });
        neverReady(new Error(death.reason));
        return;
      }
      this.tell({ kind: 'died', reason: death.reason, restartInMs });
      await pause(restartInMs, undefined, { signal: this.ending.signal }).catch(() => undefined);
    }
    neverReady(new Error('stopped'));
  }

  /** From a start to the death after it. */
  private async liveOnce(onReady: (running: R) => void): Promise<Death> {
    const startedAtMs = performance.now();
    this.tell({ kind: 'starting' });
    try {
      const running = await this.start(this.ending.signal);
      this.current = running;
      // The end may have been asked for while the start was finishing.
      if (this.ending.signal.aborted) await running.stop();
      else {
        this.tell({ kind: 'ready', tookMs: performance.now() - startedAtMs });
        onReady(running);
      }
      return deathBy(await running.exited);
    } catch (error) {
      if (error instanceof EndedEarly) return deathBy(error.exit);
      const reason = error instanceof Error ? error.message : String(error);
      return { reason, isHopeless: error instanceof EngineStartError ? 'at-first' : 'no' };
    } finally {
      this.current = undefined;
    }
  }
}

function deathBy(exit: EngineExit): Death {
  const isHopeless = exit.code === MEND_FIRST_EXIT_CODE ? 'always' : 'no';
  return { reason: describeExit(exit), isHopeless };
}

/** What a program that calls for a person says last is all that this person needs. */
export function describeExit({ code, signal, lastLines }: EngineExit): string {
  if (code === MEND_FIRST_EXIT_CODE && lastLines) return lastLines.split('\n').at(-1) as string;
  const how = signal ? `ended by ${signal}` : code == null ? 'ended' : `ended with code ${code}`;
  return lastLines ? `${how}:\n${lastLines}` : how;
}
