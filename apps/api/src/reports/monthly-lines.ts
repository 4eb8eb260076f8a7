import { Injectable } from '@nestjs/common';
import { bookStream, type CountedBook, type Holder, monthDays } from '#domain';
import { EventLog } from '#event-log';
import { Identity } from '#identity';
import { type CertificateChange, type CertificateEvent, ReadModel } from '#read-model';
import type { MonthlyLine } from './monthly-columns';

/** Lines that are opened together, but for one event that has more by itself. */
const stepLinesMax = 2_000;
const readsAtOnceMax = 8;

/**
 * What happened to the certificates of a month, from books at given revisions: the same lines in
 * the same order whenever it is asked, but for people who were forgotten meanwhile. A step at a
 * time, so that memory does not grow with the month.
 */
@Injectable()
export class MonthlyLines {
  constructor(
    private readonly views: ReadModel,
    private readonly log: EventLog,
    private readonly identity: Identity,
  ) {}

  /**
   * Centre by centre in the order given, in the order of each book; without the first `skipCount`,
   * whose holders are not opened.
   */
  async *of(
    month: string,
    books: readonly CountedBook[],
    skipCount = 0,
  ): AsyncGenerator<MonthlyLine> {
    let left = skipCount;
    for (const { centre, revision } of books) {
      const days = monthDays(month);
      const { answer } = await this.views.certificateEvents(centre, days, BigInt(revision));
      const begin = beginOf(answer, left);
      left -= begin.lineCount;
      for (const step of stepsOf(answer.slice(begin.index))) {
        const { answer: changes } = await this.views.certificateChanges(step);
        yield* await this.opened(changes.slice(left));
        left = 0;
      }
    }
  }

  private async opened(changes: readonly CertificateChange[]): Promise<MonthlyLine[]> {
    const blocks = await this.blocksOf(changes);
    const opened = await this.identity.sealing.openBlocks([...blocks.values()], (line) => line);
    const people = new Map<string, Map<number, { number: string; holder: Holder | 'forgotten' }>>();
    [...blocks.keys()].forEach((key, index) => {
      const lines = opened[index];
      if (lines instanceof Error) throw lines;
      const byLine = lines.map(({ certificateNumber, holder }, lineIndex) => {
        return [lineIndex, { number: certificateNumber, holder }] as const;
      });
      people.set(key, new Map(byLine));
    });
    return changes.map((change) => {
      const found = people.get(keyOf(change))?.get(change.holder.lineIndex);
      if (found?.number !== change.number) {
        throw new Error(`${keyOf(change)} does not seal the holder of a certificate of the month`);
      }
      return { ...change, person: found.holder };
    });
  }

  /** The sealed blocks right before the facts that name the holders. */
  private async blocksOf(changes: readonly CertificateChange[]) {
    const wanted = new Map(changes.map((change) => [keyOf(change), change.holder]));
    const places = [...wanted];
    const blocks = new Map<
      string,
      { data: Uint8Array; place: { stream: string; eventId: string } }
    >();
    for (let at = 0; at < places.length; at += readsAtOnceMax) {
      const some = places.slice(at, at + readsAtOnceMax);
      const events = await Promise.all(
        some.map(([, { centre, revision }]) => this.log.readAt(bookStream(centre), revision - 1n)),
      );
      events.forEach((event, index) => {
        const [key] = some[index];
        if (event?.type !== 'HoldersSealed') throw new Error(`${key} has no sealed holders before`);
        const place = { stream: event.stream, eventId: event.id };
        blocks.set(key, { data: event.data, place });
      });
    }
    return blocks;
  }
}

const keyOf = ({ holder }: CertificateChange): string => `${holder.centre}@${holder.revision}`;

/** The first event that is not skipped whole, and the lines of those that are. */
function beginOf(events: readonly CertificateEvent[], skipCount: number) {
  let lineCount = 0;
  const index = events.findIndex((event) => {
    if (lineCount + event.lineCount > skipCount) return true;
    lineCount += event.lineCount;
    return false;
  });
  return { index: index < 0 ? events.length : index, lineCount };
}

/** Events in their order, so many lines at a time. */
function* stepsOf(events: readonly CertificateEvent[]): Generator<bigint[]> {
  let step: bigint[] = [];
  let lineCount = 0;
  for (const event of events) {
    if (step.length > 0 && lineCount + event.lineCount > stepLinesMax) {
      yield step;
      step = [];
      lineCount = 0;
    }
    step.push(event.position);
    lineCount += event.lineCount;
  }
  if (step.length > 0) yield step;
}
