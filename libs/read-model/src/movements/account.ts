import type { Account, CentreCode, ConsignmentNumber } from '#domain';

/** A consignment's number is its sender's code, a hyphen, and the dispatch's revision there. */
export function senderOf(consignment: ConsignmentNumber): CentreCode {
  const hyphen = consignment.lastIndexOf('-');
  if (hyphen <= 0) throw new Error(`no consignment number: ${consignment}`);
  return consignment.slice(0, hyphen);
}

/** Whose account it is: the sender's when in transit, nobody's for the origin. */
export function centreOf(account: Account): CentreCode | undefined {
  switch (account.kind) {
    case 'origin':
      return undefined;
    case 'transit':
      return senderOf(account.consignment);
    default:
      return account.centre;
  }
}

export const consignmentOf = (account: Account): ConsignmentNumber | undefined =>
  account.kind === 'transit' ? account.consignment : undefined;
