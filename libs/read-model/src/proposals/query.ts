/** Proposals, newest first. */
import type { CentreCode, PlainDate, ProposalNumber, StoredCommand } from '#domain';
import { isWithin } from '../centres/below';
import { limitOf, type Page, type PageOptions, pageOf, positionBelow } from '../database/page';
import type { View } from '../database/snapshot';

export const proposalStatuses = ['pending', 'approved', 'refused', 'expired'] as const;
export type ProposalStatus = (typeof proposalStatuses)[number];

export interface Proposal {
  readonly number: ProposalNumber;
  /** Whose book it lives in; outside books the top centre. */
  readonly centre: CentreCode;
  readonly status: ProposalStatus;
  readonly command: StoredCommand;
  readonly occurredOn: PlainDate;
  readonly expiresAt: Date;
  /** User id. */
  readonly madeBy: string;
  readonly madeAt: Date;
  readonly madePosition: bigint;
  /** Once approved, refused or recorded as expired. */
  readonly closed?: {
    readonly by: string;
    readonly at: Date;
    readonly position: bigint;
    readonly refusalReason?: string;
  };
}

export interface ProposalFilter {
  /** In the books at or below this centre. */
  readonly within?: CentreCode;
  readonly centre?: CentreCode;
  readonly status?: ProposalStatus;
  /** Those alone of which the log does not say yet what became of them. */
  readonly isOpen?: true;
}

interface Row {
  number: string;
  centre: string;
  status: ProposalStatus;
  command: StoredCommand;
  occurred_on: string;
  expires_at: Date;
  made_by: string;
  made_at: Date;
  made_position: string;
  closed_by: string | null;
  closed_at: Date | null;
  closed_position: string | null;
  refusal_reason: string | null;
}

/** `$1` is the moment of asking: a pending one at or past its end has expired. */
const columns = `number, centre, command, occurred_on::text, expires_at, made_by, made_at,
  made_position, closed_by, closed_at, closed_position, refusal_reason,
  CASE WHEN status = 'pending' AND expires_at <= $1 THEN 'expired' ELSE status END AS status`;

export async function readProposal(
  view: View,
  number: ProposalNumber,
  now: Date,
): Promise<Proposal | undefined> {
  const [row] = await view.rows<Row>(
    `SELECT ${columns} FROM ${view.schema}.proposal WHERE number = $2`,
    [now.toISOString(), number],
  );
  return row && proposal(row);
}

export async function listProposals(
  view: View,
  filter: ProposalFilter,
  options: PageOptions & { readonly now: Date },
): Promise<Page<Proposal>> {
  const limit = limitOf(options);
  const values: unknown[] = [options.now.toISOString(), positionBelow(options)];
  const conditions = ['made_position < $2', ...statusConditions(filter.status)];
  if (filter.isOpen) conditions.push(`status = 'pending'`);
  if (filter.centre !== undefined) conditions.push(`centre = $${values.push(filter.centre)}`);
  conditions.push(isWithin(view, 'centre', filter.within, values));
  const rows = await view.rows<Row>(
    `SELECT ${columns} FROM ${view.schema}.proposal WHERE ${conditions.join(' AND ')}
     ORDER BY made_position DESC LIMIT ${limit + 1}`,
    values,
  );
  return pageOf(rows.map(proposal), limit, (item) => item.madePosition);
}

function statusConditions(status: ProposalStatus | undefined): string[] {
  switch (status) {
    case undefined:
      return [];
    case 'pending':
      return [`status = 'pending'`, 'expires_at > $1'];
    case 'expired':
      return [`(status = 'expired' OR (status = 'pending' AND expires_at <= $1))`];
    case 'approved':
    case 'refused':
      return [`status = '${status}'`];
    default:
      status satisfies never;
      throw new Error(`no status of a proposal: ${status}`);
  }
}

function proposal(row: Row): Proposal {
  const { closed_by: by, closed_at: at, closed_position: position } = row;
  const isClosed = by !== null && at !== null && position !== null;
  return {
    number: row.number,
    centre: row.centre,
    status: row.status,
    command: row.command,
    occurredOn: row.occurred_on,
    expiresAt: row.expires_at,
    madeBy: row.made_by,
    madeAt: row.made_at,
    madePosition: BigInt(row.made_position),
    closed: isClosed
      ? { by, at, position: BigInt(position), refusalReason: row.refusal_reason ?? undefined }
      : undefined,
  };
}
