import * as sodium from 'sodium-native';
import { KEY_BYTES, keyCopy, ownBytes, wipe } from './secret-bytes';

/** Steps from a month's root to a leaf: 16 for the salt of a sealing, 3 for the line's number. */
export const SALT_STEPS = 16;
export const LINE_STEPS = 3;
export const TREE_STEPS = SALT_STEPS + LINE_STEPS;
const CHILDREN = 16;
/** Line numbers have 12 bits. */
export const LINES_MAX = CHILDREN ** LINE_STEPS;
export const SALT_BYTES = SALT_STEPS / 2;

const CONTEXT = 'liushui/holders/1';
const CHILD_STEP = 1;
const LINE_KEYS_STEP = 2;
const childInput = Buffer.concat([Buffer.from(CONTEXT), Buffer.from([CHILD_STEP, 0, 0])]);
const lineKeysInput = Buffer.concat([Buffer.from(CONTEXT), Buffer.from([LINE_KEYS_STEP])]);
const LEVEL_AT = childInput.length - 2;
const CHILD_AT = childInput.length - 1;
const PATH = new RegExp(`^[0-9a-f]{0,${TREE_STEPS}}$`);

/** The part of the path that the lines of one post share: one hexadecimal digit a step. */
export function saltPath(salt: Buffer): string {
  if (salt.length !== SALT_BYTES) throw new RangeError(`a salt has ${SALT_BYTES} bytes`);
  return salt.toString('hex');
}

/** Where a line's key lies in its month's tree. */
export function lineLabel(pathOfSalt: string, lineIndex: number): string {
  if (!Number.isInteger(lineIndex) || lineIndex < 0 || lineIndex >= LINES_MAX) {
    throw new RangeError(`line index ${lineIndex} is not within 0..${LINES_MAX - 1}`);
  }
  return pathOfSalt + lineIndex.toString(16).padStart(LINE_STEPS, '0');
}

/** Derives the child number `child` (0..15), which lies `level` steps below the root, into `out`. */
function deriveChild(parent: Buffer, level: number, child: number, out: Buffer): void {
  childInput[LEVEL_AT] = level;
  childInput[CHILD_AT] = child;
  sodium.crypto_generichash(out, childInput, parent);
}

/**
 * The two keys of a line, from its leaf: `out` receives 32 bytes that encrypt and 32 bytes that
 * commit to the leaf, so that no second key can be passed off as the line's.
 */
export function deriveLineKeys(leaf: Buffer, out: Buffer): void {
  sodium.crypto_generichash(out, lineKeysInput, leaf);
}
export const LINE_KEYS_BYTES = 2 * KEY_BYTES;

const digitAt = (path: string, index: number): number => Number.parseInt(path[index] ?? '', 16);

function commonSteps(one: string, other: string): number {
  let steps = 0;
  while (steps < one.length && one[steps] === other[steps]) steps += 1;
  return steps;
}

/**
 * What is left of a month's tree: a set of nodes, none below another, from which every leaf can be
 * derived that was never punctured, and no other. A tree nobody punctured is its root alone.
 *
 * The nodes on the way to the leaf asked for last are kept (19 at most), so that the lines of one
 * post cost little more than one step each.
 */
export class KeyTree {
  private readonly nodes = new Map<string, Buffer>();
  private readonly steps: Buffer[] = Array.from({ length: TREE_STEPS }, () => ownBytes(KEY_BYTES));
  private walked = '';
  private coverDepth = 0;
  private wiped = false;

  /** Takes copies; paths are hexadecimal digits from the root, which itself is ''. */
  constructor(nodes: Iterable<readonly [path: string, node: Buffer]>) {
    for (const [path, node] of nodes) {
      if (!PATH.test(path) || node.length !== KEY_BYTES) throw new RangeError('not a tree node');
      this.nodes.set(path, keyCopy(node));
    }
    for (const path of this.nodes.keys()) {
      if (this.coverOf(path) !== path) throw new RangeError('a tree node lies below another');
    }
  }

  /** The nodes to keep; they stay this tree's own and are wiped with it. */
  entries(): IterableIterator<[path: string, node: Buffer]> {
    return this.nodes.entries();
  }

  /**
   * The leaf at `label`, or undefined when it was punctured. The buffer belongs to the tree and
   * holds the leaf only until the next call.
   */
  leaf(label: string): Buffer | undefined {
    this.assertUsable();
    if (label.length !== TREE_STEPS || !PATH.test(label)) throw new RangeError('not a label');
    const start = this.startFor(label);
    if (start === undefined) return undefined;
    let { node, depth } = start;
    for (; depth < TREE_STEPS; depth += 1) {
      const next = this.steps[depth] as Buffer;
      deriveChild(node, depth + 1, digitAt(label, depth), next);
      node = next;
    }
    this.walked = label;
    return node;
  }

  /**
   * Makes everything at and below `path` underivable for ever: one line's label, the salt of a
   * whole post, or '' for the month. The node above it gives way to the siblings along the path.
   * Says whether there was anything left to puncture.
   */
  puncture(path: string): boolean {
    this.assertUsable();
    if (!PATH.test(path)) throw new RangeError('not a path of the tree');
    this.forgetWalk();
    const below = [...this.nodes.keys()].filter((kept) => kept.startsWith(path));
    for (const kept of below) this.erase(kept);
    if (below.length > 0) return true;
    const cover = this.coverOf(path);
    if (cover === undefined) return false;
    this.keepSiblings(cover, path);
    this.erase(cover);
    return true;
  }

  wipe(): void {
    this.forgetWalk();
    for (const path of [...this.nodes.keys()]) this.erase(path);
    this.wiped = true;
  }

  private keepSiblings(cover: string, path: string): void {
    let node = keyCopy(this.nodes.get(cover) as Buffer);
    for (let depth = cover.length; depth < path.length; depth += 1) {
      const onPath = digitAt(path, depth);
      const next = ownBytes(KEY_BYTES);
      for (let child = 0; child < CHILDREN; child += 1) {
        if (child === onPath) continue;
        const sibling = ownBytes(KEY_BYTES);
        deriveChild(node, depth + 1, child, sibling);
        this.nodes.set(path.slice(0, depth) + child.toString(16), sibling);
      }
      deriveChild(node, depth + 1, onPath, next);
      wipe(node);
      node = next;
    }
    wipe(node);
  }

  /** The deepest node at hand on the way to `label`: of the last walk, else of those kept. */
  private startFor(label: string): { node: Buffer; depth: number } | undefined {
    const shared = commonSteps(this.walked, label);
    if (this.walked !== '' && shared > this.coverDepth) {
      return { node: this.steps[shared - 1] as Buffer, depth: shared };
    }
    const cover = this.coverOf(label);
    if (cover === undefined) return undefined;
    this.coverDepth = cover.length;
    return { node: this.nodes.get(cover) as Buffer, depth: cover.length };
  }

  private coverOf(path: string): string | undefined {
    for (let depth = 0; depth <= path.length; depth += 1) {
      const prefix = path.slice(0, depth);
      if (this.nodes.has(prefix)) return prefix;
    }
    return undefined;
  }

  private forgetWalk(): void {
    this.walked = '';
    wipe(...this.steps);
  }

  private erase(path: string): void {
    wipe(this.nodes.get(path));
    this.nodes.delete(path);
  }

  private assertUsable(): void {
    if (this.wiped) throw new Error('this key tree was wiped');
  }
}
