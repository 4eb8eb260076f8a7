/** What a centre examined for in a quarter, and what was destroyed with it (Q1, Q8). */

import { type Decision, type Refusal, refusedBy, type Warning } from '../refusals';
import { sameForm } from '../text-form';
import { isPlainDate } from '../time/plain-date';
import { levels, noQuantities, type PlainDate } from '../vocabulary';
import { returnDueOn, statisticalDays } from './calendar';
import type { FileReturn, QuarterCommand } from './commands';
import type { QuarterEvent, ReturnFiled } from './events';
import type { QuarterFacts } from './facts';
import type { QuarterFile } from './quarter-file';
import { judgeReach } from './quarters-in-reach';

/** No centre examines for more occupations and levels. */
const returnRowsMax = 1_000;

/**
 * Refuses, in this order: Q1 (the quarter is not over, or before the book; filed before and its
 * application is signed and not sent back; too many rows, one twice, more passed than assessed), T1 (signing day). Without rows it
 * says that nobody was examined. Late is judged by the first filing, which is accepted however late:
 * else a quarter could stay without any.
 * `day` is the one by which it is judged (T4). Warns where the number passed differs from the rosters
 * signed in the quarter.
 */
export function fileReturn(
  file: QuarterFile,
  command: QuarterCommand<FileReturn>,
  facts: QuarterFacts,
  day: PlainDate,
): Decision<QuarterEvent> {
  const { quarter } = file;
  const { to } = statisticalDays(quarter);
  if (day <= to) {
    const params = { quarter, on: to };
    return refusedBy([{ rule: 'Q1', code: 'quarter-not-over', params }]);
  }
  const beyond = judgeReach('Q1', quarter, statisticalDays(quarter), command.by, facts.reach);
  if (beyond) return refusedBy([beyond]);
  const isSigned = (file.application?.signOffs.length ?? 0) > 0;
  if (file.return && isSigned && file.review?.data.decision !== 'returned') {
    return refusedBy([{ rule: 'Q1', code: 'application-signed', params: { quarter } }]);
  }
  const refusals = [...judgeRows(command), ...judgeSigning(command)];
  if (refusals.length > 0) return refusedBy(refusals);
  const { rows, signedBy, signedOn, witness } = command;
  const { destroyed } = facts;
  if (!destroyed) throw new Error('a return needs what the book says of destructions');
  const data: ReturnFiled['data'] = {
    quarter,
    rows,
    ...(signedBy === undefined ? {} : { signedBy }),
    ...(signedOn === undefined ? {} : { signedOn }),
    ...(witness === undefined ? {} : { witness }),
    late: file.return ? file.return.data.late : day > returnDueOn(quarter, facts.policy),
    destroyed: destroyed.reports,
    bookRevision: String(destroyed.bookRevision),
  };
  return { events: [{ type: 'ReturnFiled', data }], warnings: warnPassed(command, facts) };
}

function judgeRows({ rows }: FileReturn): Refusal[] {
  if (rows.length > returnRowsMax) {
    const params = { count: rows.length, most: returnRowsMax };
    return [{ rule: 'Q1', code: 'return-rows-count', path: '/rows', params }];
  }
  const seen = new Set<string>();
  return rows.flatMap(({ occupation, level, assessed, passed }, index): Refusal[] => {
    const at = { rule: 'Q1', path: `/rows/${index}`, line: index + 1 };
    const key = `${sameForm(occupation.name)}|${level}`;
    const refusals: Refusal[] = [];
    if (seen.has(key)) {
      const params = { name: occupation.name, level };
      refusals.push({ ...at, code: 'return-row-repeated', params });
    }
    seen.add(key);
    if (passed > assessed) {
      refusals.push({ ...at, code: 'more-passed-than-assessed', params: { passed, assessed } });
    }
    return refusals;
  });
}

function judgeSigning({ signedOn, occurredOn }: QuarterCommand<FileReturn>): Refusal[] {
  if (signedOn === undefined) return [];
  const at = { rule: 'T1', path: '/signedOn' } as const;
  if (!isPlainDate(signedOn))
    return [{ ...at, code: 'date-malformed', params: { date: signedOn } }];
  if (signedOn <= occurredOn) return [];
  return [{ ...at, code: 'date-after-occurred', params: { date: signedOn, occurredOn } }];
}

function warnPassed({ rows }: FileReturn, { rostersPassed = noQuantities }: QuarterFacts) {
  return levels.flatMap((level): Warning[] => {
    const passed = sum(rows.filter((row) => row.level === level).map((row) => row.passed));
    if (passed === rostersPassed[level]) return [];
    const params = { level, passed, rosters: rostersPassed[level] };
    return [{ rule: 'Q1', code: 'passed-differs-from-rosters', path: '/rows', params }];
  });
}

const sum = (numbers: readonly number[]): number => numbers.reduce((a, b) => a + b, 0);
