import { Injectable } from '@nestjs/common';
import { addDays, shanghaiDate } from '#domain';
import { ReadModel } from '#read-model';
import { Visibility } from '../access/visibility';
import type { CallerState } from '../requests/caller';
import { Clock } from '../requests/clock';
import { type CentrePageQueryDto, limitOf } from '../requests/query.dto';
import { found, type Reply } from '../requests/reply';
import type { OverdueSpoiledPageDto } from './counts.dto';

/** What waits too long for its destruction. */
@Injectable()
export class OverdueReader {
  constructor(
    private readonly views: ReadModel,
    private readonly visibility: Visibility,
    private readonly clock: Clock,
  ) {}

  async list(
    { principal }: CallerState,
    query: CentrePageQueryDto,
  ): Promise<Reply<OverdueSpoiledPageDto>> {
    const within = await this.visibility.rootFor(principal, query.centre);
    const today = shanghaiDate(this.clock.now());
    const centres = await this.visibility.centres();
    const days = centres.policyFor(within ?? centres.top?.code ?? '').on(today, 'spoiledDaysMax');
    const spoiledBy = addDays(today, -days - 1);
    const page = { within, after: query.after, limit: limitOf(query) };
    const { position, answer } = await this.views.overdueSpoiled(spoiledBy, page);
    const items = answer.items.map((item) => ({ ...item, ranges: [...item.ranges] }));
    return found(position, { spoiledBy, items, next: answer.next ?? null });
  }
}
