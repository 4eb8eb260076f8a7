import type { CentreCode } from '#domain';
import { Problem } from '../problems/problem';

/** Revisions of a book stay far below 15 digits. */
const numberPattern = /^([0-9]{8})-([0-9]{1,15})$/;

/** @throws Problem 404 when it cannot be a proposal's number */
export function centreOfProposal(proposal: string): CentreCode {
  const match = numberPattern.exec(proposal);
  if (!match) throw new Problem(404, 'unknown-proposal');
  return match[1];
}
