/** Numbers that look random and are the same on every machine for the same seed. */
import { createHash } from 'node:crypto';

const numbersPerBlock = 8;

export class Random {
  private block: Buffer = Buffer.alloc(0);
  private next = numbersPerBlock;
  private blockCount = 0;

  /** Two generators of different seeds have nothing in common. */
  constructor(private readonly seed: string) {}

  /** A whole number from 0 to `below` - 1, `below` at most 2^32. */
  below(below: number): number {
    if (this.next === numbersPerBlock) this.refill();
    const drawn = this.block.readUInt32LE(this.next * 4);
    this.next += 1;
    return Math.floor((drawn / 2 ** 32) * below);
  }

  between(least: number, most: number): number {
    return least + this.below(most - least + 1);
  }

  pick<Item>(items: readonly Item[]): Item {
    return items[this.below(items.length)];
  }

  oneIn(count: number): boolean {
    return this.below(count) === 0;
  }

  private refill(): void {
    this.block = createHash('sha256').update(`${this.seed}#${this.blockCount}`).digest();
    this.blockCount += 1;
    this.next = 0;
  }
}

/** `total` in whole parts as the weights have it; the parts add up to `total` exactly. */
export function shares(total: number, weights: readonly number[]): number[] {
  const sum = weights.reduce((all, weight) => all + weight, 0);
  let weighed = 0;
  let given = 0;
  return weights.map((weight) => {
    weighed += weight;
    const upTo = Math.round((total * weighed) / sum);
    const share = upTo - given;
    given = upTo;
    return share;
  });
}
