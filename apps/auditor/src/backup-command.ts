/** `liushui backup FOLDER`: events, vault and users as one set. */
import { join, resolve } from 'node:path';
import { copyPrimaryOut, NoPrimaryData } from '#identity';
import {
  eventsName,
  type Manifest,
  manifestFormat,
  manifestName,
  manifestVersion,
  primaryName,
} from './backup-set';
import { exportShown } from './books-command';
import { withEngines } from './engines';
import { type ExitCode, exitCodes, NotJudged } from './exit-codes';
import type { SystemAddresses } from './find-system';
import { writePrimary } from './primary-file';
import { type Surroundings, say, withLog } from './surroundings';
import { emptyFolder, writeWhole } from './whole-file';

/**
 * Events first, then the vault. A line's keys are in the vault before its event is in the log, and
 * a user is known before an event names them: the later vault opens all of the earlier events. The
 * other way round it would lack the keys of a month that began meanwhile, and still have those of
 * a person who was forgotten meanwhile.
 */
export async function runBackup(folder: string, around: Surroundings): Promise<ExitCode> {
  await emptyFolder(folder);
  const manifest = await withEngines(
    around.env,
    { wanted: ['store', 'database'], mayBeNew: false },
    (addresses) => backUp(folder, addresses, around),
  );
  const path = join(folder, manifestName);
  await writeWhole(path, (sink) => sink(Buffer.from(`${JSON.stringify(manifest, null, 2)}\n`)));
  say(around, { folder: resolve(folder), ...manifest }, told(folder, manifest));
  return exitCodes.inOrder;
}

async function backUp(
  folder: string,
  { eventStoreUrl, databaseUrl }: SystemAddresses,
  around: Surroundings,
): Promise<Manifest> {
  const madeAt = new Date().toISOString();
  const events = await writeWhole(join(folder, eventsName), (sink) =>
    withLog(eventStoreUrl, (log) => exportShown(log, sink, around)),
  );
  const primary = await writeWhole(join(folder, primaryName), (sink) =>
    writePrimary(copyPrimaryOut(databaseUrl), sink),
  ).catch((fault: unknown) => {
    if (!(fault instanceof NoPrimaryData)) throw fault;
    throw new NotJudged('this database has neither users nor keys: Liushui never ran on it');
  });
  return {
    format: manifestFormat,
    version: manifestVersion,
    madeAt,
    events: { file: eventsName, ...events.sum, ...events.result },
    primary: { file: primaryName, ...primary.sum, ...primary.result },
  };
}

function told(folder: string, { events, primary }: Manifest) {
  const users = primary.tables.find(({ name }) => name === 'users')?.rowCount ?? 0;
  const { eventCount, position } = events;
  const number = primary.generation?.number;
  return [
    {
      en: `${folder} holds ${eventCount} events up to position ${position}, the vault, and ${users} users.`,
      zh: `${folder} 已备份 ${eventCount} 条事件（至位置 ${position}）、密钥库和 ${users} 个用户。`,
    },
    {
      en:
        `The key file is not in it. Without keys/holders.json of generation ${number}, kept ` +
        'elsewhere, nobody reads the holders of this backup.',
      zh: `密钥文件不在其中：须另行妥善保管第 ${number} 代 keys/holders.json，否则无法读取持证人信息。`,
    },
  ];
}
