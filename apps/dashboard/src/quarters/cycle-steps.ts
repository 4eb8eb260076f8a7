/** Where a centre's quarter stands, as a line of steps. */
import type { Quarter } from './use-quarter';

export const stepNames = [
  'return',
  'application',
  'section-head',
  'leader',
  'review',
  'sent',
  'received',
] as const;
export type StepName = (typeof stepNames)[number];

/** `stopped`: sent back, so that the centre has to file again. */
export type StepState = 'done' | 'now' | 'open' | 'stopped';

export interface Step {
  readonly name: StepName;
  readonly state: StepState;
}

function isDone(quarter: Quarter, name: StepName): boolean {
  const { application, review, sent, received } = quarter;
  const signed = (as: string) => application?.signOffs.some((one) => one.as === as) ?? false;
  const granted = review?.granted?.total ?? 0;
  const isApproved = review?.decision === 'approved';
  switch (name) {
    case 'return':
      return quarter.return !== undefined;
    case 'application':
      return application !== undefined;
    case 'section-head':
    case 'leader':
      return signed(name);
    case 'review':
      return isApproved;
    case 'sent':
      return isApproved && sent.total >= granted;
    case 'received':
      return isApproved && received.total >= granted;
    default:
      name satisfies never;
      throw new Error('unknown step');
  }
}

/** Both sign-offs are waited for at once; of all else only the first that is not done. */
export function stepsOf(quarter: Quarter): Step[] {
  if (quarter.status === 'zero') {
    return stepNames.map((name) => ({ name, state: isDone(quarter, name) ? 'done' : 'open' }));
  }
  const isReturned = quarter.review?.decision === 'returned';
  const first = stepNames.find((name) => name !== 'return' && !isDone(quarter, name));
  const isNow = (name: StepName) =>
    name === first || name === 'return' || (first === 'section-head' && name === 'leader');
  return stepNames.map((name) => {
    if (isReturned && name === 'review') return { name, state: 'stopped' };
    if (isDone(quarter, name)) return { name, state: 'done' };
    return { name, state: !isReturned && isNow(name) ? 'now' : 'open' };
  });
}
