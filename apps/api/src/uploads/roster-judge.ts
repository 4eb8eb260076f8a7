import { Injectable } from '@nestjs/common';
import type { CommandContext } from '#domain';
import { BookLedger } from '#ledger';
import type { RosterKind, RosterParticulars } from './roster-kinds';
import { type Answer, type RowLine, settle, settleWhole, type Verdicts } from './verdicts';

export interface JudgedRoster {
  readonly kind: RosterKind;
  readonly particulars: RosterParticulars;
  readonly context: CommandContext;
  readonly allOrNothing: boolean;
}

/** Judges a whole roster at once, however many lines it has, and appends nothing. */
@Injectable()
export class RosterJudge {
  constructor(private readonly books: BookLedger) {}

  judge(roster: JudgedRoster, lines: readonly RowLine[]): Promise<Verdicts<true>> {
    const ask = (asked: readonly RowLine[]) => this.ask(roster, asked);
    return roster.allOrNothing ? settleWhole(lines, ask) : settle(lines, ask);
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
