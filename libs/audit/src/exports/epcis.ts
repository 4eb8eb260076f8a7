/**
 * The history of one blank as a document of EPCIS 2.0 (ISO/IEC 19987), the traceability standard
 * of supply chains, for whoever follows goods by it. What its core business vocabulary has a word
 * for is said by that word; what is peculiar to certificates by a word of ours.
 */
import type { PlainDate } from '#domain';

/** One movement of the serial. Accounts are texts as `stock@52010001`. */
export interface EpcisStep {
  readonly eventId: string;
  readonly type: string;
  readonly occurredOn: PlainDate;
  readonly recordedAt: Date;
  readonly from: string;
  readonly to: string;
  readonly reference: string | null;
}

const vocabulary = 'urn:liushui:vocabulary:';
const own = (word: string): string => `${vocabulary}${word}`;

/** By the event's type: what was being done. */
const bizSteps: Readonly<Record<string, string>> = {
  BlanksRegistered: 'commissioning',
  RegistrationReversed: 'decommissioning',
  BlanksDispatched: 'shipping',
  BlanksReceived: 'receiving',
  BlanksTakenBack: 'void_shipping',
  CertificatesIssued: own('issuing'),
  ReplacementPrinted: 'replacing',
  IssueCorrected: own('correcting'),
  IssueVoided: own('voiding'),
  SerialsSpoiled: 'inspecting',
  SpoilageReversed: own('correcting'),
  SerialDestroyed: 'destroying',
  SerialsReportedMissing: 'stock_taking',
  SerialsRecovered: 'stock_taking',
};

/** By the kind of account it went to: in which state that left it. */
const dispositions: Readonly<Record<string, string>> = {
  origin: 'inactive',
  stock: 'active',
  transit: 'in_transit',
  issued: own('issued'),
  void: 'inactive',
  spoiled: 'damaged',
  missing: 'unknown',
  destroyed: 'destroyed',
};

export interface EpcisDocument {
  readonly '@context': readonly [string, Readonly<Record<string, string>>];
  readonly type: 'EPCISDocument';
  readonly schemaVersion: '2.0';
  readonly creationDate: string;
  readonly epcisBody: { readonly eventList: readonly object[] };
}

/** Steps oldest first. What happened is known by the day, and is told as that day's beginning. */
export function epcisDocument(
  serial: string,
  steps: readonly EpcisStep[],
  createdAt: Date,
): EpcisDocument {
  return {
    '@context': [
      'https://ref.gs1.org/standards/epcis/2.0.0/epcis-context.jsonld',
      { liushui: vocabulary },
    ],
    type: 'EPCISDocument',
    schemaVersion: '2.0',
    creationDate: createdAt.toISOString(),
    epcisBody: { eventList: steps.map((step) => epcisEvent(serial, step)) },
  };
}

function epcisEvent(serial: string, step: EpcisStep): object {
  const { eventId, type, occurredOn, recordedAt, from, to, reference } = step;
  const consignment = [from, to].find((account) => account.startsWith('transit@'));
  const [giver, taker] = [holderOf(from), holderOf(to)];
  return {
    type: 'ObjectEvent',
    eventID: `urn:uuid:${eventId}`,
    eventTime: `${occurredOn}T00:00:00.000+08:00`,
    eventTimeZoneOffset: '+08:00',
    recordTime: recordedAt.toISOString(),
    epcList: [`urn:liushui:blank:${serial}`],
    action: actionOf(from, to),
    bizStep: wordFor(bizSteps, type),
    disposition: wordFor(dispositions, kindOf(to)),
    ...(taker ? { bizLocation: { id: taker } } : {}),
    ...(consignment
      ? { bizTransactionList: [{ type: 'desadv', bizTransaction: consignmentId(consignment) }] }
      : {}),
    ...(giver ? { sourceList: [{ type: 'possessing_party', source: giver }] } : {}),
    ...(taker ? { destinationList: [{ type: 'possessing_party', destination: taker }] } : {}),
    'liushui:event': type,
    'liushui:from': from,
    'liushui:to': to,
    ...(reference === null ? {} : { 'liushui:reference': reference }),
  };
}

/** Its life begins at the works and ends in the fire, or as if it had never begun. */
function actionOf(from: string, to: string): 'ADD' | 'OBSERVE' | 'DELETE' {
  if (from === 'origin') return 'ADD';
  return to === 'origin' || kindOf(to) === 'destroyed' ? 'DELETE' : 'OBSERVE';
}

const kindOf = (account: string): string => account.split('@')[0];

/** Who has it; nobody at the works and on the way. */
function holderOf(account: string): string | undefined {
  const [kind, place] = account.split('@');
  return kind === 'origin' || kind === 'transit' ? undefined : `urn:liushui:centre:${place}`;
}

const consignmentId = (account: string): string =>
  `urn:liushui:consignment:${account.slice('transit@'.length)}`;

/** Every moving event and account has its word: one without is a fault of this program. */
function wordFor(words: Readonly<Record<string, string>>, key: string): string {
  const word = words[key];
  if (word === undefined) throw new Error(`EPCIS has no word for ${key}`);
  return word;
}
