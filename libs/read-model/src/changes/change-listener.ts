import { setTimeout as delay } from 'node:timers/promises';
import { Client } from 'pg';
import { changesChannel } from './changes';

const retryDelayMs = 1_000;

/**
 * Hears that changes became visible, on one connection of its own. `onNews` is called after every
 * notification and whenever the connection stands anew, since some may have been missed.
 */
export class ChangeListener {
  constructor(private readonly databaseUrl: string) {}

  /** Runs until `signal` aborts; a database that is away is tried again, for ever. */
  async run(onNews: () => void, signal: AbortSignal): Promise<void> {
    while (!signal.aborted) {
      await this.listen(onNews, signal).catch(() => undefined);
      await delay(retryDelayMs, undefined, { signal }).catch(() => undefined);
    }
  }

  private async listen(onNews: () => void, signal: AbortSignal): Promise<void> {
    const client = new Client({
      connectionString: this.databaseUrl,
      keepAlive: true,
      application_name: 'liushui-changes',
    });
    const ended = new Promise<void>((resolve) => {
      client.on('error', () => resolve()).on('end', () => resolve());
      signal.addEventListener('abort', () => resolve(), { once: true });
    });
    try {
      await client.connect();
      client.on('notification', () => onNews());
      await client.query(`LISTEN ${changesChannel}`);
      onNews();
      if (!signal.aborted) await ended;
    } finally {
      await client.end().catch(() => undefined);
    }
  }
}
