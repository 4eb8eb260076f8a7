import { Injectable } from '@nestjs/common';
import {
  type CentreCode,
  cellsOf,
  type Days,
  type Level,
  type PlainDate,
  periodDays,
  shanghaiDate,
} from '#domain';
import { ReadModel, type StatementOf, type StatementPost } from '#read-model';
import { Visibility } from '../access/visibility';
import { malformed } from '../problems/problem';
import { Clock } from '../requests/clock';
import { limitOf } from '../requests/query.dto';
import { found, type Reply } from '../requests/reply';
import type {
  StatementCellQueryDto,
  StatementDto,
  StatementPostDto,
  StatementPostPageDto,
  StatementQueryDto,
  StatementRowDto,
} from './statement.dto';

/** What came into a centre's hands, went out of them and was left, over any days. */
@Injectable()
export class StatementReader {
  constructor(
    private readonly views: ReadModel,
    private readonly visibility: Visibility,
    private readonly clock: Clock,
  ) {}

  async statement(centre: CentreCode, query: StatementQueryDto): Promise<Reply<StatementDto>> {
    await this.visibility.withBook(centre);
    const of = this.asked(centre, query);
    const { position, answer } = await this.views.statement(of);
    const { rows, addsUp, since } = answer;
    return found(position, {
      centre,
      subtree: of.part.subtree,
      ...of.days,
      asOfRecorded: of.asOfRecorded?.toISOString() ?? null,
      // The database's rows are made for nobody else: their lists are not shared.
      rows: rows as StatementRowDto[],
      addsUp,
      ...(since
        ? { since: { ...since, differences: [...since.differences], posts: since.posts.map(post) } }
        : {}),
    });
  }

  async cell(
    centre: CentreCode,
    query: StatementCellQueryDto,
  ): Promise<Reply<StatementPostPageDto>> {
    await this.visibility.withBook(centre);
    const { line, cell, edition } = query;
    const names: readonly string[] = ['opening', ...cellsOf(line), 'closing'];
    if (!names.includes(cell)) {
      throw malformed({ path: '/cell', code: 'one-of', params: { values: names.join(', ') } });
    }
    const level = Number(query.level) as Level;
    const of = { ...this.asked(centre, query), line, cell, level, edition };
    const page = { after: query.after, limit: limitOf(query) };
    const { position, answer } = await this.views.statementCell(of, page);
    return found(position, { items: answer.items.map(post), next: answer.next ?? null });
  }

  private asked(centre: CentreCode, query: StatementQueryDto): StatementOf {
    const now = this.clock.now();
    const { asOfRecorded: text, subtree } = query;
    const asOfRecorded = text === undefined ? undefined : new Date(text);
    if (asOfRecorded && asOfRecorded > now) {
      throw malformed({ path: '/asOfRecorded', code: 'not-in-future' });
    }
    const days = daysOf(query, shanghaiDate(now));
    return { part: { centre, subtree: subtree === 'true' }, days, asOfRecorded };
  }
}

/** @throws Problem 400 for no period, or one that has not begun */
function daysOf({ from, to, period }: StatementQueryDto, today: PlainDate): Days {
  if (period !== undefined) {
    const named = from === undefined && to === undefined ? periodDays(period) : undefined;
    if (!named)
      throw malformed({ path: '/period', code: 'pattern', params: { example: '2013Q2' } });
    if (named.from > today) throw malformed({ path: '/period', code: 'not-in-future' });
    return { from: named.from, to: named.to < today ? named.to : today };
  }
  if (from === undefined) throw malformed({ path: '/from', code: 'required' });
  if (to === undefined) throw malformed({ path: '/to', code: 'required' });
  if (to > today) throw malformed({ path: '/to', code: 'not-in-future' });
  if (from > to) throw malformed({ path: '/from', code: 'not-after', params: { day: to } });
  return { from, to };
}

function post({ position, revision, recordedAt, reference, ranges, ...rest }: StatementPost) {
  const told: StatementPostDto = {
    ...rest,
    position: String(position),
    revision: String(revision),
    recordedAt: recordedAt.toISOString(),
    reference: reference ?? null,
    ranges: [...ranges],
  };
  return told;
}
