/** A backup: a folder with the events, the vault with the users, and a manifest that came last. */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type BooksSummary, DamagedFile, NoFramedFile, OtherFormat } from '#audit';
import { NotInOrder, WrongUse } from './exit-codes';
import type { PrimarySummary } from './primary-file';
import { type FileSum, sumOf } from './whole-file';

export const manifestName = 'manifest.json';
export const eventsName = 'events.liushui';
export const primaryName = 'primary.liushui';
export const manifestFormat = 'liushui backup';
export const manifestVersion = 1;

export interface Manifest {
  readonly format: typeof manifestFormat;
  readonly version: typeof manifestVersion;
  /** ISO 8601 UTC: when the backup began. */
  readonly madeAt: string;
  readonly events: FileSum & BooksSummary & { readonly file: typeof eventsName };
  readonly primary: FileSum & PrimarySummary & { readonly file: typeof primaryName };
}

/**
 * The manifest of a set whose files are what it says. Throws WrongUse when the folder is no such
 * set, NotInOrder when something in it is damaged or missing.
 */
export async function openSet(folder: string): Promise<Manifest> {
  const manifest = readManifest(join(folder, manifestName));
  for (const { file, sizeBytes, sha256 } of [manifest.events, manifest.primary]) {
    const path = join(folder, file);
    if (!existsSync(path)) throw new NotInOrder('set-damaged', `${path} is missing`);
    const found = await sumOf(path);
    if (found.sizeBytes === sizeBytes && found.sha256 === sha256) continue;
    throw new NotInOrder(
      'set-damaged',
      `${path} is not what was backed up: it has ${found.sizeBytes} bytes with SHA-256 ` +
        `${found.sha256}, the manifest says ${sizeBytes} with ${sha256}`,
    );
  }
  return manifest;
}

function readManifest(path: string): Manifest {
  let text: string;
  try {
    text = readFileSync(path, 'utf8');
  } catch (fault) {
    const { code } = fault as NodeJS.ErrnoException;
    throw new WrongUse(`${path} cannot be read (${code}): name the folder of a finished backup`);
  }
  const manifest = parse(text);
  if (!manifest) throw new NotInOrder('set-damaged', `${path} is damaged`);
  if (manifest.format !== manifestFormat || manifest.version !== manifestVersion) {
    throw new WrongUse(`${path} is of "${manifest.format}", version ${manifest.version}`);
  }
  const isWhole =
    manifest.events?.file === eventsName &&
    manifest.primary?.file === primaryName &&
    Array.isArray(manifest.primary.tables) &&
    Array.isArray(manifest.primary.migrations);
  if (!isWhole) throw new NotInOrder('set-damaged', `${path} is damaged`);
  return manifest as Manifest;
}

function parse(text: string): Partial<Manifest> | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null ? value : undefined;
  } catch {
    return undefined;
  }
}

/** A fault of the file with the vault, said of that file. */
export function inPrimary(fault: unknown, path: string): unknown {
  const isDamaged =
    fault instanceof DamagedFile || fault instanceof NoFramedFile || fault instanceof OtherFormat;
  if (!isDamaged) return fault;
  return new NotInOrder('set-damaged', `${path} is ${fault.message || 'no file of Liushui'}`);
}
