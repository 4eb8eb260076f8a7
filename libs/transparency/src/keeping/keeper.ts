/** The live side: follows the events into the tiles, and signs heads. */
import { setTimeout as delay } from 'node:timers/promises';
import type { CheckpointSigned, MapRootRecorded } from '#domain';
import { signCheckpoint } from '../checkpoint';
import type { SigningKey } from '../signing-key';
import { TiledTree } from '../tree';
import { formatVerifierKey } from '../verifier-key';
import type { KnowsKey } from './checkpoint-events';
import { Inbox } from './inbox';
import { holdKeeperLock } from './keeper-lock';
import { type EventPlace, LogStore, type PlacedEvent } from './log-store';

/** A head is signed when leaves were added and the last one is so old, or so many leaves behind. */
export const headIntervalMs = 60_000;
export const unsignedLeavesMax = 10_000;

/** Touches of serials that wait for the map while no root is due, counted in leaves. */
const unabsorbedLeavesMax = 10_000;

/** How often it is looked whether a head is due while nothing arrives. */
const lookEveryMs = 5_000;
/**
 * After so many deliveries at once the next are taken this long after those, at the earliest: nobody
 * waits for leaves before their head is signed, and few large transactions cost less than many.
 */
const gatherFromCount = 8;
const gatherMs = 200;
const retryDelayMsMin = 250;
const retryDelayMsMax = 30_000;

export type LogDelivery =
  | { readonly kind: 'event'; readonly event: PlacedEvent }
  /** Everything of ours up to here has been delivered. */
  | { readonly kind: 'checkpoint'; readonly position: bigint }
  | { readonly kind: 'caught-up' };

/** The store, as far as the log needs it. */
export interface LogSource {
  /** Every event of ours as it is stored, in the order of the store, without an end. */
  follow(options: { after?: bigint; signal: AbortSignal }): AsyncIterable<LogDelivery>;
  readAt(
    stream: string,
    revision: bigint,
  ): Promise<Pick<EventPlace, 'id' | 'position'> | undefined>;
  /** Puts a head behind the one at `expected` (-1n: it is the first), unless another stands there. */
  appendHead(data: CheckpointSigned['data'], expected: bigint): Promise<'appended' | 'overtaken'>;
  /** The same for a root of the serial map, on its own stream. */
  appendMapRoot(data: MapRootRecorded['data'], expected: bigint): Promise<'appended' | 'overtaken'>;
}

export type KeeperNews =
  /** Another one is active. */
  | { readonly kind: 'standing-by' }
  | { readonly kind: 'active'; readonly size: number }
  | { readonly kind: 'grown'; readonly size: number }
  | { readonly kind: 'signed'; readonly size: number }
  /** A root of the serial map was recorded, of so many leaves. */
  | { readonly kind: 'map-recorded'; readonly size: number }
  /** The root that was recorded last is not that of the leaves before it. */
  | { readonly kind: 'map-differs'; readonly revision: bigint }
  /** The store is another one, or older than the tiles: they are made again. */
  | { readonly kind: 'begun-anew' }
  /** Leaves are added, but no head is signed until a person has seen to it. */
  | { readonly kind: 'not-signing'; readonly reason: string }
  | { readonly kind: 'faulted'; readonly error: unknown; readonly retryMs: number };

export interface KeeperOptions {
  readonly source: LogSource;
  readonly databaseUrl: string;
  /** The key of the file, made if there is none and `mayMake`. May throw KeyFileUnusable. */
  readonly key: (mayMake: boolean) => SigningKey | undefined;
  /** Whether the key file names a key as one of this log: now, or before it was replaced. */
  readonly knowsKey?: KnowsKey;
  readonly intervalMs?: number;
  readonly onNews?: (news: KeeperNews) => void;
  readonly now?: () => number;
}

/** The events of the store are not those that the tiles were made from. */
class OtherLog extends Error {
  override readonly name = 'OtherLog';
}

/** Of all keepers on a database one is active. Never stops by itself, never skips an event. */
export class LogKeeper {
  private readonly intervalMs: number;
  private readonly now: () => number;
  private attempts = 0;
  private signedBehind: bigint | undefined;
  private signedAtMs = Number.NEGATIVE_INFINITY;
  private toldReason: string | undefined;
  private toldRevision: bigint | undefined;
  private recordedBehind: bigint | undefined;
  private recordedAtMs = Number.NEGATIVE_INFINITY;

  constructor(private readonly options: KeeperOptions) {
    this.intervalMs = options.intervalMs ?? headIntervalMs;
    this.now = options.now ?? Date.now;
  }

  /** Runs until `signal` aborts, then resolves; never rejects. */
  async run(signal: AbortSignal): Promise<void> {
    while (!signal.aborted) {
      try {
        await this.standThenWork(signal);
      } catch (error) {
        if (!signal.aborted) await this.pauseAfter(error, signal);
      }
    }
  }

  private async standThenWork(signal: AbortSignal): Promise<void> {
    const { databaseUrl, knowsKey } = this.options;
    const standBy = (): void => this.tell({ kind: 'standing-by' });
    const lock = await holdKeeperLock(databaseUrl, signal, standBy);
    const stop = AbortSignal.any([signal, lock.lost]);
    try {
      const store = await LogStore.open(databaseUrl, knowsKey);
      try {
        await this.follow(store, stop);
      } finally {
        await store.close();
      }
    } finally {
      await lock.release();
    }
  }

  private async follow(store: LogStore, signal: AbortSignal): Promise<void> {
    if (!(await this.isOfLog(store))) {
      await store.beginAnew();
      this.tell({ kind: 'begun-anew' });
    }
    const { position, size } = await store.state();
    this.tell({ kind: 'active', size });
    const stop = new AbortController();
    const either = AbortSignal.any([signal, stop.signal]);
    const inbox = new Inbox(sizeBytesOf);
    const after = position < 0n ? undefined : position;
    const reading = inbox.fill(this.options.source.follow({ after, signal: either }));
    reading.catch(() => undefined);
    try {
      await this.work(store, inbox, signal);
      await reading;
    } finally {
      stop.abort();
      inbox.close();
      await reading.catch(() => undefined);
    }
  }

  private async work(
    store: LogStore,
    inbox: Inbox<LogDelivery>,
    signal: AbortSignal,
  ): Promise<void> {
    let isCaughtUp = false;
    for (;;) {
      const deliveries = await inbox.take(Math.min(lookEveryMs, this.intervalMs));
      if (!deliveries) return;
      await this.add(store, deliveries);
      if (deliveries.some(({ kind }) => kind === 'caught-up')) {
        // A broken connection is opened again by itself, maybe to a store put back meanwhile.
        if (!(await this.isOfLog(store))) throw new OtherLog('the store is another one');
        isCaughtUp = true;
        this.attempts = 0;
      }
      if (isCaughtUp) await this.signIfDue(store);
      if (isCaughtUp && deliveries.length >= gatherFromCount) {
        await delay(gatherMs, undefined, { signal }).catch(() => undefined);
      }
    }
  }

  private async add(store: LogStore, deliveries: readonly LogDelivery[]): Promise<void> {
    const events = deliveries.flatMap((given) => (given.kind === 'event' ? [given.event] : []));
    const upTo = deliveries.reduce<bigint | undefined>((last, given) => {
      if (given.kind === 'event') return given.event.position;
      return given.kind === 'checkpoint' ? given.position : last;
    }, undefined);
    if (upTo === undefined) return;
    const { size } = await store.add(events, upTo);
    const { touchedSize, absorbedSize } = await store.mapState();
    if (touchedSize - absorbedSize > unabsorbedLeavesMax) await store.absorb();
    if (events.length > 0) this.tell({ kind: 'grown', size });
  }

  /** Whether the last event that the tiles know still stands where it stood. */
  private async isOfLog(store: LogStore): Promise<boolean> {
    const { last } = await store.state();
    if (!last) return true;
    const found = await this.options.source.readAt(last.stream, last.revision);
    return found?.id === last.id && found.position === last.position;
  }

  private async signIfDue(store: LogStore): Promise<void> {
    const { size, headRevision } = await store.state();
    const head = await store.newestHead();
    if (head && head.revision > headRevision) {
      this.refuse('the event store is older than a head that was signed: it was put back');
      return;
    }
    const current = await store.currentKey();
    const isKeyNew = head?.key !== current;
    if ((size === (head?.size ?? 0) && !isKeyNew) || this.isUnderWay(headRevision)) return;
    if (head && !isKeyNew && !this.isDue(head.recordedAt, size - head.size)) return;
    const key = this.keyFor(current);
    if (!key || !(await this.isMapRecorded(store, size))) return;
    await this.sign(store, key, size, headRevision);
  }

  /**
   * Whether a root of the serial map stands behind the last leaf that touches serials. Recorded
   * otherwise: the head is signed when it has come by, so that it covers it.
   */
  private async isMapRecorded(store: LogStore, size: number): Promise<boolean> {
    const { touchedSize, absorbedSize, rootRevision, recorded } = await store.mapState();
    if (touchedSize === 0) return true;
    const isRecorded = recorded !== undefined && recorded.treeSize >= touchedSize;
    if (!isRecorded && this.isRootUnderWay(rootRevision)) return false;
    if (absorbedSize < touchedSize) await store.absorb();
    if (isRecorded && this.toldRevision === rootRevision) return true;
    const root = await store.absorbedRoot();
    if (isRecorded) {
      if (!recorded.root.equals(root)) this.tell({ kind: 'map-differs', revision: rootRevision });
      this.toldRevision = rootRevision;
      return true;
    }
    await this.recordMap(size, root, rootRevision);
    return false;
  }

  private async recordMap(size: number, root: Buffer, rootRevision: bigint): Promise<void> {
    this.recordedBehind = rootRevision;
    this.recordedAtMs = this.now();
    const data = { treeSize: size, root: root.toString('base64') };
    const outcome = await this.options.source.appendMapRoot(data, rootRevision);
    if (outcome === 'appended') this.tell({ kind: 'map-recorded', size });
  }

  private isRootUnderWay(rootRevision: bigint): boolean {
    return rootRevision === this.recordedBehind && this.now() - this.recordedAtMs < this.intervalMs;
  }

  /** A head that was put behind the last one comes by in a moment. */
  private isUnderWay(headRevision: bigint): boolean {
    return headRevision === this.signedBehind && this.now() - this.signedAtMs < this.intervalMs;
  }

  private isDue(signedAt: Date, unsigned: number): boolean {
    const age = this.now() - signedAt.getTime();
    // A clock that was put back must not keep heads from being signed.
    return unsigned >= unsignedLeavesMax || age >= this.intervalMs || age < 0;
  }

  /** Undefined, and said why, when there is none that may sign. */
  private keyFor(current: string | undefined): SigningKey | undefined {
    try {
      const key = this.options.key(current === undefined);
      if (!key) {
        this.refuse('the key file of the log is missing: put back its copy');
        return undefined;
      }
      if (current !== undefined && formatVerifierKey(key.verifier) !== current) {
        this.refuse('the key file is not the one that signed the log: put back its copy');
        return undefined;
      }
      return key;
    } catch (error) {
      this.refuse(error instanceof Error ? error.message : String(error));
      return undefined;
    }
  }

  private async sign(
    store: LogStore,
    key: SigningKey,
    size: number,
    headRevision: bigint,
  ): Promise<void> {
    const root = await new TiledTree(size, store.readTile).root();
    const origin = key.verifier.name;
    const checkpoint = signCheckpoint({ origin, size, root }, key);
    const data = { checkpoint, key: formatVerifierKey(key.verifier) };
    this.signedBehind = headRevision;
    this.signedAtMs = this.now();
    const outcome = await this.options.source.appendHead(data, headRevision);
    this.toldReason = undefined;
    if (outcome === 'appended') this.tell({ kind: 'signed', size });
  }

  /** Said once, until a head was signed again. */
  private refuse(reason: string): void {
    if (this.toldReason === reason) return;
    this.toldReason = reason;
    this.tell({ kind: 'not-signing', reason });
  }

  private async pauseAfter(error: unknown, signal: AbortSignal): Promise<void> {
    this.attempts += 1;
    const doubled = retryDelayMsMin * 2 ** Math.min(this.attempts - 1, 20);
    const retryMs = Math.min(doubled, retryDelayMsMax);
    this.tell({ kind: 'faulted', error, retryMs });
    await delay(retryMs, undefined, { signal }).catch(() => undefined);
  }

  private tell(news: KeeperNews): void {
    this.options.onNews?.(news);
  }
}

const sizeBytesOf = (delivery: LogDelivery): number =>
  delivery.kind === 'event' ? delivery.event.data.length + delivery.event.metadata.length : 0;
