/** `liushui export events FILE` and `liushui import FILE`: books from one store into another. */
import {
  type BooksSummary,
  DamagedFile,
  exportBooks,
  type Imported,
  type ImportPhase,
  ImportUnproven,
  ImpossibleAppend,
  importBooks,
  NoFramedFile,
  OtherBooks,
  OtherFormat,
  type Sink,
  type TargetStore,
} from '#audit';
import {
  AppendTooLarge,
  assertMovable,
  DamagedStream,
  type EventLog,
  type StoredEvent,
  UnknownEvent,
  WrongRevision,
} from '#event-log';
import { type Phrase, Progress, spoken } from '#terminal';
import { withEngines } from './engines';
import { type ExitCode, exitCodes, NotInOrder, WrongUse } from './exit-codes';
import { type Surroundings, say, withLog } from './surroundings';
import { readFileChunks, writeWhole } from './whole-file';

export async function runExportEvents(path: string, around: Surroundings): Promise<ExitCode> {
  const { result, sum } = await writeWhole(path, (sink) =>
    withEngines(around.env, { wanted: ['store'], mayBeNew: false }, ({ eventStoreUrl }) =>
      withLog(eventStoreUrl, (log) => exportShown(log, sink, around)),
    ),
  );
  const { eventCount, streamCount, position, hash } = result;
  say(around, { file: path, ...result, sizeBytes: sum.sizeBytes }, [
    {
      en: `${eventCount} events of ${streamCount} streams, up to position ${position}, are in ${path}.`,
      zh: `已导出 ${streamCount} 个流的 ${eventCount} 条事件（至位置 ${position}）到 ${path}。`,
    },
    { en: `Hash of all: ${hash}`, zh: `总哈希：${hash}` },
  ]);
  return exitCodes.inOrder;
}

/** Copies the log into a file of books while the person sees how far it is. */
export async function exportShown(
  log: EventLog,
  sink: Sink,
  { stderr, language }: Pick<Surroundings, 'stderr' | 'language'>,
): Promise<BooksSummary> {
  const title = spoken({ en: 'Exporting the log', zh: '导出日志' }, language);
  const unit = spoken({ en: 'events', zh: '条事件' }, language);
  const progress = new Progress(stderr, { title, unit });
  progress.begin();
  try {
    return await exportBooks((after) => log.scanStored({ after }), sink, {
      madeAt: new Date().toISOString(),
      onEvent: () => progress.step(),
    });
  } finally {
    progress.end();
  }
}

export async function runImport(path: string, around: Surroundings): Promise<ExitCode> {
  await assertReadable(path);
  const result = await withEngines(
    around.env,
    { wanted: ['store'], mayBeNew: true },
    ({ eventStoreUrl }) => withLog(eventStoreUrl, (log) => importShown(log, path, around)),
  );
  say(around, { file: path, ...result }, importedText(result));
  return exitCodes.inOrder;
}

/** Said before an engine is started for it. */
async function assertReadable(path: string): Promise<void> {
  const chunks = readFileChunks(path);
  await chunks.next();
  await chunks.return(undefined);
}

export function importedText(result: Imported): Phrase[] {
  const { eventCount, foundCount, appendedCount, laterCount, hash } = result;
  const later = {
    en: `${laterCount} more events stand in the store after them.`,
    zh: `其后库中另有 ${laterCount} 条事件。`,
  };
  return [
    {
      en: `${eventCount} events: ${foundCount} were there already, ${appendedCount} appended.`,
      zh: `共 ${eventCount} 条事件：已有 ${foundCount} 条，写入 ${appendedCount} 条。`,
    },
    { en: `Read back and equal. Hash of all: ${hash}`, zh: `回读一致。总哈希：${hash}` },
    ...(laterCount > 0 ? [later] : []),
  ];
}

const phases: Record<ImportPhase, Phrase> = {
  checking: { en: 'Checking the file', zh: '检查文件' },
  comparing: { en: 'Comparing with the store', zh: '与事件库比对' },
  appending: { en: 'Appending', zh: '写入' },
  verifying: { en: 'Reading back', zh: '回读核对' },
};

/**
 * Imports a file of books while the person sees how far it is. Throws NotInOrder for a file that is
 * damaged and a store that holds something else, WrongUse for another kind of file.
 */
export async function importShown(
  log: EventLog,
  path: string,
  { stderr, language }: Pick<Surroundings, 'stderr' | 'language'>,
  judge?: (summary: BooksSummary) => void,
): Promise<Imported> {
  const unit = spoken({ en: 'events', zh: '条事件' }, language);
  let shown: { readonly phase: ImportPhase; readonly progress: Progress } | undefined;
  const onProgress = (phase: ImportPhase, eventCount: number, total?: number) => {
    if (shown?.phase !== phase) {
      shown?.progress.end();
      const progress = new Progress(stderr, { title: spoken(phases[phase], language), unit });
      progress.begin(total);
      shown = { phase, progress };
    }
    shown.progress.reach(eventCount);
  };
  try {
    const open = () => readFileChunks(path);
    return await importBooks({ open, target: targetOf(log), judge, onProgress });
  } catch (fault) {
    throw inImport(fault, path);
  } finally {
    shown?.progress.end();
  }
}

/** Positions are the store's own: what is moved gets new ones. */
const unplaced = -1n;

function targetOf(log: EventLog): TargetStore {
  const placed = (events: readonly Omit<StoredEvent, 'position'>[]) =>
    events.map((event) => ({ ...event, position: unplaced }));
  return {
    scan: () => readTarget(log),
    check: (stream, events) => assertMovable(stream, placed(events)),
    append: (stream, events, expected) => log.appendStored(stream, placed(events), expected),
  };
}

async function* readTarget(log: EventLog): AsyncGenerator<StoredEvent> {
  try {
    yield* log.scanStored();
  } catch (fault) {
    if (!(fault instanceof DamagedStream)) throw fault;
    throw new NotInOrder('target-differs', `the store has a damaged event: ${fault.message}`);
  }
}

/** The same fault, said of the file and the store that this command was given. */
export function inImport(fault: unknown, path: string): unknown {
  if (fault instanceof DamagedFile) {
    return new NotInOrder('file-damaged', `${path} is ${fault.message}`);
  }
  if (fault instanceof NoFramedFile) return new WrongUse(`${path} is no file of Liushui's`);
  if (fault instanceof OtherFormat) {
    return new WrongUse(`${path} ${fault.message}, which is not imported here`);
  }
  if (fault instanceof OtherBooks || fault instanceof ImportUnproven) {
    return new NotInOrder('target-differs', fault.message);
  }
  if (fault instanceof WrongRevision) {
    const said = `somebody else writes to the store: ${fault.message}; stop that and repeat`;
    return new NotInOrder('target-differs', said);
  }
  const isUnreadable =
    fault instanceof UnknownEvent ||
    fault instanceof DamagedStream ||
    fault instanceof AppendTooLarge ||
    fault instanceof ImpossibleAppend;
  if (!isUnreadable) return fault;
  const said = `${path} holds what this program could not read back: ${fault.message}`;
  return new NotInOrder('file-damaged', said);
}
