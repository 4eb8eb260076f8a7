import { forgettingStream, type SealedLine } from '#domain';
import type { EventLog } from '#event-log';
import { lockInTransaction, type PrimaryDatabase, primaryLocks } from '../primary/primary-database';
import { type Month, SealedBlock } from '../sealing/block';
import { lineLabel, saltPath } from '../sealing/key-tree';
import { SealFault } from '../sealing/seal-fault';
import { ForgottenUpToRow } from '../vault/entities';
import { PUNCTURES_MAX, type Vault } from '../vault/vault';

/** How long another process may be at it before this one gives up and is asked again. */
const LOCK_WAIT_MS_MAX = 30_000;

/** What carrying out needs of the event log. */
export type ForgettingLog = Pick<EventLog, 'load' | 'readAt'>;

interface Reached {
  readonly revision: bigint;
  readonly eventId: string;
}

/**
 * Carries out what the stream of holders forgotten says, however often and wherever a process was
 * killed: punctures the keys of the lines, replaces the generation key, waits until no process has
 * old nodes in memory, and only then notes how far it is. A database restored from before knows
 * less of the stream and so does the rest again.
 */
export class Forgetting {
  private first: Promise<number> | undefined;
  /** What is being carried out, and what will be once that is through. */
  private running: Promise<number> | undefined;
  private following: Promise<number> | undefined;

  constructor(
    private readonly database: PrimaryDatabase,
    private readonly vault: Vault,
    private readonly log: ForgettingLog,
  ) {}

  /**
   * Resolves once everything was carried out that had been decided when this process first asked:
   * nothing may be opened before. Rejects, and is tried again by the next call, while the store or
   * the database is away.
   */
  async ready(): Promise<void> {
    this.first ??= this.carryOut();
    try {
      await this.first;
    } catch (fault) {
      this.first = undefined;
      throw fault;
    }
  }

  /**
   * Carries out everything decided and not yet done; answers how many lines that were. When it
   * resolves, no process can derive their keys any more, from the database or from its memory.
   * One run at a time in a process: whoever asks meanwhile shares the next one, because the run
   * may have read the stream before. So no crowd of callers holds every connection.
   */
  carryOut(): Promise<number> {
    if (!this.running) {
      this.running = this.run().finally(() => {
        this.running = undefined;
      });
      return this.running;
    }
    this.following ??= this.running
      .catch(() => undefined)
      .then(() => {
        this.following = undefined;
        return this.carryOut();
      });
    return this.following;
  }

  private run(): Promise<number> {
    return this.database.transaction(async (manager) => {
      await manager.query(`SET LOCAL lock_timeout = ${LOCK_WAIT_MS_MAX}`);
      await lockInTransaction(manager, primaryLocks.forgetting, 'exclusive');
      const lines: SealedLine[] = [];
      let reached: Reached | undefined;
      for await (const event of this.log.load(forgettingStream, { from: await this.next() })) {
        if (event.type === 'HolderForgotten') lines.push(...event.data.lines);
        reached = { revision: event.revision, eventId: event.id };
      }
      if (reached === undefined) return 0;
      await this.forgetAgain(lines);
      await this.note(reached);
      return lines.length;
    });
  }

  /**
   * Makes the keys of these lines underivable, in the vault and in the memory of every process;
   * lines forgotten before are no hindrance. For a restore, and for whatever `carryOut` finds.
   *
   * @throws SealFault for a block that cannot be read: its lines cannot be told apart.
   */
  async forgetAgain(lines: readonly SealedLine[]): Promise<void> {
    if (lines.length === 0) return;
    for (let from = 0; from < lines.length; from += PUNCTURES_MAX) {
      await this.vault.puncture(await this.pathsOf(lines.slice(from, from + PUNCTURES_MAX)));
    }
    await this.vault.rotateGeneration();
    await this.vault.untilAllHeard();
  }

  private async pathsOf(lines: readonly SealedLine[]): Promise<Map<Month, string[]>> {
    const blocks = new Map<string, SealedBlock>();
    const paths = new Map<Month, string[]>();
    for (const line of lines) {
      const block = blocks.get(line.event) ?? (await this.blockOf(line));
      blocks.set(line.event, block);
      const label = lineLabel(saltPath(block.salt), line.line - 1);
      paths.set(block.month, [...(paths.get(block.month) ?? []), label]);
    }
    return paths;
  }

  private async blockOf({ stream, revision, event }: SealedLine): Promise<SealedBlock> {
    const stored = await this.log.readAt(stream, BigInt(revision));
    if (stored?.type !== 'HoldersSealed' || stored.id !== event) {
      throw new Error(`${stream}@${revision} does not hold the sealed holders of event ${event}`);
    }
    const block = SealedBlock.read(stored.data);
    if (typeof block === 'string') throw new SealFault(block, { stream, eventId: event });
    return block;
  }

  /** The revision to go on from; the start when the database knows another stream than this one. */
  private async next(): Promise<bigint> {
    const row = await this.database.rows(ForgottenUpToRow).findOneBy({ single: true });
    if (!row) return 0n;
    const revision = BigInt(row.revision);
    const event = await this.log.readAt(forgettingStream, revision);
    return event?.id === row.eventId ? revision + 1n : 0n;
  }

  private async note({ revision, eventId }: Reached): Promise<void> {
    await this.database
      .rows(ForgottenUpToRow)
      .upsert({ single: true, revision: String(revision), eventId }, ['single']);
  }
}
