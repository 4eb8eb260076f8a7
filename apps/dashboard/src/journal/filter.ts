/** Which lines of a book the reader asked for; the address carries it. */
import { type Axis, dayAfter, isDay } from '../flow/moment';
import { readNumber } from '../trace/number';

export const journalEvents = [
  'BlanksRegistered',
  'RegistrationReversed',
  'BlanksDispatched',
  'BlanksReceived',
  'BlanksRefused',
  'BlanksTakenBack',
  'CertificatesIssued',
  'ReplacementPrinted',
  'IssueCorrected',
  'IssueVoided',
  'SerialsSpoiled',
  'SpoilageReversed',
  'SerialDestroyed',
  'SerialsReportedMissing',
  'SerialsRecovered',
  'StockCounted',
  'VouchersIssued',
  'VoucherSuperseded',
  'VoucherReplaced',
  'VoucherVoided',
  'CentreClosed',
  'ProposalMade',
  'ProposalApproved',
  'ProposalRefused',
  'ProposalExpired',
] as const;
export type JournalEvent = (typeof journalEvents)[number];

export interface JournalFilter {
  readonly event?: JournalEvent;
  readonly level?: string;
  readonly axis: Axis;
  /** Days in Beijing, inclusive. */
  readonly from?: string;
  readonly to?: string;
  readonly serial?: string;
  /** A user id. */
  readonly actor?: string;
}

/** What makes a filter show every line; by which time its days would be is left as it is. */
export const unfiltered: Readonly<Record<Exclude<keyof JournalFilter, 'axis'>, undefined>> = {
  event: undefined,
  level: undefined,
  from: undefined,
  to: undefined,
  serial: undefined,
  actor: undefined,
};

/** A line that the address points at, by its revision: it stands open among those that fit. */
export const pointedAt = (search: URLSearchParams): string | undefined =>
  /^\d{1,15}$/.exec(search.get('line') ?? '')?.[0];

/** The address of one line of a book, among those of its kind and day. */
export function lineAddress(line: {
  readonly centre: string;
  readonly event: string;
  readonly occurredOn: string;
  readonly revision: string;
}): string {
  const { centre, event, occurredOn, revision } = line;
  const search = new URLSearchParams({ event, from: occurredOn, to: occurredOn, line: revision });
  return `/journal/${centre}?${search}`;
}

const dayOf = (text: string | null): string | undefined =>
  text !== null && isDay(text) ? text : undefined;

/** Whatever the address says that is no filter is passed over; `filterPassedOver` tells of it. */
export function readFilter(search: URLSearchParams): JournalFilter {
  const serial = readNumber(search.get('serial') ?? '');
  return {
    event: journalEvents.find((event) => event === search.get('event')),
    level: ['5', '4', '3', '2', '1'].find((level) => level === search.get('level')),
    axis: search.get('by') === 'recorded' ? 'recorded' : 'occurred',
    from: dayOf(search.get('from')),
    to: dayOf(search.get('to')),
    serial: serial.kind === 'serial' ? serial.text : undefined,
    actor: search.get('actor') || undefined,
  };
}

const names = ['event', 'level', 'by', 'from', 'to', 'serial', 'actor', 'line'];

/** What an address says in the name of a filter and is none, as `name=value`. */
export function filterPassedOver(search: URLSearchParams): string[] {
  const { axis, ...filter } = readFilter(search);
  const followed: Record<string, string | undefined> = {
    ...filter,
    by: search.get('by') === axis ? axis : undefined,
    line: pointedAt(search),
  };
  return names.flatMap((name) =>
    search
      .getAll(name)
      .filter((value, index) => value !== '' && (followed[name] === undefined || index > 0))
      .map((value) => `${name}=${value}`),
  );
}

export function writeFilter({ axis, ...filter }: JournalFilter): URLSearchParams {
  const search = new URLSearchParams();
  for (const [name, value] of Object.entries(filter)) {
    if (value !== undefined) search.set(name, value);
  }
  if (axis === 'recorded') search.set('by', axis);
  return search;
}

/** As the API is asked. */
export function queryOf({ axis, from, to, ...filter }: JournalFilter) {
  const days =
    axis === 'occurred'
      ? { from, to }
      : {
          recordedFrom: from && `${dayAfter(from, -1)}T16:00:00.000Z`,
          recordedTo: to && `${to}T15:59:59.999Z`,
        };
  const all: Record<string, string | undefined> = { ...filter, ...days };
  const said = Object.entries(all).filter(([, value]) => value !== undefined);
  return Object.fromEntries(said) as Record<string, string>;
}

export const isFiltered = (filter: JournalFilter): boolean =>
  Object.keys(queryOf(filter)).length > 0;
