import { type BeforeApplicationShutdown, Injectable } from '@nestjs/common';
import { ReadModel } from '#read-model';

/** Up to where the views reach. */
@Injectable()
export class ViewPosition implements BeforeApplicationShutdown {
  private readonly stopping = new AbortController();

  constructor(private readonly views: ReadModel) {}

  /** Whether the views have reached a position within so many milliseconds. */
  async waitFor(position: bigint, waitMsMax: number): Promise<'reached' | 'behind' | 'stopping'> {
    const { signal } = this.stopping;
    if (signal.aborted) return 'stopping';
    let giveUp: () => void = () => undefined;
    const stopped = new Promise<'stopping'>((resolve) => {
      giveUp = () => resolve('stopping');
    });
    signal.addEventListener('abort', giveUp, { once: true });
    try {
      const waited = this.views.waitFor(position, waitMsMax);
      return await Promise.race([waited.then((is) => (is ? 'reached' : 'behind')), stopped]);
    } finally {
      signal.removeEventListener('abort', giveUp);
    }
  }

  /** Whoever waits is told to ask another process, so that this one can end. */
  beforeApplicationShutdown(): void {
    this.stopping.abort();
  }
}
