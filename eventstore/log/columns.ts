/**
 * Columns of small integers that grow without copying what they hold: an index over millions of
 * events must cost bytes, not objects.
 */
const BLOCK_BITS = 16;
const BLOCK_LENGTH = 1 << BLOCK_BITS;
const BLOCK_MASK = BLOCK_LENGTH - 1;

class Column<Block extends Uint32Array | Uint16Array> {
  private readonly blocks: Block[] = [];
  private used = 0;

  constructor(private readonly newBlock: (length: number) => Block) {}

  get count(): number {
    return this.used;
  }

  push(value: number): void {
    const at = this.used & BLOCK_MASK;
    if (at === 0) this.blocks.push(this.newBlock(BLOCK_LENGTH));
    (this.blocks[this.used >>> BLOCK_BITS] as Block)[at] = value;
    this.used += 1;
  }

  at(index: number): number {
    if (index < 0 || index >= this.used) throw new RangeError(`No entry ${index} of ${this.used}.`);
    return (this.blocks[index >>> BLOCK_BITS] as Block)[index & BLOCK_MASK] as number;
  }
}

export class Uint32Column extends Column<Uint32Array> {
  constructor() {
    super((length) => new Uint32Array(length));
  }
}

export class Uint16Column extends Column<Uint16Array> {
  constructor() {
    super((length) => new Uint16Array(length));
  }
}

/** One growing list of 32-bit integers; a third of it may be unused room. */
export class Uint32List {
  private values: Uint32Array;
  private used = 0;

  constructor(lengthAtFirst = 2) {
    this.values = new Uint32Array(lengthAtFirst);
  }

  get count(): number {
    return this.used;
  }

  push(value: number): void {
    if (this.used === this.values.length) {
      const larger = new Uint32Array(this.used + Math.max(2, this.used >>> 1));
      larger.set(this.values);
      this.values = larger;
    }
    this.values[this.used] = value;
    this.used += 1;
  }

  at(index: number): number {
    if (index < 0 || index >= this.used) throw new RangeError(`No entry ${index} of ${this.used}.`);
    return this.values[index] as number;
  }
}
