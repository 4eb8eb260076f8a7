import { Injectable } from '@nestjs/common';
import { centresStream } from '#domain';
import { EventLog, StoreDamaged, storeDamagedText } from '#event-log';
import { Identity } from '#identity';
import { otherLogReason, ReadModel } from '#read-model';
import { Problem } from '../problems/problem';
import { Metrics } from './metrics';

/** An engine that has not answered by then counts as away. */
const answerMsMax = 3_000;
/** A projector that has said nothing for so long is gone; it speaks every two seconds. */
const projectorSilenceMsMax = 15_000;
const retryAfterSeconds = 2;

interface ViewsState {
  readonly position: bigint;
  readonly fault?: string;
  /** The projector stopped where the event store has lost an event. */
  readonly isDamaged?: boolean;
}

class TooLate extends Error {}

async function within<Result>(work: Promise<Result>): Promise<Result> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new TooLate()), answerMsMax);
  });
  try {
    return await Promise.race([work, late]);
  } finally {
    clearTimeout(timer);
  }
}

/** Whether this process could serve: asked anew each time, nothing is remembered. */
@Injectable()
export class Readiness {
  constructor(
    private readonly log: EventLog,
    private readonly identity: Identity,
    private readonly views: ReadModel,
    private readonly metrics: Metrics,
  ) {}

  /**
   * The position that the views have reached.
   *
   * @throws Problem 503 that says that the store is damaged, or names everything that is away
   */
  async check(): Promise<bigint> {
    const [store, primary, views] = await Promise.allSettled([
      within(this.log.readAt(centresStream, 0n)),
      within(this.identity.users.byId('00000000-0000-4000-8000-000000000000')),
      within(this.viewsPosition()),
    ]);
    if (
      (store.status === 'rejected' && store.reason instanceof StoreDamaged) ||
      (views.status === 'fulfilled' && views.value.isDamaged)
    ) {
      throw new Problem(503, 'store-damaged');
    }
    const away = [
      ...(store.status === 'rejected' ? ['event-store'] : []),
      ...(primary.status === 'rejected' ? ['postgres'] : []),
      ...(views.status === 'rejected' ? ['views'] : []),
      ...(views.status === 'fulfilled' && views.value.fault ? [views.value.fault] : []),
    ];
    if (away.length > 0 || views.status === 'rejected') {
      throw new Problem(503, 'engine-away', {
        params: { engines: away.join(', ') },
        retryAfterSeconds,
      });
    }
    this.metrics.viewPosition.set(Number(views.value.position));
    return views.value.position;
  }

  /**
   * The views are as new as they can be: a projector works on them and has caught up.
   *
   * @throws Problem 503
   */
  async requireCurrentViews(): Promise<void> {
    const { fault, isDamaged } = await within(this.viewsPosition());
    const caughtUp = (await this.views.projector())?.caughtUp;
    if (fault === undefined && !isDamaged && caughtUp) return;
    throw new Problem(503, 'views-behind', { retryAfterSeconds });
  }

  private async viewsPosition(): Promise<ViewsState> {
    const position = await this.views.position();
    const state = await this.views.projector();
    if (!state || Date.now() - state.seenAt.getTime() > projectorSilenceMsMax) {
      return { position, fault: 'projector' };
    }
    if (state.reason === otherLogReason) return { position, fault: `projector: ${otherLogReason}` };
    if (state.state === 'faulted') {
      const isDamaged = state.reason?.startsWith(storeDamagedText);
      return { position, fault: `projector at ${state.event ?? '?'}`, isDamaged };
    }
    return { position };
  }
}
