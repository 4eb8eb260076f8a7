import { Injectable } from '@nestjs/common';
import { type MonthlyFileMade, monthDays } from '#domain';
import { type AddedEvent, addedEventsMax, ReadModel } from '#read-model';
import type { AddedEventDto, MonthlyChangeDto } from './monthly.dto';

/** What came between two makings of a month's file. */
@Injectable()
export class MonthlyChanges {
  constructor(private readonly views: ReadModel) {}

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
