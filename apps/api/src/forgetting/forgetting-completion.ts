import {
  Injectable,
  Logger,
  type OnApplicationBootstrap,
  type OnApplicationShutdown,
} from '@nestjs/common';
import { Identity } from '#identity';
import { describeError } from '../logging';
import { Problem } from '../problems/problem';
import { ViewPosition } from '../queries/view-position';
import { type RowsOfPiece, removeRows } from './uploaded-rows';

/** How often what another process decided, and did not live to carry out, is looked for. */
const lookEveryMs = 60_000;
const viewsWaitMsMax = 5_000;
const retryAfterSeconds = 5;

/** Sees to it that what was decided to be forgotten is, whichever process decided it. */
@Injectable()
export class ForgettingCompletion implements OnApplicationBootstrap, OnApplicationShutdown {
  private readonly log = new Logger(ForgettingCompletion.name);
  private readonly rows = new Set<RowsOfPiece>();
  private looking: NodeJS.Timeout | undefined;

  constructor(
    private readonly identity: Identity,
    private readonly position: ViewPosition,
  ) {}

  onApplicationBootstrap(): void {
    void this.look();
    this.looking = setInterval(() => void this.look(), lookEveryMs).unref();
  }

  onApplicationShutdown(): void {
    clearInterval(this.looking);
  }

  /**
   * Resolves when the keys are gone, from the vault and every memory, and the views say so. What
   * fails is done later: the decision stands. Nor are the rows of uploads there any more; should
   * this process end before they are removed, they go with their uploads.
   *
   * @throws Problem 503
   */
  async finish(decidedAtPosition: bigint, rows: readonly RowsOfPiece[]): Promise<void> {
    for (const one of rows) this.rows.add(one);
    if (!(await this.look())) throw unfinished();
    const views = await this.position.waitFor(decidedAtPosition, viewsWaitMsMax);
    if (views !== 'reached') throw unfinished();
  }

  private async look(): Promise<boolean> {
    try {
      const lineCount = await this.identity.forgetting.carryOut();
      if (lineCount > 0) this.log.log(`${lineCount} lines forgotten`);
      for (const one of this.rows) {
        await removeRows(this.identity, one);
        this.rows.delete(one);
      }
      return true;
    } catch (error) {
      this.log.warn({ err: describeError(error) }, 'forgetting is not finished');
      return false;
    }
  }
}

const unfinished = (): Problem => new Problem(503, 'forgetting-unfinished', { retryAfterSeconds });
