import { setImmediate } from 'node:timers/promises';
import { Injectable } from '@nestjs/common';
import { type CommandContext, rosterKey } from '#domain';
import { BookLedger } from '#ledger';
import type { Reason } from './reasons';
import type { RosterKind, RosterParticulars } from './roster-kinds';
import { type Answer, type RowLine, settle, settleWhole, type Verdicts } from './verdicts';

export interface JudgedRoster {
  readonly kind: RosterKind;
  readonly particulars: RosterParticulars;
  readonly context: CommandContext;
  readonly allOrNothing: boolean;
}

/** Lines judged without a pause: some milliseconds, for nobody else is answered meanwhile. */
const sliceLinesMax = 1_000;

/** Judges a whole roster, however many lines it has, and appends nothing. */
@Injectable()
export class RosterJudge {
  constructor(private readonly books: BookLedger) {}

  async judge(roster: JudgedRoster, lines: readonly RowLine[]): Promise<Verdicts<true>> {
    const ask = (asked: readonly RowLine[]) => this.ask(roster, asked);
    if (roster.allOrNothing) return settleWhole(lines, ask);
    const good: RowLine[] = [];
    const refused = new Map<number, readonly Reason[]>();
    for (let at = 0; at < lines.length; at += sliceLinesMax) {
      const verdicts = await settle(lines.slice(at, at + sliceLinesMax), ask);
      good.push(...verdicts.good);
      for (const [row, reasons] of verdicts.refused) refused.set(row, reasons);
      await setImmediate();
    }
    if (await this.hasRoomFor(roster, good.length)) return { good, refused };
    const whole = await settle(good, ask);
    return { good: whole.good, refused: new Map([...refused, ...whole.refused]) };
  }

  /** Whether the roster has room for so many numbers, all of them new (C7): then no slice hid it. */
  private async hasRoomFor(
    { context, particulars }: JudgedRoster,
    count: number,
  ): Promise<boolean> {
    const { roster, station, occupation, level } = particulars;
    const book = await this.books.book(context.centre, { fresh: true });
    const known = book.rosters.get(rosterKey(station, occupation, level, roster.reference));
    return (known?.used ?? 0) + count <= roster.passed;
  }

  private async ask(
    { kind, particulars, context }: JudgedRoster,
    asked: readonly RowLine[],
  ): Promise<Answer<true>> {
    const lines = asked.map(({ line }) => line);
    const request = { requestId: '', principal: '', fingerprint: '', dryRun: true };
    const outcome = await this.books.execute(request, {
      ...kind.commandOf(particulars, lines),
      ...context,
    });
    if (outcome.kind !== 'judged') throw new Error(`a dry run was ${outcome.kind}`);
    const { refusals } = outcome;
    return refusals.length > 0 ? { kind: 'refused', refusals } : { kind: 'taken', taken: true };
  }
}
