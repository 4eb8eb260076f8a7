/** What was counted in a box against what was sent (C5). */
import { countOf, inBoth, readRanges, type SerialRange, without } from './ranges';

export interface Counted {
  readonly accepted: string;
  readonly damaged: string;
  readonly missing: string;
  readonly unexpected: string;
}

export interface CountSheet {
  readonly sent: number;
  readonly accepted: number;
  readonly damaged: number;
  readonly missing: number;
  /** Sent and in none of the three boxes yet. */
  readonly left: readonly SerialRange[];
  /** In one of the three, and never sent. */
  readonly notSent: readonly SerialRange[];
  /** In two of the three. */
  readonly twice: readonly SerialRange[];
  /** Noted as unexpected although it was sent. */
  readonly notUnexpected: readonly SerialRange[];
}

export function compare(sent: readonly SerialRange[], counted: Counted): CountSheet {
  const [accepted, damaged, missing, unexpected] = [
    counted.accepted,
    counted.damaged,
    counted.missing,
    counted.unexpected,
  ].map((typed) => readRanges(typed).ranges);
  const told = [...accepted, ...damaged, ...missing];
  return {
    sent: countOf(sent),
    accepted: countOf(accepted),
    damaged: countOf(damaged),
    missing: countOf(missing),
    left: without(sent, told),
    notSent: without(told, sent),
    twice: [
      ...inBoth(accepted, damaged),
      ...inBoth(accepted, missing),
      ...inBoth(damaged, missing),
    ],
    notUnexpected: inBoth(unexpected, sent),
  };
}

/** Whether every serial that was sent is in one box, and nothing else in any of the three. */
export const isComplete = ({ left, notSent, twice, notUnexpected }: CountSheet): boolean =>
  [left, notSent, twice, notUnexpected].every((ranges) => ranges.length === 0);
