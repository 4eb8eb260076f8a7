/** What a person gives of a log that they know: a head in a file, and its key. */
import { readFileSync, statSync } from 'node:fs';
import { parseVerifierKey, type VerifierKey } from '#transparency';
import { WrongUse } from './exit-codes';

const fileSizeBytesMax = 65_536;

export function readKept(path: string, sizeBytesMax = fileSizeBytesMax): string {
  try {
    if (statSync(path).size > sizeBytesMax) throw new WrongUse(`${path} is too long`);
    return readFileSync(path, 'utf8');
  } catch (fault) {
    if (fault instanceof WrongUse) throw fault;
    throw new WrongUse(`${path} cannot be read (${(fault as NodeJS.ErrnoException).code})`);
  }
}

export function keyGiven(text: string): VerifierKey {
  const key = parseVerifierKey(text.trim());
  if (!key) throw new WrongUse('--key takes a key as GET /transparency/key gives it');
  return key;
}
