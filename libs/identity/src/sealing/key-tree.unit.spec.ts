import * as fc from 'fast-check';
import {
  deriveLineKeys,
  KeyTree,
  LINE_KEYS_BYTES,
  LINES_MAX,
  lineLabel,
  saltPath,
} from './key-tree';
import { KEY_BYTES } from './secret-bytes';

const root = Buffer.alloc(KEY_BYTES, 7);
const wholeTree = () => new KeyTree([['', root]]);
const leafOf = (tree: KeyTree, label: string) => tree.leaf(label)?.toString('hex');

/** Labels that often share long beginnings, as lines of one post and of its neighbours do. */
const digits = fc.constantFrom(...'0123456789abcdef');
const label = fc
  .tuple(
    fc.constantFrom('0'.repeat(16), '0'.repeat(15), 'f0', ''),
    fc.array(digits, { minLength: 19, maxLength: 19 }),
  )
  .map(([start, rest]) => (start + rest.join('')).slice(0, 19));
const labels = fc.uniqueArray(label, { minLength: 1, maxLength: 12 });

describe('a tree of keys', () => {
  it('derives every label but the punctured, equal to the whole tree', () => {
    fc.assert(
      fc.property(labels, labels, (punctured, others) => {
        const tree = wholeTree();
        for (const path of punctured) expect(tree.puncture(path)).toBe(true);
        for (const path of punctured) expect(tree.leaf(path)).toBeUndefined();
        const whole = wholeTree();
        for (const path of others.filter((other) => !punctured.includes(other))) {
          expect(leafOf(tree, path)).toBe(leafOf(whole, path));
        }
      }),
    );
  });

  it('keeps no node from which a punctured label could be derived', () => {
    fc.assert(
      fc.property(labels, (punctured) => {
        const tree = wholeTree();
        for (const path of punctured) tree.puncture(path);
        const kept = [...tree.entries()].map(([path]) => path);
        for (const path of punctured) {
          expect(kept.filter((prefix) => path.startsWith(prefix))).toEqual([]);
        }
      }),
    );
  });

  it('is the same whatever the order of punctures, and after being stored in between', () => {
    fc.assert(
      fc.property(labels, fc.infiniteStream(fc.nat()), (punctured, order) => {
        const keys = new Map(punctured.map((path) => [path, order.next().value]));
        const shuffled = [...punctured].sort((a, b) => (keys.get(a) ?? 0) - (keys.get(b) ?? 0));
        const one = wholeTree();
        for (const path of punctured) one.puncture(path);
        let other = wholeTree();
        for (const path of shuffled) {
          other.puncture(path);
          other = new KeyTree(other.entries());
        }
        const sorted = (tree: KeyTree) =>
          [...tree.entries()].map(([path, node]) => `${path}:${node.toString('hex')}`).sort();
        expect(sorted(other)).toEqual(sorted(one));
      }),
    );
  });

  it('derives the same leaf whichever leaf was asked for before', () => {
    fc.assert(
      fc.property(fc.array(label, { maxLength: 12 }), label, (before, asked) => {
        const tree = wholeTree();
        for (const path of before) tree.leaf(path);
        expect(leafOf(tree, asked)).toBe(leafOf(wholeTree(), asked));
      }),
    );
  });

  it('forgets a leaf that it has just derived', () => {
    const tree = wholeTree();
    const path = lineLabel(saltPath(Buffer.alloc(8, 1)), 5);
    tree.leaf(path);
    tree.puncture(path);
    expect(tree.leaf(path)).toBeUndefined();
    expect(tree.leaf(lineLabel(saltPath(Buffer.alloc(8, 1)), 6))).toBeDefined();
  });

  it('keeps fifteen siblings a step: 285 nodes after one puncture', () => {
    const tree = wholeTree();
    tree.puncture('0'.repeat(19));
    expect([...tree.entries()]).toHaveLength(15 * 19);
    expect(tree.puncture('0'.repeat(19))).toBe(false);
  });

  it('punctures a whole post by its salt, and a whole month by nothing', () => {
    const tree = wholeTree();
    const salt = Buffer.alloc(8, 1);
    tree.puncture(lineLabel(saltPath(salt), 9));
    expect(tree.puncture(saltPath(salt))).toBe(true);
    expect(tree.leaf(lineLabel(saltPath(salt), 8))).toBeUndefined();
    expect(tree.leaf(lineLabel(saltPath(Buffer.alloc(8, 2)), 8))).toBeDefined();
    expect(tree.puncture('')).toBe(true);
    expect([...tree.entries()]).toEqual([]);
  });

  it('derives nothing after it was wiped, rather than keys of zeros', () => {
    const tree = wholeTree();
    const [[, node]] = [...tree.entries()] as [[string, Buffer]];
    tree.wipe();
    expect(node.every((byte) => byte === 0)).toBe(true);
    expect(() => tree.leaf('0'.repeat(19))).toThrow('wiped');
  });

  it('refuses nodes that overlap, labels of another length and lines beyond 4,096', () => {
    expect(
      () =>
        new KeyTree([
          ['0a', root],
          ['0', root],
        ]),
    ).toThrow(RangeError);
    expect(() => wholeTree().leaf('00')).toThrow(RangeError);
    expect(() => lineLabel('0'.repeat(16), LINES_MAX)).toThrow(RangeError);
    expect(() => saltPath(Buffer.alloc(7))).toThrow(RangeError);
  });

  it('gives different keys to encrypt and to commit', () => {
    const keys = Buffer.alloc(LINE_KEYS_BYTES);
    deriveLineKeys(root, keys);
    expect(keys.subarray(0, KEY_BYTES).equals(keys.subarray(KEY_BYTES))).toBe(false);
  });
});
