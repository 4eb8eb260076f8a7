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
      return event.data.roster.reference;
    case 'ReplacementPrinted':
      return event.data.certificateNumber;
    case 'SerialsSpoiled':
      return event.data.cause;
    case 'SerialDestroyed':
      return `${event.data.minutes.on} ${event.data.minutes.place}`;
    case 'ProposalMade':
    case 'ProposalApproved':
    case 'ProposalRefused':
      return event.data.proposal;
    case 'HoldersSealed':
      return null;
    default:
      event satisfies never;
      throw new Error(`unknown event in a book: ${(event as BookEvent).type}`);
  }
}
