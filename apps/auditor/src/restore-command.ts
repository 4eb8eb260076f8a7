/** `liushui restore FOLDER`: a backup into engines that hold nothing else. */
import { join } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import type { Imported } from '#audit';
import type { EventLog } from '#event-log';
import {
  copyPrimaryIn,
  copyPrimaryOut,
  Identity,
  judgeKeyFile,
  type KeyGeneration,
  keyHistory,
  knowsPrimary,
} from '#identity';
import type { Phrase } from '#terminal';
import { inPrimary, type Manifest, openSet } from './backup-set';
import { importedText, importShown } from './books-command';
import { withEngines } from './engines';
import { type ExitCode, exitCodes, NotInOrder } from './exit-codes';
import { dataFolder, type SystemAddresses } from './find-system';
import { type PrimarySummary, PrimarySums, readPrimary } from './primary-file';
import { rebuildShown } from './rebuild-command';
import { type Surroundings, say, withLog } from './surroundings';
import { readFileChunks } from './whole-file';

/**
 * Everything is judged before anything is written: the files against the manifest, what the engines
 * hold, the key file. Each step is whole or goes on where it was, so that a restore which was
 * killed is simply repeated. With the key file in its place, everyone is forgotten again whom the
 * log says to forget, and the views, which are in no backup, are made anew; without it, both
 * happen when it is there: nothing is opened before.
 */
export async function runRestore(folder: string, around: Surroundings): Promise<ExitCode> {
  const manifest = await openSet(folder);
  const restored = await withEngines(
    around.env,
    { wanted: ['store', 'database'], mayBeNew: true },
    (addresses) => restore(folder, manifest, addresses, around),
  );
  const { imported, ...rest } = restored;
  const { madeAt } = manifest;
  say(around, { folder, madeAt, events: imported, ...rest }, [
    { en: `The backup of ${madeAt} is restored.`, zh: `已恢复 ${madeAt} 的备份。` },
    ...importedText(imported),
    aboutKeys(restored, keyFilePath(around)),
  ]);
  return exitCodes.inOrder;
}

interface Restored {
  readonly imported: Imported;
  readonly primary: 'restored' | 'there-already';
  readonly keyFile: 'opens' | 'missing';
  /** Lines of holders whose keys had to be destroyed again; null without the key file. */
  readonly forgottenAgainCount: number | null;
  /** Events in the views made anew; null without the key file. */
  readonly viewedCount: number | null;
}

async function restore(
  folder: string,
  manifest: Manifest,
  { eventStoreUrl, databaseUrl }: SystemAddresses,
  around: Surroundings,
): Promise<Restored> {
  const { events } = manifest;
  const primary = await judgePrimary(folder, manifest.primary);
  const there = await keyHistory(databaseUrl);
  if (there) await assertSame(databaseUrl, primary, there.has);
  const keyFile = judgeKeys(there ? there.current : primary.generation, around);
  return withLog(eventStoreUrl, async (log) => {
    const path = join(folder, events.file);
    const imported = await importShown(log, path, around, (summary) => {
      const { eventCount, streamCount, position, hash, madeAt } = events;
      const told = { eventCount, streamCount, position, hash, madeAt };
      if (isDeepStrictEqual(summary, told)) return;
      throw new NotInOrder('set-damaged', `${path} is not the export that the manifest describes`);
    });
    if (!there) await putPrimary(databaseUrl, folder, primary);
    const done = { imported, primary: there ? 'there-already' : 'restored' } as const;
    if (keyFile === 'missing') {
      return { ...done, keyFile, forgottenAgainCount: null, viewedCount: null };
    }
    const forgottenAgainCount = await forgetAgain(log, databaseUrl, around);
    const { eventCount: viewedCount } = await rebuildShown(around, { log, databaseUrl });
    return { ...done, keyFile, forgottenAgainCount, viewedCount };
  });
}

/**
 * The copy of vault and users, read to its end before anything is written: what it holds is what
 * the manifest says, and this program knows its tables.
 */
async function judgePrimary(
  folder: string,
  told: Manifest['primary'],
): Promise<Manifest['primary']> {
  const path = join(folder, told.file);
  let found: PrimarySummary | undefined;
  const keep = (summary: PrimarySummary) => {
    found = summary;
  };
  try {
    for await (const _ of readPrimary(readFileChunks(path), keep));
  } catch (fault) {
    throw inPrimary(fault, path);
  }
  const { migrations, generation, tables } = told;
  if (!isDeepStrictEqual(found, { migrations, generation, tables })) {
    throw new NotInOrder('set-damaged', `${path} is not the copy that the manifest describes`);
  }
  if (!knowsPrimary(migrations)) throw laterVersion(path);
  return told;
}

const laterVersion = (path: string) =>
  new NotInOrder('set-damaged', `${path} was made by a later version: restore with that one`);

/**
 * A restore that was killed may be repeated, and a vault that has forgotten more since is kept as
 * it is; other users or keys are somebody else's.
 */
async function assertSame(
  databaseUrl: string,
  { tables, generation }: Manifest['primary'],
  hasHad: (generation: KeyGeneration) => boolean,
): Promise<void> {
  const sums = new PrimarySums();
  for await (const part of copyPrimaryOut(databaseUrl)) sums.add(part);
  const found = sums.end().tables;
  const isSame = (name: string) => {
    const [a, b] = [tables, found].map((list) => list.find((table) => table.name === name));
    return a?.rowCount === b?.rowCount && a?.sha256 === b?.sha256;
  };
  const isSameVault = generation === null || hasHad(generation);
  if (isSameVault && isSame('users') && isSame('api_keys')) return;
  throw new NotInOrder(
    'target-differs',
    'the database has users or keys that are not those of this backup: ' +
      'restore into one on which Liushui was never started',
  );
}

const keyFilePath = ({ env }: Surroundings): string =>
  join(dataFolder(env), 'keys', 'holders.json');

function judgeKeys(generation: KeyGeneration | null, around: Surroundings): 'opens' | 'missing' {
  if (generation === null) return 'opens';
  const judged = judgeKeyFile(dataFolder(around.env), generation);
  if (judged !== 'another') return judged;
  throw new NotInOrder(
    'key-file-differs',
    `${keyFilePath(around)} does not open this backup: put the copy of ` +
      `generation ${generation.number} in its place, or move it away`,
  );
}

async function putPrimary(
  databaseUrl: string,
  folder: string,
  { file, migrations }: Manifest['primary'],
): Promise<void> {
  const path = join(folder, file);
  const parts = readPrimary(readFileChunks(path));
  const outcome = await copyPrimaryIn(databaseUrl, migrations, parts).catch((fault) => {
    throw inPrimary(fault, path);
  });
  switch (outcome) {
    case 'done':
      return;
    case 'not-empty':
      throw new NotInOrder('target-differs', 'somebody else has just filled the database');
    case 'other-version':
      throw laterVersion(path);
    default:
      outcome satisfies never;
  }
}

/** The log may name people whom this vault still knows: it may be older than the log. */
async function forgetAgain(
  log: EventLog,
  databaseUrl: string,
  { env }: Surroundings,
): Promise<number> {
  const identity = await Identity.open({ databaseUrl, dataFolder: dataFolder(env), log });
  try {
    return await identity.forgetting.carryOut();
  } finally {
    await identity.close();
  }
}

function aboutKeys({ keyFile, viewedCount }: Restored, path: string): Phrase {
  return keyFile === 'missing'
    ? {
        en: `Put the key file of this backup at ${path}, then run "npx liushui rebuild".`,
        zh: `请将此备份的密钥文件放到 ${path}，再运行 npx liushui rebuild。`,
      }
    : {
        en: `The views were made anew from ${viewedCount} events.`,
        zh: `已由 ${viewedCount} 条事件重建视图。`,
      };
}
