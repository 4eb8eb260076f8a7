import { Injectable } from '@nestjs/common';
import {
  accountText,
  type BookEvent,
  bookMovements,
  bookStream,
  type CentreCode,
  formatRange,
  type Movement,
  type Recorded,
  referenceOf,
  totalOf,
} from '#domain';
import { EventLog } from '#event-log';
import { ReadModel } from '#read-model';
import { malformed } from '../problems/problem';
import { readCursor, writeCursor } from '../requests/cursor';
import { limitOf } from '../requests/query.dto';
import { found, type Reply } from '../requests/reply';
import type { BookPageDto, BookQueryDto, JournalLineDto, JournalMovementDto } from './queries.dto';

/** Sealed blocks lie between the facts and can be large: few are held in memory at a time. */
const eventsPerReadMax = 50;

/** One centre's book as journal lines, straight from its stream. */
@Injectable()
export class BookReader {
  constructor(
    private readonly log: EventLog,
    private readonly views: ReadModel,
  ) {}

  async page(centre: CentreCode, query: BookQueryDto): Promise<Reply<BookPageDto>> {
    const limit = limitOf(query);
    const viewed = await this.views.position();
    const items: JournalLineDto[] = [];
    let from = revisionBelow(query.after);
    let newest = viewed;
    while (items.length < limit && (from === undefined || from >= 0n)) {
      const events = await this.log.readBackwards(bookStream(centre), {
        from,
        limit: eventsPerReadMax,
      });
      for (const event of events as Recorded<BookEvent>[]) {
        if (event.position > newest) newest = event.position;
        if (event.type === 'HoldersSealed' || items.length === limit) continue;
        items.push(journalLine(event, centre));
      }
      if (events.length < eventsPerReadMax) break;
      from = (events.at(-1)?.revision ?? 0n) - 1n;
    }
    const last = items.length === limit ? items.at(-1) : undefined;
    return found(newest, { items, next: last ? writeCursor(last.revision) : null });
  }
}

/** @throws Problem 400 */
function revisionBelow(cursor: string | undefined): bigint | undefined {
  const [revision] = readCursor(cursor, 1);
  if (revision === undefined) return undefined;
  if (!/^[0-9]{1,15}$/.test(revision)) throw malformed({ path: '/after', code: 'cursor' });
  return BigInt(revision) - 1n;
}

function journalLine(event: Recorded<BookEvent>, centre: CentreCode): JournalLineDto {
  const { actor, approvedBy, occurredOn } = event.metadata;
  return {
    position: String(event.position),
    revision: String(event.revision),
    event: event.type,
    occurredOn,
    recordedAt: event.recordedAt.toISOString(),
    actor,
    ...(approvedBy ? { approvedBy: approvedBy.user } : {}),
    reference: referenceOf(event),
    movements: bookMovements(event, centre).map(movementDto),
  };
}

function movementDto({ from, to, level, edition, ranges }: Movement): JournalMovementDto {
  return {
    from: accountText(from),
    to: accountText(to),
    level,
    edition,
    ranges: ranges.map(formatRange),
    quantity: totalOf(ranges),
  };
}
