import { Injectable } from '@nestjs/common';
import type { CentreCode } from '#domain';
import { type AsOf, type HeldKind, ReadModel, type SerialStatus } from '#read-model';
import { Standing } from '../access/standing';
import { Visibility } from '../access/visibility';
import type { CallerState } from '../requests/caller';
import { Clock } from '../requests/clock';
import { found, type Reply } from '../requests/reply';
import type { AsOfQueryDto } from './queries.dto';
import type { CentreStockDto, HeldRangeDto, StockDto, StockQueryDto } from './stock.dto';
import { timeOf } from './time';

const heldKinds: readonly { kind: HeldKind; status: SerialStatus }[] = [
  { kind: 'stock', status: 'in-stock' },
  { kind: 'spoiled', status: 'spoiled' },
  { kind: 'missing', status: 'missing' },
];

@Injectable()
export class StockReader {
  constructor(
    private readonly views: ReadModel,
    private readonly visibility: Visibility,
    private readonly standing: Standing,
    private readonly clock: Clock,
  ) {}

  async stock({ principal }: CallerState, query: StockQueryDto): Promise<Reply<StockDto>> {
    const time = timeOf(query, this.clock.now());
    const root = await this.visibility.rootFor(principal, query.centre);
    const subtree =
      query.subtree === undefined ? query.centre === undefined : query.subtree === 'true';
    const centre = root ?? (subtree ? undefined : (await this.standing.centres()).top?.code);
    return this.answer(centre === undefined ? undefined : { centre, subtree }, time);
  }

  async centreStock(centre: CentreCode, query: AsOfQueryDto): Promise<Reply<CentreStockDto>> {
    const time = timeOf(query, this.clock.now());
    const { position, answer: stock } = await this.views.stock({ centre, subtree: false }, time);
    const ranges: HeldRangeDto[] = [];
    let reflected = position;
    let rangesComplete = true;
    for (const { kind, status } of heldKinds) {
      const held = await this.views.heldRanges(centre, { kind, ...time });
      if (held.position < reflected) reflected = held.position;
      rangesComplete &&= held.answer.complete;
      for (const range of held.answer.ranges) ranges.push({ ...range, status });
    }
    const body = { position: String(reflected), ...stock, rows: [...stock.rows], ranges };
    return found(reflected, { ...body, rangesComplete });
  }

  private async answer(
    part: { centre: CentreCode; subtree: boolean } | undefined,
    time: AsOf,
  ): Promise<Reply<StockDto>> {
    const { position, answer } = await this.views.stock(part, time);
    return found(position, { position: String(position), ...answer, rows: [...answer.rows] });
  }
}
