/** The serial map recomputed leaf by leaf, and compared with every root that was recorded of it. */
import { type MapRootRecorded, serialMapStream } from '#domain';
import type { LoggedEvent } from '../leaf';
import type { LogFinding, NamedEvent } from '../log-finding';
import { SerialMap } from './serial-map';
import { touchesOf } from './touches';

export interface StoredRoot {
  readonly event: NamedEvent;
  readonly data: MapRootRecorded['data'];
}

export class MapVerification {
  private readonly map = new SerialMap();
  private readonly wanted: StoredRoot[];
  private next = 0;
  private hasDiffered = false;
  private readonly treeSizes: ReadonlyMap<bigint, number>;
  private lastTreeSize = 0;
  /** Leaves below the newest root that is right; 0 when there is none. */
  rootedCount = 0;

  constructor(
    roots: readonly StoredRoot[],
    private readonly report: (finding: LogFinding) => void,
  ) {
    this.wanted = [...roots].sort((one, other) => one.data.treeSize - other.data.treeSize);
    this.treeSizes = new Map(roots.map(({ event, data }) => [event.revision, data.treeSize]));
  }

  /** Without a hash where no leaf can be made of the event: that was told, and touches nothing. */
  add(event: LoggedEvent & NamedEvent, index: number, leafHash: Uint8Array | undefined): void {
    if (event.stream === serialMapStream) this.judgePlace(event, index);
    if (leafHash) this.touch(event, index, leafHash);
    for (; this.wanted.at(this.next)?.data.treeSize === index + 1; this.next += 1) {
      this.compare(this.wanted[this.next]);
    }
  }

  private touch(event: LoggedEvent & NamedEvent, index: number, leafHash: Uint8Array): void {
    const ranges = touchesOf(event, (problem) =>
      this.report({ check: 'event-unreadable', event: named(event), params: { problem } }),
    );
    this.map.touch(ranges, index, leafHash);
  }

  /** A root is of leaves before its own, and of more than the root before it. */
  private judgePlace(event: NamedEvent, index: number): void {
    const treeSize = this.treeSizes.get(event.revision);
    if (treeSize === undefined) return;
    if (treeSize > index || treeSize <= this.lastTreeSize) {
      const params = { size: String(treeSize), index: String(index) };
      this.report({ check: 'map-root-misplaced', event: named(event), params });
    }
    this.lastTreeSize = Math.max(this.lastTreeSize, treeSize);
  }

  private compare({ event, data }: StoredRoot): void {
    const root = Buffer.from(this.map.root()).toString('base64');
    if (root === data.root) {
      this.hasDiffered = false;
      this.rootedCount = data.treeSize;
      return;
    }
    // What was altered before one root differs in all that follow.
    if (this.hasDiffered) return;
    this.hasDiffered = true;
    const params = { size: String(data.treeSize), root, recorded: data.root };
    this.report({ check: 'map-root-differs', event, params });
  }
}

const named = ({ stream, revision, type, position }: NamedEvent): NamedEvent => ({
  stream,
  revision,
  type,
  position,
});
