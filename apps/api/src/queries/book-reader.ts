import { Injectable } from '@nestjs/common';
import {
  accountText,
  type BookEvent,
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
import { KnownUsers } from '../access/known-users';
import { malformed } from '../problems/problem';
import { readCursor, writeCursor } from '../requests/cursor';
import { limitOf } from '../requests/query.dto';
import { found, type Reply } from '../requests/reply';
import type {
  BookFilterDto,
  BookPageDto,
  BookQueryDto,
  JournalLineDto,
  JournalMovementDto,
} from './book.dto';
import type { NamedEntry } from './book-file';
import { BookFilter, type JournalEntry } from './book-filter';

/** Sealed blocks lie between the facts and can be large: few are held in memory at a time. */
const eventsPerReadMax = 50;
/** Looked at for one page; the next page looks further. */
const eventsPerPageMax = 2_000;

type NameOf = (userId: string) => Promise<string | null>;

/** One centre's book as journal lines, straight from its stream. */
@Injectable()
export class BookReader {
  constructor(
    private readonly log: EventLog,
    private readonly views: ReadModel,
    private readonly users: KnownUsers,
  ) {}

  async page(centre: CentreCode, query: BookQueryDto): Promise<Reply<BookPageDto>> {
    const filter = new BookFilter(query);
    const limit = limitOf(query);
    const nameOf = this.names();
    const items: JournalLineDto[] = [];
    let newest = await this.views.position();
    let lookedAtCount = 0;
    for await (const event of this.backwards(centre, revisionBelow(query.after))) {
      if (event.position > newest) newest = event.position;
      if (filter.isBefore(event)) break;
      const entry = filter.entryOf(event, centre);
      if (entry) items.push(await journalLine(entry, nameOf));
      lookedAtCount += 1;
      if (items.length === limit || lookedAtCount === eventsPerPageMax) {
        const lookedBackTo = event.recordedAt.toISOString();
        return found(newest, { items, lookedBackTo, next: writeCursor(String(event.revision)) });
      }
    }
    return found(newest, { items, lookedBackTo: null, next: null });
  }

  /** All lines that fit, newest first, however far one has to look for them. */
  async *entries(centre: CentreCode, asked: BookFilterDto): AsyncGenerator<NamedEntry> {
    const filter = new BookFilter(asked);
    const nameOf = this.names();
    for await (const event of this.backwards(centre, undefined)) {
      if (filter.isBefore(event)) return;
      const entry = filter.entryOf(event, centre);
      if (entry) yield await named(entry, nameOf);
    }
  }

  /** Display names, each user asked for once: a page has many lines of few people. */
  private names(): NameOf {
    const asked = new Map<string, Promise<string | null>>();
    return (userId) => {
      const name =
        asked.get(userId) ?? this.users.byId(userId).then((user) => user?.displayName ?? null);
      asked.set(userId, name);
      return name;
    };
  }

  private async *backwards(
    centre: CentreCode,
    first: bigint | undefined,
  ): AsyncGenerator<Recorded<BookEvent>> {
    let from = first;
    while (from === undefined || from >= 0n) {
      const events = (await this.log.readBackwards(bookStream(centre), {
        from,
        limit: eventsPerReadMax,
      })) as Recorded<BookEvent>[];
      yield* events;
      if (events.length < eventsPerReadMax) return;
      from = (events.at(-1)?.revision ?? 0n) - 1n;
    }
  }
}

/** @throws Problem 400 */
function revisionBelow(cursor: string | undefined): bigint | undefined {
  const [revision] = readCursor(cursor, 1);
  if (revision === undefined) return undefined;
  if (!/^[0-9]{1,15}$/.test(revision)) throw malformed({ path: '/after', code: 'cursor' });
  return BigInt(revision) - 1n;
}

async function named(entry: JournalEntry, nameOf: NameOf): Promise<NamedEntry> {
  const { actor, approvedBy } = entry.event.metadata;
  return {
    ...entry,
    actorName: await nameOf(actor.user),
    approvedByName: approvedBy ? await nameOf(approvedBy.user) : null,
  };
}

async function journalLine(entry: JournalEntry, nameOf: NameOf): Promise<JournalLineDto> {
  const { event, movements, actorName, approvedByName } = await named(entry, nameOf);
  const { actor, approvedBy, occurredOn } = event.metadata;
  return {
    position: String(event.position),
    revision: String(event.revision),
    event: event.type,
    occurredOn,
    recordedAt: event.recordedAt.toISOString(),
    actor,
    actorName,
    ...(approvedBy && { approvedBy: approvedBy.user, approvedByName }),
    reference: referenceOf(event),
    movements: movements.map(movementDto),
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
