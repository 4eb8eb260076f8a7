/** Chance that a seed repeats exactly: mulberry32, small and good enough to shuffle a test. */
export class Chance {
  #state: number;

  constructor(readonly seed: number) {
    this.#state = seed >>> 0;
  }

  /** A whole number below 2³²: also good as the seed of another chance. */
  draw(): number {
    this.#state = (this.#state + 0x6d2b79f5) >>> 0;
    let mixed = this.#state;
    mixed = Math.imul(mixed ^ (mixed >>> 15), mixed | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return (mixed ^ (mixed >>> 14)) >>> 0;
  }

  /** A whole number from `least` to `most`, both included. */
  int(least: number, most: number): number {
    return least + (this.draw() % (most - least + 1));
  }

  may(percent: number): boolean {
    return this.draw() % 1_000 < percent * 10;
  }

  pick<Value>(from: readonly Value[]): Value {
    if (from.length === 0) throw new Error('nothing to pick from');
    return from[this.draw() % from.length];
  }

  /** As `pick`; undefined when there is nothing. */
  any<Value>(from: readonly Value[]): Value | undefined {
    return from.length === 0 ? undefined : this.pick(from);
  }

  /** Neighbours, at least one of those there are, at most so many. */
  stretch<Value>(from: readonly Value[], countMax: number): Value[] {
    if (from.length === 0) return [];
    const count = this.int(1, Math.min(countMax, from.length));
    const first = this.int(0, from.length - count);
    return from.slice(first, first + count);
  }

  /** One of the names, as often as its weight says. */
  weighted<Name extends string>(weights: Readonly<Record<Name, number>>): Name {
    const names = Object.keys(weights) as Name[];
    let left = this.draw() % names.reduce((sum, name) => sum + weights[name], 0);
    for (const name of names) {
      left -= weights[name];
      if (left < 0) return name;
    }
    return names[0];
  }
}
