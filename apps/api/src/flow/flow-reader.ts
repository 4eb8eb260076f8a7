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
  turnoverMonthsDefault,
  turnoverMonthsMax,
} from './flow.dto';

/** How blanks were used over time, and for how long they will last. */
@Injectable()
export class FlowReader {
  constructor(
    private readonly views: ReadModel,
    private readonly visibility: Visibility,
    private readonly clock: Clock,
  ) {}

  async turnover(
    { principal }: CallerState,
    { centre: asked, by = 'occurred', ...query }: TurnoverQueryDto,
  ): Promise<Reply<TurnoverDto>> {
    const months = monthsOf(query, shanghaiDate(this.clock.now()).slice(0, 7));
    const centre = await this.visibility.rootFor(principal, asked);
    const part = centre === undefined ? undefined : { centre, subtree: true };
    const { position, answer } = await this.views.turnover({ part, axis: by, ...months });
    return found(position, { ...months, first: answer.first ?? null, rows: [...answer.rows] });
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

/** @throws Problem 400 for a month to come, for months in the wrong order or too many of them */
function monthsOf(
  { from, to }: Pick<TurnoverQueryDto, 'from' | 'to'>,
  present: string,
): { from: string; to: string } {
  const last = to ?? present;
  if (last > present) throw malformed({ path: '/to', code: 'not-in-future' });
  const first = from ?? monthsBefore(last, turnoverMonthsDefault - 1);
  if (first > last) throw malformed({ path: '/from', code: 'not-after', params: { day: last } });
  const earliest = monthsBefore(last, turnoverMonthsMax - 1);
  if (first < earliest) {
    throw malformed({ path: '/from', code: 'not-before', params: { day: earliest } });
  }
  return { from: first, to: last };
}

function monthsBefore(month: string, count: number): string {
  const at = Number(month.slice(0, 4)) * 12 + Number(month.slice(5)) - 1 - count;
  return `${Math.floor(at / 12)}-${String((at % 12) + 1).padStart(2, '0')}`;
}
