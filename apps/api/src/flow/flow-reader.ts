import { Injectable } from '@nestjs/common';
import { shanghaiDate } from '#domain';
import { ReadModel } from '#read-model';
import { Visibility } from '../access/visibility';
import { malformed } from '../problems/problem';
import { timeOf } from '../queries/time';
import type { CallerState } from '../requests/caller';
import { Clock } from '../requests/clock';
import { readCursor, writeCursor } from '../requests/cursor';
import { limitOf } from '../requests/query.dto';
import { found, type Reply } from '../requests/reply';
import {
  type ForecastPageDto,
  type ForecastQueryDto,
  type TurnoverDto,
  type TurnoverQueryDto,
} from './flow.dto';

/** How blanks were used over time, and for how long they will last. */
@Injectable()
export class FlowReader {
  constructor(
    private readonly views: ReadModel,
    private readonly visibility: Visibility,
    private readonly clock: Clock,
  ) {}

  async turnover({ principal }: CallerState, query: TurnoverQueryDto): Promise<Reply<TurnoverDto>> {
    assertMonths(query, shanghaiDate(this.clock.now()).slice(0, 7));
    const { by: axis = 'occurred', from, to } = query;
    const centre = await this.visibility.rootFor(principal, query.centre);
    const part = centre === undefined ? undefined : { centre, subtree: true };
    const { position, answer } = await this.views.turnover({ part, axis, from, to });
    const none = { from: null, to: null, first: null, last: null };
    return found(position, { ...none, ...answer, rows: [...answer.rows] });
  }

  async forecasts(
    { principal }: CallerState,
    query: ForecastQueryDto,
  ): Promise<Reply<ForecastPageDto>> {
    const within = await this.visibility.rootFor(principal, query.centre);
    const now = this.clock.now();
    const asOf = timeOf(query, now).asOf ?? shanghaiDate(now);
    const [after] = readCursor(query.after, 1);
    const { position, answer } = await this.views.forecasts(
      { within, asOf },
      { after, limit: limitOf(query) },
    );
    const items = answer.items.map(({ cursor: _, used, ...told }) => ({
      ...told,
      used: [...used],
    }));
    const next = answer.next === undefined ? null : writeCursor(answer.next);
    return found(position, { asOf, items, next });
  }
}

/** @throws Problem 400 for a month to come, and for months in the wrong order */
function assertMonths({ from, to }: TurnoverQueryDto, present: string): void {
  for (const [path, month] of Object.entries({ '/from': from, '/to': to })) {
    if (month !== undefined && month > present) throw malformed({ path, code: 'not-in-future' });
  }
  if (from !== undefined && to !== undefined && from > to) {
    throw malformed({ path: '/from', code: 'not-after', params: { day: to } });
  }
}
