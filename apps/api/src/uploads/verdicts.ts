/** Puts the lines of a roster to the book until it is clear which it takes, and why not the others. */
import type { Refusal } from '#domain';
import { type Reason, ruleReason } from './reasons';
import type { RosterLine } from './roster-kinds';

/** One line and the row of the file that it came from. */
export interface RowLine {
  readonly row: number;
  readonly line: RosterLine;
}

/** Reasons by row. */
export type RefusedRows = ReadonlyMap<number, readonly Reason[]>;

export interface Verdicts<Taken> {
  /** The lines that the last question was about, if it was answered with yes. */
  readonly good: readonly RowLine[];
  readonly refused: RefusedRows;
  readonly taken?: Taken;
}

export type Answer<Taken> =
  | { readonly kind: 'taken'; readonly taken: Taken }
  | { readonly kind: 'refused'; readonly refusals: readonly Refusal[] }
  /** For reasons that are no rule's. */
  | { readonly kind: 'refused-whole'; readonly reasons: readonly Reason[] };

const othersRefused: readonly Reason[] = [{ kind: 'upload', code: 'others-refused' }];

export const refuseAll = (lines: readonly RowLine[], reasons: readonly Reason[]): RefusedRows =>
  new Map(lines.map(({ row }) => [row, reasons]));

/** By row; a refusal that names no line concerns all of them. */
function sortRefusals(refusals: readonly Refusal[], lines: readonly RowLine[]) {
  const ofAll: Reason[] = [];
  const byRow = new Map<number, Reason[]>();
  for (const refusal of refusals) {
    const row = refusal.line === undefined ? undefined : lines[refusal.line - 1]?.row;
    if (row === undefined) ofAll.push(ruleReason(refusal));
    else byRow.set(row, [...(byRow.get(row) ?? []), ruleReason(refusal)]);
  }
  return { ofAll, byRow };
}

/**
 * Asks about all lines; a no that names lines drops those and asks about the rest, a no that names
 * none drops all. Each question is about fewer lines than the one before.
 */
export async function settle<Taken>(
  lines: readonly RowLine[],
  ask: (lines: readonly RowLine[]) => Promise<Answer<Taken>>,
): Promise<Verdicts<Taken>> {
  const refused = new Map<number, readonly Reason[]>();
  let good = lines;
  while (good.length > 0) {
    const answer = await ask(good);
    if (answer.kind === 'taken') return { good, refused, taken: answer.taken };
    for (const [row, reasons] of refusedBy(answer, good)) refused.set(row, reasons);
    good = good.filter(({ row }) => !refused.has(row));
  }
  return { good, refused };
}

function refusedBy(
  answer: Exclude<Answer<unknown>, { kind: 'taken' }>,
  lines: readonly RowLine[],
): RefusedRows {
  if (answer.kind === 'refused-whole') return refuseAll(lines, answer.reasons);
  const { ofAll, byRow } = sortRefusals(answer.refusals, lines);
  return byRow.size > 0 ? byRow : refuseAll(lines, ofAll);
}

/** Asks once: one no refuses all lines, those it does not name because of the others. */
export async function settleWhole<Taken>(
  lines: readonly RowLine[],
  ask: (lines: readonly RowLine[]) => Promise<Answer<Taken>>,
): Promise<Verdicts<Taken>> {
  const answer = await ask(lines);
  if (answer.kind === 'taken') return { good: lines, refused: new Map(), taken: answer.taken };
  if (answer.kind === 'refused-whole') {
    return { good: [], refused: refuseAll(lines, answer.reasons) };
  }
  const { ofAll, byRow } = sortRefusals(answer.refusals, lines);
  const others = ofAll.length > 0 ? ofAll : othersRefused;
  const refused = new Map(lines.map(({ row }) => [row, byRow.get(row) ?? others]));
  return { good: [], refused };
}

/** Of a roster that is posted as a whole or not at all: nothing is, because of the rows given. */
export const becauseOfOthers = (lines: readonly RowLine[]): RefusedRows =>
  refuseAll(lines, othersRefused);
