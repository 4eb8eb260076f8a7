import { Injectable } from '@nestjs/common';
import { type CentreCode, type MonthlyFileMade, monthDays } from '#domain';
import { type AddedEvent, addedEventsMax, ReadModel } from '#read-model';
import { Standing } from '../access/standing';
import type { AddedEventDto, AddedSinceDto, MonthlyChangeDto } from './monthly.dto';

/** Beyond every revision that a book can have. */
const endless = 2n ** 63n - 1n;

/** What came between two makings of a month's file, and after the latest. */
@Injectable()
export class MonthlyChanges {
  constructor(
    private readonly views: ReadModel,
    private readonly standing: Standing,
  ) {}

  /**
   * Of the month, in the books of the centre and all below it, and not in its latest file: whoever
   * dates an issue back past it must be seen by more than the next maker.
   */
  async addedSince(centre: CentreCode, made: MonthlyFileMade['data']): Promise<AddedSinceDto> {
    const centres = await this.standing.centres();
    const counted = new Map(made.countedAt.map((book) => [book.centre, book.revision]));
    const books = [...centres.all()]
      .filter(({ code, tier }) => tier !== 'station' && centres.isWithin(code, centre))
      .map(({ code }) => {
        return { centre: code, after: BigInt(counted.get(code) ?? -1), upTo: endless };
      });
    const { answer } = await this.views.certificateEventsBetween(books, monthDays(made.month));
    const events = answer.slice(0, addedEventsMax).map(addedDto);
    return { count: events.length, events, complete: answer.length <= addedEventsMax };
  }

  async between(
    before: MonthlyFileMade['data'],
    made: MonthlyFileMade['data'],
  ): Promise<MonthlyChangeDto> {
    const known = new Map(before.countedAt.map(({ centre, revision }) => [centre, revision]));
    const books = made.countedAt.map(({ centre, revision }) => {
      return { centre, after: BigInt(known.get(centre) ?? -1), upTo: BigInt(revision) };
    });
    const days = monthDays(made.month);
    const { answer } = await this.views.certificateEventsBetween(books, days);
    return {
      identical: before.sha256 === made.sha256,
      added: answer.slice(0, addedEventsMax).map(addedDto),
      addedComplete: answer.length <= addedEventsMax,
    };
  }
}

const addedDto = (event: AddedEvent): AddedEventDto => ({
  ...event,
  position: String(event.position),
  revision: String(event.revision),
  recordedAt: event.recordedAt.toISOString(),
  reference: event.reference ?? null,
});
