/** The movements of one serial as EPCIS is told of them, and which of them a correction disowns. */
import type { PlainDate } from '#domain';
import { kindOf } from './epcis-words';

/** One movement of the serial. Accounts are texts as `stock@52010001`. */
export interface EpcisStep {
  readonly eventId: string;
  readonly type: string;
  readonly occurredOn: PlainDate;
  readonly recordedAt: Date;
  readonly from: string;
  readonly to: string;
  readonly reference: string | null;
}

/** What was recorded of a serial before a step. */
export interface EarlierSteps {
  readonly last?: EpcisStep;
  /** Its last registration. */
  readonly registered?: EpcisStep;
}

const corrections: ReadonlySet<string> = new Set([
  'RegistrationReversed',
  'IssueCorrected',
  'IssueVoided',
  'SpoilageReversed',
]);

export const isCorrection = (type: string): boolean => corrections.has(type);

/**
 * The step that a correction says was recorded by mistake: the registration, or how the serial came
 * to be issued, spoiled or void. Undefined for every other step, and for a sheet that a correction
 * takes from stock: of that one nothing wrong was said.
 */
export function disownedBy(
  { type, from, to }: EpcisStep,
  { last, registered }: EarlierSteps,
): EpcisStep | undefined {
  if (!isCorrection(type)) return undefined;
  if (to === 'origin') return registered;
  return kindOf(from) === 'stock' ? undefined : last;
}

/**
 * The word of the standard for what was wrong. A sheet that was put down as spoiled by another
 * event, such as a receipt, did arrive: only what was said of it was wrong.
 */
export function errorReason(
  { type }: EpcisStep,
  wrong: EpcisStep,
): 'did_not_occur' | 'incorrect_data' {
  if (type === 'IssueCorrected') return 'incorrect_data';
  const isOnlyInPart = type === 'SpoilageReversed' && wrong.type !== 'SerialsSpoiled';
  return isOnlyInPart ? 'incorrect_data' : 'did_not_occur';
}
