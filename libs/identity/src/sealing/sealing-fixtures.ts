import type { HolderLine } from '#domain';
import type { OpenMonth } from '../vault/vault';
import { KeyTree } from './key-tree';
import type { MonthTrees } from './sealing';
import { KEY_BYTES } from './secret-bytes';

/** Trees of months in memory, for specs. */
export class MemoryTrees implements MonthTrees {
  readonly trees = new Map<string, KeyTree | 'purged'>();

  constructor(private readonly root: Buffer = Buffer.alloc(KEY_BYTES, 7)) {}

  tree(month: string): KeyTree {
    const known = this.trees.get(month) ?? new KeyTree([['', this.root]]);
    if (known === 'purged') throw new Error(`${month} was purged`);
    this.trees.set(month, known);
    return known;
  }

  async toSeal<T>(month: string, act: (tree: KeyTree) => T): Promise<T> {
    return act(this.tree(month));
  }

  opening<T>(work: (openMonth: OpenMonth) => Promise<T>): Promise<T> {
    return work(async (month, act) => act(this.trees.get(month) ?? 'unknown'));
  }
}

/** Bytes that count upwards: what a sealing draws in specs and golden vectors. */
export function countingBytes(from = 0): (sizeBytes: number) => Buffer {
  let next = from;
  return (sizeBytes) => Buffer.from(Array.from({ length: sizeBytes }, () => next++ & 255));
}

export const line = (sequence: number, name = '张三'): HolderLine => ({
  certificateNumber: `1352000015${String(sequence).padStart(6, '0')}`,
  holder: { name, document: { type: 'resident-id', number: '52010219900101123X' } },
});
