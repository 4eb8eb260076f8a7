import { join } from 'node:path';
import type { KeyGeneration } from '../primary/primary-copy';
import { wipe } from '../sealing/secret-bytes';
import { keyCheck } from './generation-keys';
import { KeyFile } from './key-file';

/**
 * Whether the key file under a data folder opens a vault of this generation.
 *
 * @throws VaultLocked when it is damaged or open to others.
 */
export function judgeKeyFile(
  dataFolder: string,
  { number, check }: KeyGeneration,
): 'opens' | 'missing' | 'another' {
  const keys = new KeyFile(join(dataFolder, 'keys', 'holders.json')).read()?.keys;
  if (!keys) return 'missing';
  const found = keys.find(({ generation }) => generation === number);
  const opens = found !== undefined && keyCheck(found.key).toString('hex') === check;
  wipe(...keys.map(({ key }) => key));
  return opens ? 'opens' : 'another';
}
