/**
 * The whole log recomputed from the events, and compared with every head that was signed of it and
 * with one that somebody kept; and the serial map, with every root that was recorded of it. Memory
 * does not grow with the events: the right edge of the tree, the heads, the roots, and the leaves
 * since the last head; for the map, 34 to 39 bytes for serials with the same history side by side.
 */
import { hashSizeBytes } from './hashing';
import { unsignedLeavesMax } from './keeping/keeper';
import type { Announced, KeyChain } from './key-chain';
import { isLeaf, type LoggedEvent, leafHash, NoLeaf } from './leaf';
import type { LogFinding, NamedEvent } from './log-finding';
import { MapVerification, type StoredRoot } from './map/verify-map';
import type { TreeHead } from './proofs';
import { GrowingTree, type ReadTile, TiledTree } from './tree';

export interface StoredHead {
  readonly event: NamedEvent;
  /** The signed note. */
  readonly checkpoint: string;
}

/** What the log says beside another key of its own. */
export interface StoredAnnouncement {
  readonly event: NamedEvent;
  readonly checkpoint: Announced['checkpoint'];
}

export interface LogToVerify {
  /** Every event of ours, as stored, in the order of the store. */
  readonly events: AsyncIterable<LoggedEvent & NamedEvent>;
  /** In the order of their stream. */
  readonly heads: readonly StoredHead[];
  /** Those of the keys that are believed. */
  readonly announced?: readonly StoredAnnouncement[];
  /** Of the serial map, in the order of their stream. */
  readonly roots: readonly StoredRoot[];
  /** What the log is known by. */
  readonly keys: Pick<KeyChain, 'open'>;
  /** Signed notes that were kept elsewhere. */
  readonly kept?: readonly string[];
  /** The newest head once all events were read, which may have come meanwhile. */
  readonly newest?: () => Promise<string | undefined>;
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
  /** Of what is stored; undefined for what was kept elsewhere. */
  readonly event?: NamedEvent;
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
      if (this.wanted.at(0)?.size === this.tree.size) await this.compare();
    }
    for (const one of this.wanted) this.tell(one, 'ahead', undefined);
    await this.judgeEnd();
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
    const { heads, announced = [], kept = [], keys, report } = this.given;
    for (const head of heads) {
      const opened = keys.open(head.checkpoint);
      const { event } = head;
      if (opened.kind === 'signed') this.wanted.push({ ...opened.checkpoint, event });
      else report({ check: 'head-unsigned', event, params: { why: opened.why } });
    }
    for (const { event, checkpoint } of announced) this.wanted.push({ ...checkpoint, event });
    for (const note of kept) {
      const opened = keys.open(note);
      if (opened.kind === 'signed') this.wanted.push(opened.checkpoint);
      else report({ check: 'head-unsigned', params: { why: opened.why } });
    }
    this.wanted.sort((one, other) => one.size - other.size);
  }

  private add(event: LoggedEvent & NamedEvent): void {
    const { stream, revision, type, position } = event;
    const named = { stream, revision, type, position };
    const leaf = this.hashOf(event, named);
    this.map.add(event, this.tree.size, leaf);
    const hash = leaf ?? Buffer.alloc(hashSizeBytes);
    this.tree.add(hash);
    if (this.tree.size % rememberedMax === 0) this.tree.takeTiles();
    if (this.since.length < rememberedMax) this.since.push({ hash, event: named });
  }

  /** Nothing was ever signed of an event that can be no leaf: what stands for it fits no head. */
  private hashOf(event: LoggedEvent, named: NamedEvent): Buffer | undefined {
    try {
      return leafHash(event);
    } catch (fault) {
      if (!(fault instanceof NoLeaf)) throw fault;
      this.given.report({
        check: 'event-unreadable',
        event: named,
        params: { problem: fault.message },
      });
      return undefined;
    }
  }

  /** With all heads of the size that the tree has now. */
  private async compare(): Promise<void> {
    while (this.wanted.at(0)?.size === this.tree.size) {
      const [one] = this.wanted.splice(0, 1);
      if (this.tree.root.equals(one.root)) this.passed(one);
      // All later heads of the log follow the first that differs.
      else if (!this.hasDiffered || !one.event) await this.differs(one);
    }
  }

  private passed({ event, size }: Wanted): void {
    if (event) this.signedCount = size;
    this.since = [];
    this.sinceIndex = size;
  }

  private async differs(one: Wanted): Promise<void> {
    if (one.event) this.hasDiffered = true;
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

  /** Without the key nobody signs what they rewrote: but they could cut off the heads over it. */
  private async judgeEnd(): Promise<void> {
    const { heads, keys, newest, report } = this.given;
    const { size: leafCount } = this.tree;
    if (heads.length === 0 || leafCount - this.signedCount <= unsignedLeavesMax) return;
    const last = (await newest?.()) ?? heads[heads.length - 1].checkpoint;
    const opened = keys.open(last);
    const size = opened.kind === 'signed' ? opened.checkpoint.size : this.signedCount;
    const count = leafCount - size;
    if (count <= unsignedLeavesMax) return;
    report({ check: 'leaves-unsigned', params: { size: String(size), count: String(count) } });
  }

  private tell(
    { event, size }: Wanted,
    how: 'differs' | 'ahead',
    first: NamedEvent | undefined,
  ): void {
    const check = event ? (`head-${how}` as const) : (`kept-head-${how}` as const);
    const params = {
      size: String(size),
      after: String(this.sinceIndex),
      leaves: String(this.tree.size),
    };
    this.given.report({ check, event: first ?? event, params });
  }
}
