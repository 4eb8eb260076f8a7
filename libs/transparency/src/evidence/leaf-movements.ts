/**
 * What a leaf moves, of which nothing is believed: whoever can write leaves can write anything into
 * them. Only movements that the event of this name can make are made of it, and in their shapes.
 */
import {
  type Account,
  levels,
  type Movement,
  movements,
  type RecordedEvent,
  type Serial,
} from '#domain';
import { touchesOfData } from '../map/touches';
import type { Moving } from './custody-text';
import type { ReadLeaf } from './leaves';

/** Where an event can take serials to. */
const destinations: Readonly<Record<Moving, readonly Account['kind'][]>> = {
  BlanksRegistered: ['stock'],
  RegistrationReversed: ['origin'],
  BlanksDispatched: ['transit'],
  BlanksReceived: ['stock', 'spoiled', 'missing'],
  BlanksTakenBack: ['stock'],
  CertificatesIssued: ['issued'],
  ReplacementPrinted: ['issued', 'void', 'spoiled'],
  IssueCorrected: ['issued', 'stock', 'spoiled', 'missing'],
  IssueVoided: ['issued', 'spoiled', 'missing'],
  SerialsSpoiled: ['spoiled'],
  SpoilageReversed: ['stock'],
  SerialDestroyed: ['destroyed'],
  SerialsReportedMissing: ['missing'],
  SerialsRecovered: ['stock', 'spoiled'],
};

/**
 * The movements that contain the serial. None for an event that the map takes for unreadable, and
 * none for one of which any of them is no movement of such an event.
 */
export function movementsOf({ stream, type, data }: ReadLeaf, serial: Serial): Movement[] {
  const { series, ordinal } = serial;
  const holds = (range: { series: string; first: number; last: number }): boolean =>
    range.series === series && range.first <= ordinal && ordinal <= range.last;
  if (!Object.hasOwn(destinations, type)) return [];
  if (!touchesOfData(stream, type, data).some(holds)) return [];
  const event = { stream, type, data } as unknown as RecordedEvent;
  const moved = movements(event).filter(({ ranges }) => ranges.some(holds));
  const isMovement = ({ from, to, level, edition }: Movement): boolean =>
    isAccount(from) &&
    isAccount(to) &&
    destinations[type as Moving].includes(to.kind) &&
    levels.includes(level) &&
    typeof edition === 'string';
  return moved.every(isMovement) ? moved : [];
}

const centreForm = /^\d{8}$/;
const consignmentForm = /^\d{8}-\d{1,20}$/;

const hasForm = (value: unknown, form: RegExp): boolean =>
  typeof value === 'string' && form.test(value);

function isAccount(account: Account): boolean {
  switch (account.kind) {
    case 'origin':
      return true;
    case 'transit':
      return hasForm(account.consignment, consignmentForm);
    default:
      return hasForm(account.centre, centreForm);
  }
}
