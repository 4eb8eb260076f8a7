/**
 * The whole log recomputed from the events, and compared with every head that was signed of it and
 * with one that somebody kept; and the serial map, with every root that was recorded of it. Memory
 * does not grow with the events: the right edge of the tree, the heads, the roots, and the leaves
 * since the last head; for the map, 34 bytes for serials with the same history side by side.
 */
import type { KeyChain } from './key-chain';
import { isLeaf, type LoggedEvent, leafHash } from './leaf';
import type { LogFinding, NamedEvent } from './log-finding';
import { MapVerification, type StoredRoot } from './map/verify-map';
import type { TreeHead } from './proofs';
import { GrowingTree, type ReadTile, TiledTree } from './tree';

export interface StoredHead {
  readonly event: NamedEvent;
  /** The signed note. */
  readonly checkpoint: string;
}

export interface LogToVerify {
  /** Every event of ours, as stored, in the order of the store. */
  readonly events: AsyncIterable<LoggedEvent & NamedEvent>;
  /** In the order of their stream. */
  readonly heads: readonly StoredHead[];
  /** Of the serial map, in the order of their stream. */
  readonly roots: readonly StoredRoot[];
  /** What the log is known by. */
  readonly keys: Pick<KeyChain, 'open'>;
  /** A signed note that was kept elsewhere. */
  readonly kept?: string;
  /** The tiles, to name the first event that differs. They are believed only as far as signed. */
  readonly readTile?: ReadTile;
  readonly report: (finding: LogFinding) => void;
  readonly onEvent?: () => void;
}

export interface VerifiedLog {
  readonly leafCount: number;
  /** Base 64. */
  readonly root: string;
  readonly headCount: number;
  /** Leaves below the newest head that is right; 0 when there is none. */
  readonly signedCount: number;
  readonly rootCount: number;
  /** Leaves below the newest root of the serial map that is right; 0 when there is none. */
  readonly rootedCount: number;
}

/** Leaves kept since the last head, to name the first that differs. Beyond, only where to look. */
const rememberedMax = 100_000;

interface Wanted extends TreeHead {
  readonly head?: StoredHead;
}

interface Remembered {
  readonly hash: Buffer;
  readonly event: NamedEvent;
}

export async function verifyLog(given: LogToVerify): Promise<VerifiedLog> {
  return new Verification(given).run();
}

class Verification {
  private readonly tree = new GrowingTree();
  private readonly wanted: Wanted[] = [];
  private since: Remembered[] = [];
  private sinceIndex = 0;
  private signedCount = 0;
  private hasDiffered = false;
  private readonly map: MapVerification;

  constructor(private readonly given: LogToVerify) {
    this.map = new MapVerification(given.roots, given.report);
  }

  async run(): Promise<VerifiedLog> {
    this.collect();
    await this.compare();
    for await (const event of this.given.events) {
      this.given.onEvent?.();
      if (!isLeaf(event)) continue;
      this.add(event);
      await this.compare();
    }
    for (const one of this.wanted) this.tell(one, 'ahead', undefined);
    const { heads, roots } = this.given;
    const { size: leafCount, root } = this.tree;
    const { signedCount } = this;
    return {
      leafCount,
      root: root.toString('base64'),
      headCount: heads.length,
      signedCount,
      rootCount: roots.length,
      rootedCount: this.map.rootedCount,
    };
  }

  /** All heads that are signed, smallest first; the others are findings. */
  private collect(): void {
    const { heads, kept, keys, report } = this.given;
    for (const head of heads) {
      const opened = keys.open(head.checkpoint);
      if (opened.kind === 'signed') this.wanted.push({ ...opened.checkpoint, head });
      else report({ check: 'head-unsigned', event: head.event, params: { why: opened.why } });
    }
    if (kept !== undefined) {
      const opened = keys.open(kept);
      if (opened.kind === 'signed') this.wanted.push(opened.checkpoint);
      else report({ check: 'head-unsigned', params: { why: opened.why } });
    }
    this.wanted.sort((one, other) => one.size - other.size);
  }

  private add(event: LoggedEvent & NamedEvent): void {
    const hash = leafHash(event);
    this.map.add(event, this.tree.size, hash);
    this.tree.add(hash);
    if (this.tree.size % rememberedMax === 0) this.tree.takeTiles();
    const { stream, revision, type, position } = event;
    const named = { stream, revision, type, position };
    if (this.since.length < rememberedMax) this.since.push({ hash, event: named });
  }

  /** With all heads of the size that the tree has now. */
  private async compare(): Promise<void> {
    while (this.wanted.at(0)?.size === this.tree.size) {
      const [one] = this.wanted.splice(0, 1);
      if (this.tree.root.equals(one.root)) this.passed(one);
      // All later heads of the log follow the first that differs.
      else if (!this.hasDiffered || !one.head) await this.differs(one);
    }
  }

  private passed({ head, size }: Wanted): void {
    if (head) this.signedCount = size;
    this.since = [];
    this.sinceIndex = size;
  }

  private async differs(one: Wanted): Promise<void> {
    if (one.head) this.hasDiffered = true;
    this.tell(one, 'differs', await this.firstDifference(one));
  }

  /** Undefined where no tiles are there that have the very root that was signed. */
  private async firstDifference({ size, root }: Wanted): Promise<NamedEvent | undefined> {
    const { readTile } = this.given;
    if (!readTile) return undefined;
    try {
      const tiles = new TiledTree(size, readTile);
      if (!(await tiles.root()).equals(root)) return undefined;
      for (const [offset, { hash, event }] of this.since.entries()) {
        const index = this.sinceIndex + offset;
        if (index < size && !hash.equals(await tiles.leaf(index))) return event;
      }
    } catch {
      // Tiles that are away or too short name nothing.
    }
    return undefined;
  }

  private tell(
    { head, size }: Wanted,
    how: 'differs' | 'ahead',
    first: NamedEvent | undefined,
  ): void {
    const check = head ? (`head-${how}` as const) : (`kept-head-${how}` as const);
    const params = {
      size: String(size),
      after: String(this.sinceIndex),
      leaves: String(this.tree.size),
    };
    this.given.report({ check, event: first ?? head?.event, params });
  }
}
