/**
 * The ids of the latest events of all streams, for the idempotency of appends that name no exact
 * revision. Bounded: an append that is repeated after that many other events is a new append.
 */
export const RECENT_ID_COUNT_MIN = 50_000;

export class RecentIds {
  private newer = new Map<string, number>();
  private older = new Map<string, number>();

  /** Remembers at least `countMin` ids and at most twice as many, in two generations. */
  constructor(private readonly countMin = RECENT_ID_COUNT_MIN) {}

  add(streamKey: string, idKey: string, revision: number): void {
    if (this.newer.size === this.countMin) {
      this.older = this.newer;
      this.newer = new Map();
    }
    this.newer.set(idKey + streamKey, revision);
  }

  revisionOf(streamKey: string, idKey: string): number | undefined {
    const key = idKey + streamKey;
    return this.newer.get(key) ?? this.older.get(key);
  }
}
