/**
 * `liushui export epcis|hledger|csv`: custody as other programs read it, from the events alone.
 * What to keep or move books with is `export events`.
 */
import { epcisDocument, hledgerJournal, movementColumns, movementLines, trace } from '#audit';
import { formatSerial, type RecordedEvent } from '#domain';
import { csvLine, csvMark } from '#table-files';
import { spoken } from '#terminal';
import { type ExitCode, exitCodes, NotInOrder } from './exit-codes';
import { findEventStore } from './find-system';
import { findingText } from './finding-text';
import { Report, reading, type Surroundings, say, withLog } from './surroundings';
import { serialGiven } from './trace-command';
import { writeWhole } from './whole-file';

type Text = (events: AsyncIterable<RecordedEvent>) => AsyncIterable<string>;

/** Text of so many characters is written at once. */
const writtenCharsMin = 65_536;

export const runExportHledger = (path: string, around: Surroundings): Promise<ExitCode> =>
  exportAll(path, hledgerJournal, around);

export const runExportCsv = (path: string, around: Surroundings): Promise<ExitCode> =>
  exportAll(path, csvText, around);

async function* csvText(events: AsyncIterable<RecordedEvent>): AsyncGenerator<string> {
  yield csvMark + csvLine(movementColumns);
  for await (const cells of movementLines(events)) yield csvLine(cells);
}

async function exportAll(path: string, textOf: Text, around: Surroundings): Promise<ExitCode> {
  let [eventCount, position] = [0, -1n];
  const { sum } = await writeWhole(path, (sink) =>
    withLog(findEventStore(around.env), (log) =>
      reading(log, around, async (events, step) => {
        async function* counted(): AsyncGenerator<RecordedEvent> {
          for await (const event of events) {
            eventCount += 1;
            position = event.position;
            step();
            yield event;
          }
        }
        for await (const piece of inPieces(textOf(counted()))) await sink(Buffer.from(piece));
      }),
    ),
  );
  say(around, { file: path, eventCount, position, ...sum }, [
    {
      en: `${eventCount} events, up to position ${position}, are in ${path} (${sum.sizeBytes} bytes).`,
      zh: `已将 ${eventCount} 条事件（至位置 ${position}）导出到 ${path}（${sum.sizeBytes} 字节）。`,
    },
  ]);
  return exitCodes.inOrder;
}

async function* inPieces(texts: AsyncIterable<string>): AsyncGenerator<string> {
  let piece = '';
  for await (const text of texts) {
    piece += text;
    if (piece.length < writtenCharsMin) continue;
    yield piece;
    piece = '';
  }
  if (piece !== '') yield piece;
}

/** Findings about the serial do not stop the document; they end the command with 1. */
export async function runExportEpcis(
  text: string,
  path: string,
  around: Surroundings,
): Promise<ExitCode> {
  const serial = serialGiven(text);
  const name = formatSerial(serial.series, serial.ordinal);
  const report = new Report(around);
  const { result } = await writeWhole(path, async (sink) => {
    const found = await withLog(findEventStore(around.env), (log) =>
      reading(log, around, (events, onEvent) =>
        trace(events, serial, { report: report.add, onEvent }),
      ),
    );
    const steps = found.steps.map(({ event, recordedAt, ...step }) => ({
      ...step,
      type: event.type,
      recordedAt: new Date(recordedAt),
    }));
    if (steps.length === 0) throw new NotInOrder('never-registered', neverRegistered(name, around));
    const document = epcisDocument(name, steps, new Date());
    await sink(Buffer.from(`${JSON.stringify(document, null, 2)}\n`));
    return found;
  });
  const { steps, eventCount, position } = result;
  const told = { file: path, serial: name, stepCount: steps.length, eventCount, position };
  const said = {
    en: `The ${steps.length} movements of ${name} are in ${path}.`,
    zh: `${name} 的 ${steps.length} 次流转已导出到 ${path}。`,
  };
  report.print(told, [spoken(said, around.language)]);
  return report.exitCode;
}

const neverRegistered = (serial: string, { language }: Surroundings): string =>
  findingText(
    { severity: 'error', check: 'never-registered', events: [], params: { serial } },
    language,
  );
