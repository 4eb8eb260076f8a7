/** The tree as RFC 9162, section 2.1, defines it: slow, recursive, and with nothing of ours in it. */
import { createHash } from 'node:crypto';

const sha256 = (...parts: readonly Buffer[]): Buffer => {
  const hash = createHash('sha256');
  for (const part of parts) hash.update(part);
  return hash.digest();
};

export const oracleLeaf = (entry: Buffer): Buffer => sha256(Buffer.from([0]), entry);

function split(count: number): number {
  let power = 1;
  while (power < count) power <<= 1;
  return power >> 1;
}

/** MTH(D_n). */
export function oracleRoot(entries: readonly Buffer[]): Buffer {
  if (entries.length === 0) return sha256();
  if (entries.length === 1) return oracleLeaf(entries[0]);
  const k = split(entries.length);
  return sha256(Buffer.from([1]), oracleRoot(entries.slice(0, k)), oracleRoot(entries.slice(k)));
}

/** PATH(m, D_n). */
export function oraclePath(m: number, entries: readonly Buffer[]): Buffer[] {
  if (entries.length === 1) return [];
  const k = split(entries.length);
  const [left, right] = [entries.slice(0, k), entries.slice(k)];
  return m < k
    ? [...oraclePath(m, left), oracleRoot(right)]
    : [...oraclePath(m - k, right), oracleRoot(left)];
}

/** PROOF(m, D_n), for 0 < m < n. */
export const oracleConsistency = (m: number, entries: readonly Buffer[]): Buffer[] =>
  subproof(m, entries, true);

function subproof(m: number, entries: readonly Buffer[], isWhole: boolean): Buffer[] {
  if (m === entries.length) return isWhole ? [] : [oracleRoot(entries)];
  const k = split(entries.length);
  const [left, right] = [entries.slice(0, k), entries.slice(k)];
  return m <= k
    ? [...subproof(m, left, isWhole), oracleRoot(right)]
    : [...subproof(m - k, right, false), oracleRoot(left)];
}
