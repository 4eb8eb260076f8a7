import { type ProposalPlace, placeOfProposal } from '#domain';
import { Problem } from '../problems/problem';

/** @throws Problem 404 when it cannot be a proposal's number */
export function proposalPlace(proposal: string): ProposalPlace {
  const place = placeOfProposal(proposal);
  if (!place) throw new Problem(404, 'unknown-proposal');
  return place;
}
