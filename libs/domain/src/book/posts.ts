/** Which events of a book are somebody's post, and which only go with one. */
import type { BookEvent } from './events';

/**
 * Whether an event is what was posted. Sealed holders and superseded vouchers go with the issue of
 * their append; proposals have their own list, and what comes of them is a post.
 */
export function isPost(event: BookEvent): boolean {
  switch (event.type) {
    case 'BlanksRegistered':
    case 'RegistrationReversed':
    case 'BlanksDispatched':
    case 'BlanksReceived':
    case 'BlanksRefused':
    case 'BlanksTakenBack':
    case 'CertificatesIssued':
    case 'ReplacementPrinted':
    case 'IssueCorrected':
    case 'IssueVoided':
    case 'SerialsSpoiled':
    case 'SpoilageReversed':
    case 'SerialDestroyed':
    case 'SerialsReportedMissing':
    case 'SerialsRecovered':
    case 'StockCounted':
    case 'VouchersIssued':
    case 'VoucherReplaced':
    case 'VoucherVoided':
    case 'CentreClosed':
      return true;
    case 'HoldersSealed':
    case 'VoucherSuperseded':
    case 'ProposalMade':
    case 'ProposalApproved':
    case 'ProposalRefused':
    case 'ProposalExpired':
      return false;
    default:
      event satisfies never;
      throw new Error(`unknown event in a book: ${(event as BookEvent).type}`);
  }
}
