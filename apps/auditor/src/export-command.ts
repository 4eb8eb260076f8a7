/**
 * `liushui export hledger|csv`: custody as other programs read it, from the events alone. What to
 * keep or move books with is `export events`.
 */
import { hledgerJournal, movementColumns, movementLines, type Sink } from '#audit';
import type { RecordedEvent } from '#domain';
import { csvLine, csvMark } from '#table-files';
import { type ExitCode, exitCodes } from './exit-codes';
import { findEventStore } from './find-system';
import { reading, type Surroundings, say, withLog } from './surroundings';
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
        await writeText(textOf(counted()), sink);
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

/** Many small texts as fewer large writes. */
export async function writeText(texts: AsyncIterable<string>, sink: Sink): Promise<void> {
  let piece = '';
  for await (const text of texts) {
    piece += text;
    if (piece.length < writtenCharsMin) continue;
    await sink(Buffer.from(piece));
    piece = '';
  }
  if (piece !== '') await sink(Buffer.from(piece));
}
