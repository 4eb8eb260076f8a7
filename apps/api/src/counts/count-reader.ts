import { Injectable } from '@nestjs/common';
import type { CentreCode, CountedDifference } from '#domain';
import { type LastEvent, ReadModel, type StockCount } from '#read-model';
import { KnownUsers } from '../access/known-users';
import { limitOf, type PageQueryDto } from '../requests/query.dto';
import { found, Reply } from '../requests/reply';
import type {
  CountAnswerDto,
  CountedDifferenceDto,
  LastEventDto,
  StockCountDto,
  StockCountPageDto,
} from './counts.dto';

type Differences = readonly CountedDifference[];
type AnswerBody = Omit<CountAnswerDto, 'missing' | 'unexpected'> & {
  readonly missing: Differences;
  readonly unexpected: Differences;
};

/** Counts with the last event of everything that differs, and who posted it (C13). */
@Injectable()
export class CountReader {
  constructor(
    private readonly views: ReadModel,
    private readonly users: KnownUsers,
  ) {}

  async list(centre: CentreCode, query: PageQueryDto): Promise<Reply<StockCountPageDto>> {
    const page = { after: query.after, limit: limitOf(query) };
    const { position, answer } = await this.views.stockCounts(centre, page);
    const items: StockCountDto[] = [];
    for (const count of answer.items) items.push(await this.countDto(count));
    return found(position, { items, next: answer.next ?? null });
  }

  /**
   * The command's answer with the last events before the count. The views are given their usual
   * time to get there; what they have not reached is left out, for `GET` has it later.
   */
  async withLastEvents(reply: Reply): Promise<Reply> {
    if (reply.status !== 201) return reply;
    const body = reply.body as AnswerBody;
    const position = BigInt(body.position);
    await this.views.waitFor(position);
    const [missing, unexpected] = await this.explained([body.missing, body.unexpected], position);
    return new Reply(reply.status, { ...body, missing, unexpected }, reply.headers);
  }

  private async countDto(count: StockCount): Promise<StockCountDto> {
    const differences = [count.missing, count.unexpected] as const;
    const [missing, unexpected] = await this.explained(differences, count.position);
    return {
      ...count,
      position: String(count.position),
      revision: String(count.revision),
      recordedAt: count.recordedAt.toISOString(),
      countedAt: String(count.countedAt),
      countedBy: [...count.countedBy],
      levels: [...count.levels],
      ranges: [...count.ranges],
      spoiled: count.spoiled ? [...count.spoiled] : null,
      missing,
      unexpected,
      movedSince: [...count.movedSince],
    };
  }

  private async explained(
    lists: readonly [Differences, Differences],
    upTo: bigint,
  ): Promise<[CountedDifferenceDto[], CountedDifferenceDto[]]> {
    const [missing, unexpected] = lists;
    const { answer } = await this.views.lastEvents([...missing, ...unexpected], upTo);
    const explained: CountedDifferenceDto[] = [];
    for (const [index, difference] of [...missing, ...unexpected].entries()) {
      const lastEvents: LastEventDto[] = [];
      for (const event of answer[index] ?? []) lastEvents.push(await this.eventDto(event));
      explained.push({ ...difference, lastEvents });
    }
    return [explained.slice(0, missing.length), explained.slice(missing.length)];
  }

  private async eventDto(event: LastEvent): Promise<LastEventDto> {
    const user = await this.users.byId(event.postedBy);
    return {
      ...event,
      position: String(event.position),
      revision: String(event.revision),
      reference: event.reference ?? null,
      recordedAt: event.recordedAt.toISOString(),
      postedByName: user?.displayName ?? null,
    };
  }
}
