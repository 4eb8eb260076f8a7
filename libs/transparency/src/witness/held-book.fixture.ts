/** A book and its blocks as an operator shows them, honest unless a spec makes it lie. */
import type { Serial, Series } from '#domain';
import type { SmallLog } from '../evidence/simple-evidence.fixture';
import { leafBytes } from '../leaf';
import {
  type SimpleTouch,
  simpleBlock,
  simpleChains,
  simpleNode,
  simpleTops,
} from '../map/simple-map.fixture';
import type { RemoteBook, ShownBlock, ShownBookLeaf, ShownLeaf } from './held-book';

export class ShownHeldBook implements RemoteBook {
  /** What a block is said to be. */
  tamper: (block: ShownBlock) => ShownBlock = (block) => block;
  /** What the book is said to be. */
  rewrite: (leaves: ShownBookLeaf[]) => ShownBookLeaf[] = (leaves) => leaves;
  readonly asked: string[] = [];

  constructor(
    private readonly log: SmallLog,
    private readonly centre: string,
    /** Leaves that the map leaves out. */
    private readonly leftOut: ReadonlySet<number> = new Set(),
  ) {}

  async *leaves(): AsyncGenerator<ShownBookLeaf> {
    const own = this.log.events.filter(({ stream }) => stream === `book-${this.centre}`);
    yield* this.rewrite(
      own.map((event) =>
        event.isJson
          ? { revision: event.revision, leaf: leafBytes(event) }
          : { revision: event.revision },
      ),
    );
  }

  async block({ series, ordinal }: Serial): Promise<ShownBlock> {
    const number = Math.floor(ordinal / 4_096);
    this.asked.push(`${series} ${number}`);
    const recordIndex = this.log.events.findLastIndex(({ stream }) => stream === 'serial-map');
    const { treeSize } = JSON.parse(Buffer.from(this.log.events[recordIndex].data).toString());
    const touches = touchesWithout(this.log, treeSize, this.leftOut);
    const [prefix, digits] = series.split(':');
    const width = Number(digits);
    const siblings = Array.from({ length: 28 }, (_, height) => {
      const at = Math.floor(number / 2 ** height);
      const beside = at % 2 === 0 ? at + 1 : at - 1;
      const node = simpleNode(touches, { prefix, width }, height, beside);
      return node.equals(Buffer.alloc(32)) ? '' : node.toString('base64');
    });
    return this.tamper({
      record: this.leaf(recordIndex),
      series: simpleTops(touches).map((top) => ({
        series: `${top.prefix}:${top.width}`,
        node: top.node.toString('base64'),
      })),
      block: simpleBlock(simpleChains(touches), prefix, width, number).toString('base64'),
      siblings,
      leaves: this.beside(touches, series, number).map((index) => this.leaf(index)),
    });
  }

  /** Of those, the ones that share a serial of the block with one of the book, in order. */
  private beside(touches: readonly SimpleTouch[], series: Series, number: number): number[] {
    const bySerial = new Map<string, number[]>();
    for (const { index, serials } of touches) {
      for (const { prefix, digits } of serials) {
        const isInBlock =
          series === `${prefix}:${digits.length}` && Math.floor(Number(digits) / 4_096) === number;
        if (isInBlock) bySerial.set(digits, [...(bySerial.get(digits) ?? []), index]);
      }
    }
    const isOwn = (index: number) => this.log.events[index].stream === `book-${this.centre}`;
    const shared = [...bySerial.values()].filter((indexes) => indexes.some(isOwn));
    return [...new Set(shared.flat())].sort((one, other) => one - other);
  }

  leaf(index: number): ShownLeaf {
    return { index, leaf: leafBytes(this.log.events[index]) };
  }
}

export const touchesWithout = (
  log: SmallLog,
  treeSize: number,
  leftOut: ReadonlySet<number>,
): SimpleTouch[] => log.touches(treeSize).filter(({ index }) => !leftOut.has(index));
