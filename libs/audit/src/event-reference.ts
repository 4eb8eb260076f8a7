/** What a reader looks an event up by: a paper's number, never a person. */
import type { RecordedEvent } from '#domain';

export function paperOf(event: RecordedEvent): string | null {
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
    case 'CentreRegistered':
    case 'ManagerAppointed':
    case 'RoleGranted':
    case 'RoleWithdrawn':
      return null;
    default:
      event satisfies never;
      throw new Error(`unknown event: ${(event as RecordedEvent).type}`);
  }
}
