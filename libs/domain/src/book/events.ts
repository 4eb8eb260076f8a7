/** What can happen in one centre's book. Type strings are for ever: a new shape is a new schema. */

import type { RangeText } from '../serials/serial';
import type {
  CentreCode,
  ConsignmentNumber,
  IssuedRun,
  Level,
  LossNotice,
  Lot,
  Minutes,
  Occupation,
  ProposalNumber,
  Roster,
  SpoilageCause,
} from '../vocabulary';
import type { StoredCommand } from './commands';

export interface BlanksRegistered {
  type: 'BlanksRegistered';
  data: { lots: readonly Lot[]; supplier: string; deliveryNote: string };
}

export interface BlanksDispatched {
  type: 'BlanksDispatched';
  data: {
    consignment: ConsignmentNumber;
    to: CentreCode;
    lots: readonly Lot[];
    handedOverBy: string;
  };
}

export interface BlanksReceived {
  type: 'BlanksReceived';
  data: {
    consignment: ConsignmentNumber;
    from: CentreCode;
    accepted: readonly Lot[];
    damaged: readonly Lot[];
    missing: readonly Lot[];
    /** What lay in the box and was not sent: noted, moves nothing. */
    unexpected: readonly RangeText[];
    countedBy: readonly string[];
  };
}

export interface BlanksRefused {
  type: 'BlanksRefused';
  data: { consignment: ConsignmentNumber; from: CentreCode; reason: string };
}

export interface BlanksTakenBack {
  type: 'BlanksTakenBack';
  data: { consignment: ConsignmentNumber; to: CentreCode; lots: readonly Lot[] };
}

export interface CertificatesIssued {
  type: 'CertificatesIssued';
  data: {
    roster: Roster;
    level: Level;
    occupation: Occupation;
    station: CentreCode;
    /** In the order of the post's lines; so are the sealed lines of the HoldersSealed before it. */
    runs: readonly IssuedRun[];
  };
}

export interface ReplacementPrinted {
  type: 'ReplacementPrinted';
  data: {
    certificateNumber: string;
    level: Level;
    reason: 'lost' | 'damaged';
    printed: { serial: string; edition: string };
    /** Void when lost, spoiled when handed in. */
    replaced: { serial: string; edition: string; becomes: 'void' | 'spoiled' };
    lossNotice?: LossNotice;
    remark: string;
  };
}

export interface SerialsSpoiled {
  type: 'SerialsSpoiled';
  data: { lots: readonly Lot[]; cause: SpoilageCause; note?: string };
}

export interface SerialDestroyed {
  type: 'SerialDestroyed';
  data: { lots: readonly Lot[]; minutes: Minutes };
}

/** Sealed holders of the fact that follows in the same append; `data` is binary in the store. */
export interface HoldersSealed {
  type: 'HoldersSealed';
  data: Uint8Array;
}

export interface ProposalMade {
  type: 'ProposalMade';
  data: { proposal: ProposalNumber; command: StoredCommand; expiresAt: string };
}

export interface ProposalApproved {
  type: 'ProposalApproved';
  data: { proposal: ProposalNumber };
}

export interface ProposalRefused {
  type: 'ProposalRefused';
  data: { proposal: ProposalNumber; reason: string };
}

export type BookEvent =
  | BlanksRegistered
  | BlanksDispatched
  | BlanksReceived
  | BlanksRefused
  | BlanksTakenBack
  | CertificatesIssued
  | ReplacementPrinted
  | SerialsSpoiled
  | SerialDestroyed
  | HoldersSealed
  | ProposalMade
  | ProposalApproved
  | ProposalRefused;

export const bookEventTypes = [
  'BlanksRegistered',
  'BlanksDispatched',
  'BlanksReceived',
  'BlanksRefused',
  'BlanksTakenBack',
  'CertificatesIssued',
  'ReplacementPrinted',
  'SerialsSpoiled',
  'SerialDestroyed',
  'HoldersSealed',
  'ProposalMade',
  'ProposalApproved',
  'ProposalRefused',
] as const satisfies readonly BookEvent['type'][];

export const bookStream = (centre: CentreCode): string => `book-${centre}`;
