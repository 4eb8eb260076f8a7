import { Injectable } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import {
  bookStream,
  type CentreCode,
  type CountedBook,
  isMonth,
  type MonthlyFileMade,
  type PlainDate,
  quarterStream,
  statisticalQuarterOf,
} from '#domain';
import { EventLog } from '#event-log';
import { FileInQuarter } from '#ledger';
import { Standing } from '../access/standing';
import { Problem } from '../problems/problem';
import { ViewPosition } from '../queries/view-position';
import { CommandContexts, requestOf } from '../requests/command-context';
import type { CommandOrder } from '../requests/order';
import { replyTo } from '../requests/outcome-reply';
import { Reply } from '../requests/reply';
import { MonthlyChanges } from './monthly-changes';
import { digestOf } from './monthly-file';
import { MonthlyLines } from './monthly-lines';

const readsAtOnceMax = 8;
const waitMsMax = 5_000;
const retryAfterSeconds = 1;

interface MadeBody {
  readonly stream: string;
  readonly revision: string;
}

/** Makes the file of a month and has it recorded (Q9). */
@Injectable()
export class MonthlyDesk {
  constructor(
    private readonly bus: CommandBus,
    private readonly contexts: CommandContexts,
    private readonly standing: Standing,
    private readonly log: EventLog,
    private readonly view: ViewPosition,
    private readonly lines: MonthlyLines,
    private readonly changes: MonthlyChanges,
  ) {}

  /** @throws Problem 404 for what is no month, 503 while the views are behind the books */
  async make(
    order: CommandOrder,
    { code, month }: { readonly code: CentreCode; readonly month: string },
    occurredOn: PlainDate | undefined,
  ): Promise<Reply> {
    if (!isMonth(month)) throw new Problem(404, 'unknown-month');
    const countedAt = await this.books(code);
    const digest = await digestOf(this.lines.of(month, countedAt));
    const quarter = statisticalQuarterOf(`${month}-01`);
    const context = { ...this.contexts.of(order, code, occurredOn), quarter };
    const command = { type: 'MakeMonthlyFile', month, ...digest, countedAt, ...context } as const;
    const outcome = await this.bus.execute(new FileInQuarter(requestOf(order), command));
    const reply = replyTo(outcome, order.language);
    return reply.status === 201 ? this.withChange(reply, code, month) : reply;
  }

  /** The books of the centre and of all below it, as stored now, once the views have them. */
  private async books(root: CentreCode): Promise<CountedBook[]> {
    const centres = await this.standing.centres();
    const codes = [...centres.all()]
      .filter(({ code, tier }) => tier !== 'station' && centres.isWithin(code, root))
      .map(({ code }) => code)
      .sort();
    const books: CountedBook[] = [];
    let position = -1n;
    for (let at = 0; at < codes.length; at += readsAtOnceMax) {
      const some = codes.slice(at, at + readsAtOnceMax);
      const last = await Promise.all(
        some.map((code) => this.log.readBackwards(bookStream(code), { limit: 1 })),
      );
      last.forEach(([event], index) => {
        if (!event) return;
        books.push({ centre: some[index], revision: String(event.revision) });
        if (event.position > position) position = event.position;
      });
    }
    const seen = await this.view.waitFor(position, waitMsMax);
    if (seen === 'stopping') throw new Problem(503, 'stopping', { retryAfterSeconds });
    if (seen === 'reached') return books;
    const params = { position: String(position) };
    throw new Problem(503, 'view-behind', { params, retryAfterSeconds });
  }

  /** From the stored events alone, so that a repeated request is answered alike. */
  private async withChange(reply: Reply, code: CentreCode, month: string): Promise<Reply> {
    const { revision } = reply.body as MadeBody;
    const stream = quarterStream(code, statisticalQuarterOf(`${month}-01`));
    let made: MonthlyFileMade['data'] | undefined;
    let before: MonthlyFileMade['data'] | undefined;
    for await (const event of this.log.load(stream)) {
      if (event.type !== 'MonthlyFileMade' || event.data.month !== month) continue;
      if (event.revision > BigInt(revision)) break;
      before = made;
      made = event.data;
    }
    if (!made || !before) return reply;
    const since = await this.changes.between(before, made);
    return new Reply(reply.status, { ...reply.body, since }, reply.headers);
  }
}
