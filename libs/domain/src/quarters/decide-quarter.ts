/** What a quarter's file answers to a command. Pure: the file, the command and the facts decide. */

import type { Policy } from '../policy';
import { type Decision, type Refusal, refusedBy, type Warning } from '../refusals';
import { addDays, isPlainDate, shanghaiDate } from '../time/plain-date';
import { judgeStatedDay } from '../time/stated-day';
import {
  type Level,
  type LevelQuantities,
  levels,
  noQuantities,
  type PlainDate,
} from '../vocabulary';
import { applicationWindow, isWithin, statisticalDays } from './calendar';
import type {
  FileApplication,
  QuarterCommand,
  RecordFeeShare,
  RecordZero,
  ReviewApplication,
  SignApplication,
} from './commands';
import { type ApplicationReviewed, type QuarterEvent, signers } from './events';
import type { QuarterFacts } from './facts';
import { fileReturn } from './file-return';
import { makeMonthlyFile } from './make-monthly-file';
import type { Application, QuarterFile } from './quarter-file';
import { judgeReach } from './quarters-in-reach';
import { beyondCeiling, quantitiesOf, yardstickOf } from './yardstick';

const quantityMax = 10_000_000;

type Decided = Decision<QuarterEvent>;

/**
 * Judges a command on a quarter: C2 (unknown centre), C3 (stations file nothing), C18 (closed), T1 and
 * T2 for the stated day, then what the command's own function says.
 */
export function decideQuarter(
  file: QuarterFile,
  command: QuarterCommand,
  facts: QuarterFacts,
): Decided {
  const params = { centre: file.centre };
  const centre = facts.centres.get(file.centre);
  if (!centre) return refusedBy([{ rule: 'C2', code: 'centre-unknown', params }]);
  if (centre.tier === 'station') {
    return refusedBy([{ rule: 'C3', code: 'station-holds-no-blanks', params }]);
  }
  const closed = judgeClosed(file, command, facts);
  if (closed) return refusedBy([closed]);
  const { refusals, needsSecondUser } = judgeStatedDay(command, centre.liveFrom, facts.policy);
  if (refusals.length > 0) return refusedBy(refusals);
  if (needsSecondUser && !hasOwnSecondUser(command)) {
    const params = { date: command.occurredOn };
    const path = '/occurredOn';
    return refusedBy([{ rule: 'T2', code: 'date-without-second-user', path, params }]);
  }
  switch (command.type) {
    case 'FileReturn':
      return fileReturn(file, command, facts, dayOf(command, facts));
    case 'RecordFeeShare':
      return recordFeeShare(file, command);
    case 'FileApplication':
      return fileApplication(file, command, facts);
    case 'SignApplication':
      return signApplication(file, command, facts);
    case 'ReviewApplication':
      return reviewApplication(file, command, facts);
    case 'RecordZero':
      return recordZero(file, command, facts);
    case 'MakeMonthlyFile':
      return makeMonthlyFile(file, command, facts.policy, dayOf(command, facts));
    default:
      command satisfies never;
      throw new Error('unknown command');
  }
}

/**
 * An application takes effect with two more users and a review (Q5), and what the system records is
 * nobody's statement. Nothing else of a quarter can wait for a second user, so it reaches no further
 * back than one user may (T2).
 */
const hasOwnSecondUser = ({ type }: QuarterCommand): boolean =>
  type === 'FileApplication' || type === 'RecordZero';

/**
 * A closed centre needs no blanks. The returns of its time settle the past: its parent files them.
 */
function judgeClosed(
  file: QuarterFile,
  command: QuarterCommand,
  { closedOn: on, centres }: QuarterFacts,
): Refusal | undefined {
  if (on === undefined) return undefined;
  const params = { centre: file.centre, on };
  switch (command.type) {
    case 'FileReturn': {
      const isPast = statisticalDays(file.quarter).from <= on;
      if (!isPast) return { rule: 'C18', code: 'centre-closed', params };
      if (command.by.centre === centres.get(file.centre)?.parent) return undefined;
      return { rule: 'C18', code: 'closed-centre-of-parent', params };
    }
    case 'FileApplication':
    case 'SignApplication':
      return { rule: 'C18', code: 'centre-closed', params };
    case 'RecordFeeShare':
    case 'ReviewApplication':
    case 'RecordZero':
    case 'MakeMonthlyFile':
      return undefined;
    default:
      command satisfies never;
      throw new Error('unknown command');
  }
}

/** T4: by record time; by the stated day only before the centre went live, with the permission. */
function dayOf(command: QuarterCommand, { centres }: QuarterFacts): PlainDate {
  const liveFrom = centres.get(command.centre)?.liveFrom ?? '';
  const loads = command.by.backdate && command.occurredOn < liveFrom;
  return loads ? command.occurredOn : shanghaiDate(new Date(command.decidedAt));
}

/** Refuses T1: paid on a day that is none or later than the day of the post. */
function recordFeeShare(file: QuarterFile, command: QuarterCommand<RecordFeeShare>): Decided {
  const { paid, amount, paidOn, occurredOn } = command;
  const at = { rule: 'T1', path: '/paidOn' } as const;
  if (paidOn !== undefined && !isPlainDate(paidOn)) {
    return refusedBy([{ ...at, code: 'date-malformed', params: { date: paidOn } }]);
  }
  if (paidOn !== undefined && paidOn > occurredOn) {
    const params = { date: paidOn, occurredOn };
    return refusedBy([{ ...at, code: 'date-after-occurred', params }]);
  }
  const data = {
    quarter: file.quarter,
    paid,
    ...(amount === undefined ? {} : { amount }),
    ...(paidOn === undefined ? {} : { paidOn }),
  };
  return { events: [{ type: 'FeeShareRecorded', data }], warnings: [] };
}

/**
 * Refuses, in this order: Q12 (nobody above to apply to), Q10 (no certificate manager), Q5
 * (approved before), Q2 (outside the window, and not sent back within the days that the policy
 * gives, however often it was filed anew since; a zero gives way where a user who may load paper books
 * states a day of the window; a window before the book), Q4 (a quantity is no whole number). Warns
 * without a return, its own or one of a centre below (Q12), and beyond the ceiling (Q6).
 */
function fileApplication(
  file: QuarterFile,
  command: QuarterCommand<FileApplication>,
  facts: QuarterFacts,
): Decided {
  const { appliedFor: quarter, centre } = file;
  const known = facts.centres.get(centre);
  if (known?.parent === undefined) {
    return refusedBy([{ rule: 'Q12', code: 'nobody-to-apply-to', params: { centre } }]);
  }
  if (!known.manager) {
    return refusedBy([{ rule: 'Q10', code: 'manager-missing', params: { centre } }]);
  }
  const window = applicationWindow(quarter, facts.policy);
  const closed =
    judgeWindow(file, command, facts) ??
    judgeReach('Q2', file.quarter, window, command.by, facts.reach);
  if (closed) return refusedBy([closed]);
  const planned = readQuantities(command.planned, '/planned');
  if ('refusals' in planned) return planned;
  const { figures, countedAt } = facts;
  if (!figures || !countedAt) throw new Error('an application needs the figures of the books');
  const { contact, remark } = command;
  const data = {
    quarter,
    number: `${centre}-${quarter}`,
    planned: planned.quantities,
    figures,
    countedAt,
    ...(contact === undefined ? {} : { contact }),
    ...(remark === undefined ? {} : { remark }),
  };
  const warnings: Warning[] = [
    ...warnNoReturn(file, facts),
    ...warnCeiling(planned.quantities, yardstickFor(file, figures, facts), '/planned', file, facts),
  ];
  return { events: [{ type: 'ApplicationFiled', data }], warnings };
}

function warnNoReturn(file: QuarterFile, { withoutReturn = [] }: QuarterFacts): Warning[] {
  const centres = withoutReturn.join(', ');
  return [
    ...(file.return ? [] : [{ rule: 'Q5', code: 'application-without-return' } as const]),
    ...(centres
      ? [{ rule: 'Q12', code: 'returns-missing-below', params: { centres } } as const]
      : []),
  ];
}

function judgeWindow(
  file: QuarterFile,
  command: QuarterCommand<FileApplication>,
  facts: QuarterFacts,
): Refusal | undefined {
  const quarter = file.appliedFor;
  const { review, sentBackOn } = file;
  if (review?.data.decision === 'approved') {
    return { rule: 'Q5', code: 'application-approved', params: { quarter } };
  }
  const day = dayOf(command, facts);
  const window = applicationWindow(quarter, facts.policy);
  if (isWithin(day, window)) return undefined;
  const params = { quarter, from: window.from, to: window.to };
  const isLoaded = command.by.backdate && isWithin(command.occurredOn, window);
  if (file.wasZero && isLoaded && sentBackOn === undefined) return undefined;
  if (sentBackOn !== undefined) {
    const last = addDays(sentBackOn, facts.policy.on(sentBackOn, 'refilingDays'));
    if (day <= last) return undefined;
    return { rule: 'Q5', code: 'refiling-too-late', params: { ...params, to: last } };
  }
  return { rule: 'Q2', code: 'outside-window', params };
}

function readQuantities(
  given: FileApplication['planned'],
  path: string,
): ReturnType<typeof refusedBy> | { quantities: ReturnType<typeof quantitiesOf> } {
  const quantities = quantitiesOf((level) => given[level] ?? 0);
  const wrong = levels.filter((level) => {
    const quantity = quantities[level];
    return !Number.isInteger(quantity) || quantity < 0 || quantity > quantityMax;
  });
  if (wrong.length === 0) return { quantities };
  const params = { most: quantityMax };
  return refusedBy(
    wrong.map((level) => ({
      rule: 'Q4',
      code: 'quantity-malformed',
      path: `${path}/${level}`,
      params,
    })),
  );
}

/** Whether the policy asks for the yardstick of the year before, from a day of its own on (Q6). */
export function asksYearBefore(file: QuarterFile, policy: Policy): boolean {
  const { from } = applicationWindow(file.appliedFor, policy);
  return policy.on(from, 'yardstickOfYearBefore') === 1;
}

/** Whether the yardstick is of the year before: asked for, and a return tells of that quarter. */
export const isOfYearBefore = (file: QuarterFile, { policy, yearBefore }: QuarterFacts): boolean =>
  yearBefore !== undefined && asksYearBefore(file, policy);

/** The yardstick of an application (Q6). */
export function yardstickFor(
  file: QuarterFile,
  figures: Parameters<typeof yardstickOf>[0],
  facts: QuarterFacts,
) {
  const { yearBefore = figures, unsent = noQuantities } = facts;
  return yardstickOf(figures, isOfYearBefore(file, facts) ? yearBefore : figures, unsent);
}

function warnCeiling(
  quantities: ReturnType<typeof quantitiesOf>,
  yardstick: ReturnType<typeof quantitiesOf>,
  path: string,
  file: QuarterFile,
  { policy }: QuarterFacts,
): Warning[] {
  const { from } = applicationWindow(file.appliedFor, policy);
  const percent = policy.on(from, 'requestCeilingPercent');
  return beyondCeiling(quantities, yardstick, percent).map((level) => ({
    rule: 'Q6',
    code: 'beyond-ceiling',
    path: `${path}/${level}`,
    params: { level, quantity: quantities[level], yardstick: yardstick[level], percent },
  }));
}

/** Levels of which another number passed by the returns of now than the application says (Q4). */
export function passedDiffering(
  { data: { figures } }: Application,
  returned: LevelQuantities,
): { readonly level: Level; readonly passed: number; readonly returned: number }[] {
  return levels
    .map((level) => ({ level, passed: figures.passed[level], returned: returned[level] }))
    .filter(({ passed, returned }) => passed !== returned);
}

/** What those who sign and review would not see: returns that were filed anew since (Q4, Q6). */
function warnReturned(file: QuarterFile, facts: QuarterFacts): Warning[] {
  const { passed = file.passed, yearBeforeFiledAt } = facts;
  if (!file.application) return [];
  const differing = passedDiffering(file.application, passed).map(
    (params): Warning => ({ rule: 'Q4', code: 'passed-differs-from-return', params }),
  );
  const { filedAt } = file.application;
  if (yearBeforeFiledAt === undefined || yearBeforeFiledAt <= filedAt) return differing;
  const params = { on: shanghaiDate(new Date(yearBeforeFiledAt)) };
  return [...differing, { rule: 'Q6', code: 'year-before-filed-since', params }];
}

/**
 * Refuses Q5: nothing filed, reviewed before, signed so before, by the filer or by one user twice.
 * Warns where returns that were filed since say another number passed (Q4), and where one of the
 * year before was, by which the review measures (Q6).
 */
function signApplication(
  file: QuarterFile,
  command: QuarterCommand<SignApplication>,
  facts: QuarterFacts,
): Decided {
  const quarter = file.appliedFor;
  const refuse = (code: Refusal['code'], params: Refusal['params'] = { quarter }) =>
    refusedBy([{ rule: 'Q5', code, params }]);
  const { application, review } = file;
  if (!application) return refuse('application-missing');
  if (review) return refuse('application-reviewed', { quarter, decision: review.data.decision });
  const { as, by } = command;
  if (application.signOffs.some((one) => one.as === as)) return refuse('signed-before');
  if (application.filedBy.user === by.user) return refuse('signer-is-filer');
  if (application.signOffs.some((one) => one.by.user === by.user)) return refuse('signer-twice');
  if (as === 'leader' && by.role !== 'supervisor') return refuse('leader-no-supervisor');
  const warnings = warnReturned(file, facts);
  return { events: [{ type: 'ApplicationSigned', data: { quarter, as } }], warnings };
}

/**
 * Refuses, in this order: Q5 (nothing filed, reviewed before, sign-offs missing, the reviewer filed
 * or signed it), Q5 (sent back without a reason, approved without quantities), Q4 (a quantity). Warns where
 * returns that were filed since say another number passed (Q4), where one of the year before was
 * filed since, and beyond the ceiling (Q6).
 */
function reviewApplication(
  file: QuarterFile,
  command: QuarterCommand<ReviewApplication>,
  facts: QuarterFacts,
): Decided {
  const quarter = file.appliedFor;
  const refuse = (code: Refusal['code'], path?: string) =>
    refusedBy([{ rule: 'Q5', code, params: { quarter }, ...(path ? { path } : {}) }]);
  const { application, review } = file;
  if (!application) return refuse('application-missing');
  if (review) return refuse('application-reviewed');
  const { signOffs, filedBy, data: filed } = application;
  if (signOffs.length < signers.length) return refuse('sign-offs-missing');
  const others = [filedBy, ...signOffs.map(({ by }) => by)];
  if (others.some(({ user }) => user === command.by.user)) return refuse('reviewer-took-part');
  const { decision, reason } = command;
  if (decision === 'returned' && reason === undefined) return refuse('reason-missing', '/reason');
  if (decision === 'approved' && !command.granted) return refuse('granted-missing', '/granted');
  const granted = readQuantities(command.granted ?? {}, '/granted');
  if ('refusals' in granted) return granted;
  const yardstick = yardstickFor(file, filed.figures, facts);
  const isApproved = decision === 'approved';
  const data: ApplicationReviewed['data'] = {
    quarter,
    decision,
    ...(isApproved ? { granted: granted.quantities } : {}),
    ...(reason === undefined ? {} : { reason }),
    yardstick,
    ofYearBefore: isOfYearBefore(file, facts),
    returnOnTime: file.return?.data.late === false,
    feeSharePaid: file.feeShare?.paid === true,
  };
  const warnings = [
    ...warnReturned(file, facts),
    ...(isApproved ? warnCeiling(granted.quantities, yardstick, '/granted', file, facts) : []),
  ];
  return { events: [{ type: 'ApplicationReviewed', data }], warnings };
}

/**
 * Q3: appends nothing where something was filed, zero stands already, the centre has nobody above
 * or was not live when the window closed; refuses while the window is open.
 */
function recordZero(
  file: QuarterFile,
  command: QuarterCommand<RecordZero>,
  { centres, policy }: QuarterFacts,
): Decided {
  const quarter = file.appliedFor;
  const window = applicationWindow(quarter, policy);
  const centre = centres.get(file.centre);
  const isDue = centre?.parent !== undefined && window.to >= centre.liveFrom;
  if (!isDue || file.application || file.isZero) return { events: [], warnings: [] };
  if (shanghaiDate(new Date(command.decidedAt)) <= window.to) {
    const params = { quarter, from: window.from, to: window.to };
    return refusedBy([{ rule: 'Q3', code: 'window-open', params }]);
  }
  return { events: [{ type: 'ZeroApplicationRecorded', data: { quarter } }], warnings: [] };
}
