import type { BookEvent } from './events';

/** What a reader of the history looks the event up by: a paper's number, never a person. */
export function referenceOf(event: BookEvent): string | null {
  switch (event.type) {
    case 'BlanksRegistered':
      return event.data.deliveryNote;
    case 'BlanksDispatched':
    case 'BlanksReceived':
    case 'BlanksRefused':
    case 'BlanksTakenBack':
      return event.data.consignment;
    case 'CertificatesIssued':
    case 'VouchersIssued':
      return event.data.roster.reference;
    case 'ReplacementPrinted':
    case 'IssueVoided':
      return event.data.certificateNumber;
    case 'SerialsSpoiled':
      return event.data.cause;
    case 'SerialDestroyed':
      return `${event.data.minutes.on} ${event.data.minutes.place}`;
    case 'SerialsReportedMissing':
      return event.data.policeReport ?? event.data.noticePublished ?? null;
    case 'VoucherReplaced':
    case 'VoucherVoided':
      return event.data.voucherNumber;
    case 'ProposalMade':
    case 'ProposalApproved':
    case 'ProposalRefused':
    case 'ProposalExpired':
      return event.data.proposal;
    case 'RegistrationReversed':
    case 'IssueCorrected':
    case 'SpoilageReversed':
    case 'SerialsRecovered':
    case 'StockCounted':
    case 'VoucherSuperseded':
    case 'CentreClosed':
    case 'HoldersSealed':
      return null;
    default:
      event satisfies never;
      throw new Error(`unknown event in a book: ${(event as BookEvent).type}`);
  }
}
