import type { Language, Refusal } from '#domain';
import type { Outcome } from '#ledger';
import { Problem, RefusedProblem } from '../problems/problem';
import { renderFinding } from '../problems/render';
import type { ProblemCode } from '../problems/texts';
import { Reply } from './reply';

/** Refusals that only say that what the address names is not there. */
const notThere: Partial<Record<Refusal['code'], ProblemCode>> = {
  'consignment-unknown': 'unknown-consignment',
  'proposal-unknown': 'unknown-proposal',
  'policy-unknown': 'unknown-policy',
};

function refuse(refusals: readonly [Refusal, ...Refusal[]]): never {
  const code = notThere[refusals[0].code];
  if (code && refusals[0].path === undefined) throw new Problem(404, code);
  throw new RefusedProblem(refusals);
}

function headersOf(outcome: { position: bigint; replayed: boolean }): Record<string, string> {
  const position = { 'Liushui-Position': String(outcome.position) };
  return outcome.replayed ? { ...position, 'Idempotency-Replayed': 'true' } : position;
}

/**
 * A command's outcome as the contract answers it: 201 appended, 202 pending, 200 judged.
 *
 * @throws RefusedProblem 422; Problem 404 when the consignment or proposal named does not exist,
 *   422 for a reused idempotency key
 */
export function replyTo(outcome: Outcome, language: Language): Reply {
  switch (outcome.kind) {
    case 'appended': {
      const { requestId, stream, revision, position, consignment, number, differences } = outcome;
      const { monthlyFile } = outcome;
      return new Reply(
        201,
        {
          requestId,
          stream,
          revision: String(revision),
          position: String(position),
          events: outcome.events.map((event) => ({ ...event, revision: String(event.revision) })),
          warnings: outcome.warnings.map((warning) => renderFinding(warning, language)),
          ...(consignment === undefined ? {} : { consignment }),
          ...(number === undefined ? {} : { number }),
          ...(monthlyFile === undefined ? {} : { monthlyFile }),
          ...differences,
        },
        headersOf(outcome),
      );
    }
    case 'pending': {
      const { proposal, expiresAt, requestId, position } = outcome;
      const body = {
        proposal,
        status: 'pending',
        expiresAt,
        requestId,
        position: String(position),
      };
      return new Reply(202, body, headersOf(outcome));
    }
    case 'judged':
      return new Reply(200, {
        wouldAppend: outcome.wouldAppend,
        refusals: outcome.refusals.map((refusal) => renderFinding(refusal, language)),
        warnings: outcome.warnings.map((warning) => renderFinding(warning, language)),
      });
    case 'unchanged':
      return new Reply(200, {
        requestId: outcome.requestId,
        wouldAppend: [],
        refusals: [],
        warnings: [],
      });
    case 'refused':
      return refuse(outcome.refusals);
    case 'key-reused':
      throw new Problem(422, 'idempotency-key-reused');
    default:
      outcome satisfies never;
      throw new Error('unknown outcome');
  }
}
