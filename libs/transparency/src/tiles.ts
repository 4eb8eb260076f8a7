/**
 * Tiles as c2sp.org/tlog-tiles has them: 256 neighbouring hashes of one level, or fewer at the right
 * edge. Those of level 0 are of leaves; above, each is the root of a full tile of the level below.
 */
import { asBytes, type Bytes } from '#transparency/bytes';
import { hashSizeBytes } from './hashing';
import { isTreeSize } from './proofs';

export const tileWidthMax = 256;
/** Levels that a tree of at most 2^53 leaves has. */
export const tileLevelMax = 6;

export interface TileName {
  readonly level: number;
  /** Of the tile within its level. */
  readonly index: number;
  /** Hashes in it, from 1 to 256. */
  readonly width: number;
}

/** What stands behind `tile/`. */
export function formatTilePath({ level, index, width }: TileName): string {
  const digits = String(index);
  const padded = digits.padStart(Math.ceil(digits.length / 3) * 3, '0');
  const groups = padded.match(/\d{3}/g) ?? [];
  const path = groups.map((group, at) => (at < groups.length - 1 ? `x${group}` : group)).join('/');
  return `${level}/${path}${width === tileWidthMax ? '' : `.p/${width}`}`;
}

const tilePath = /^(\d)\/((?:x\d{3}\/){0,5}\d{3})(?:\.p\/([1-9]\d{0,2}))?$/;

/** Undefined for whatever `formatTilePath` would not write, and for tiles no tree of ours can have. */
export function parseTilePath(text: string): TileName | undefined {
  const found = tilePath.exec(text);
  if (!found) return undefined;
  const [, level, index, width = String(tileWidthMax)] = found;
  const name = {
    level: Number(level),
    index: Number(index.replace(/[x/]/g, '')),
    width: Number(width),
  };
  const isPossible = name.level <= tileLevelMax && isTreeSize(name.index);
  return isPossible && name.width <= tileWidthMax && formatTilePath(name) === text
    ? name
    : undefined;
}

/** How many hashes a tree of this size has in a level. */
export const hashCountOf = (level: number, size: number): number =>
  Math.floor(size / tileWidthMax ** level);

/** The hashes that stand one after the other in a tile. */
export function hashesOf(tile: Uint8Array): Bytes[] {
  const bytes = asBytes(tile);
  return Array.from({ length: tile.length / hashSizeBytes }, (_, index) =>
    bytes.subarray(index * hashSizeBytes, (index + 1) * hashSizeBytes),
  );
}
