/**
 * The store's client, kept alive through what breaks it.
 *
 * Appends and reads have a client object each. The append side holds one long call through which
 * every append of the process goes; when that call is broken it is replaced, and the appends in
 * flight are told and tried again. Reads never notice.
 */
import { setTimeout as pause } from 'node:timers/promises';
import { CancelledError, EventStoreDBClient, UnavailableError } from '@eventstore/db-client';
import { type Connection, connectionOf } from './connection';
import { StoreAway } from './faults';
import { guardAgainstLateAnswers } from './late-answers';
import { closeMsMax } from './limits';
import { Silence } from './silence';

interface Shared {
  readonly client: StoreClient;
  users: number;
}

/** One per URL and process: the client's table of pending appends is global to its module. */
const sharedByUrl = new Map<string, Shared>();

export class StoreClient {
  #appends: EventStoreDBClient;
  #reads: EventStoreDBClient;
  #releaseGuard: () => void;
  #isReleased = false;
  /** The client ends a read that it cancels without telling its reader: we tell it. */
  readonly openReads = new Set<(fault: Error) => void>();

  readonly connection: Connection;

  private constructor(private readonly connectionString: string) {
    this.connection = connectionOf(connectionString);
    this.#appends = this.#connect();
    this.#reads = this.#connect();
    this.#releaseGuard = guardAgainstLateAnswers(() => this.replaceAppends(this.#appends));
  }

  /** The process's client for this `esdb://` URL; `release` it as often as it was acquired. */
  static acquire(url: string): StoreClient {
    const shared = sharedByUrl.get(url) ?? { client: new StoreClient(url), users: 0 };
    shared.users++;
    sharedByUrl.set(url, shared);
    return shared.client;
  }

  get appends(): EventStoreDBClient {
    this.#checkAlive();
    return this.#appends;
  }

  get reads(): EventStoreDBClient {
    this.#checkAlive();
    return this.#reads;
  }

  /** Breaks the append call for good and opens a new one; idle if another caller already did. */
  replaceAppends(broken: EventStoreDBClient): void {
    if (broken !== this.#appends || this.#isReleased) return;
    this.#appends = this.#connect();
    void broken.dispose();
  }

  /**
   * After a read lost its connection, which the client has closed itself: later reads open a new
   * one, without the pauses that the old one would make. Reads under way keep theirs.
   */
  replaceReads(broken: EventStoreDBClient, fault: unknown): void {
    const isLost =
      fault instanceof UnavailableError ||
      fault instanceof CancelledError ||
      fault instanceof Silence;
    if (!isLost || broken !== this.#reads || this.#isReleased) return;
    this.#reads = this.#connect();
  }

  async release(): Promise<void> {
    const shared = sharedByUrl.get(this.connectionString);
    if (shared?.client !== this || --shared.users > 0) return;
    sharedByUrl.delete(this.connectionString);
    this.#isReleased = true;
    for (const close of this.openReads) close(new StoreAway('closed', undefined));
    const closed = Promise.all([this.#appends.dispose(), this.#reads.dispose()]);
    await Promise.race([closed, pause(closeMsMax, undefined, { ref: false })]);
    this.#releaseGuard();
  }

  #connect(): EventStoreDBClient {
    return EventStoreDBClient.connectionString(this.connection.url);
  }

  #checkAlive(): void {
    if (this.#isReleased) throw new StoreAway('this connection was closed', undefined);
  }
}
