import type { HolderLine } from '#domain';
import { deriveLineKeys, KeyTree, LINE_KEYS_BYTES, lineLabel } from './key-tree';
import { Sealing } from './sealing';
import { countingBytes, MemoryTrees } from './sealing-fixtures';
import vectors from './vectors.json';

const hex = (text: string): Buffer => Buffer.from(text, 'hex');
const tree = () => new KeyTree([['', hex(vectors.root)]]);

describe('the golden vectors of sealed holders', () => {
  it.each(vectors.derivations)('derive salt $salt, line $lineIndex', (vector) => {
    const label = lineLabel(vector.salt, vector.lineIndex);
    expect(label).toBe(vector.label);
    const leaf = tree().leaf(label) as Buffer;
    expect(leaf.toString('hex')).toBe(vector.leaf);
    const keys = Buffer.alloc(LINE_KEYS_BYTES);
    deriveLineKeys(leaf, keys);
    expect(keys.toString('hex')).toBe(vector.encryptionKey + vector.commitment);
  });

  it.each(vectors.punctures)('puncture $punctured', ({ punctured, kept }) => {
    const left = tree();
    for (const path of punctured) left.puncture(path);
    const nodes = [...left.entries()].map(([path, node]) => [path, node.toString('hex')]);
    expect(Object.fromEntries(nodes)).toMatchObject(kept.some);
    expect(nodes).toHaveLength(kept.count);
  });

  it.each(vectors.blocks)('seal $title', async ({ draw, context, lines, block }) => {
    const sealing = new Sealing(new MemoryTrees(hex(vectors.root)), countingBytes(draw.countsFrom));
    const sealed = await sealing.seal(lines as HolderLine[], context);
    expect(Buffer.from(sealed).toString('hex')).toBe(block);
    expect(await sealing.openAll(hex(block), context)).toEqual(lines);
  });
});
