/**
 * The history of one blank as a document of EPCIS 2.0 (ISO/IEC 19987), the traceability standard
 * of supply chains, for whoever follows goods by it. A movement of a serial is an event; one that a
 * correction takes back is told again, with a declaration of the error, right before it.
 */
import { createHash } from 'node:crypto';
import { disownedBy, type EarlierSteps, type EpcisStep, errorReason } from './epcis-steps';
import { bizStepOf, dispositionOf, kindOf, vocabulary } from './epcis-words';

export interface EpcisHeading {
  readonly '@context': readonly [string, Readonly<Record<string, string>>];
  readonly type: 'EPCISDocument';
  readonly schemaVersion: '2.0';
  readonly creationDate: string;
}

export interface EpcisDocument extends EpcisHeading {
  readonly epcisBody: { readonly eventList: readonly object[] };
}

/** Steps oldest first, from the registration on. A day is told as its beginning. */
export function epcisDocument(
  serial: string,
  steps: readonly EpcisStep[],
  createdAt: Date,
): EpcisDocument {
  return { ...epcisHeading(createdAt), epcisBody: { eventList: [...eventList(serial, steps)] } };
}

export const epcisHeading = (createdAt: Date): EpcisHeading => ({
  '@context': [
    'https://ref.gs1.org/standards/epcis/2.0.0/epcis-context.jsonld',
    { liushui: vocabulary },
  ],
  type: 'EPCISDocument',
  schemaVersion: '2.0',
  creationDate: createdAt.toISOString(),
});

function* eventList(serial: string, steps: readonly EpcisStep[]): Generator<object> {
  let before: EarlierSteps = {};
  for (const step of steps) {
    yield* epcisEvents(serial, step, before);
    const registered = step.from === 'origin' ? step : before.registered;
    before = { last: step, registered };
  }
}

/** What one movement of a serial leads to: its event, after a declaration of what it takes back. */
export function epcisEvents(serial: string, step: EpcisStep, before: EarlierSteps): object[] {
  const event = epcisEvent(serial, step);
  const wrong = disownedBy(step, before);
  if (!wrong) return [event];
  const { recordTime, ...same } = epcisEvent(serial, wrong);
  const errorDeclaration = {
    declarationTime: event.recordTime,
    reason: errorReason(step, wrong),
    correctiveEventIDs: [event.eventID],
  };
  return [{ ...same, recordTime: event.recordTime, errorDeclaration }, event];
}

function epcisEvent(serial: string, step: EpcisStep) {
  const { type, occurredOn, recordedAt, from, to, reference } = step;
  const centre = centreOf(from) ?? centreOf(to);
  const isThere = kindOf(to) === 'stock' || kindOf(to) === 'spoiled';
  return {
    type: 'ObjectEvent',
    eventID: `urn:uuid:${eventUuid(step, serial)}`,
    eventTime: `${occurredOn}T00:00:00.000+08:00`,
    eventTimeZoneOffset: '+08:00',
    recordTime: recordedAt.toISOString(),
    epcList: [`urn:liushui:blank:${serial}`],
    action: actionOf(from, to),
    bizStep: bizStepOf(type, to),
    disposition: dispositionOf(type, to),
    ...(centre ? { readPoint: { id: centre } } : {}),
    ...(centre && isThere ? { bizLocation: { id: centre } } : {}),
    ...transferOf(from, to),
    'liushui:event': type,
    'liushui:from': from,
    'liushui:to': to,
    ...(reference === null ? {} : { 'liushui:reference': reference }),
  };
}

/** The consignment by which it changes hands, who had it and who has it now. */
function transferOf(from: string, to: string): object {
  const consignment = [from, to].find((account) => kindOf(account) === 'transit');
  if (consignment === undefined) return {};
  const bizTransaction = `urn:liushui:consignment:${encodeURIComponent(placeOf(consignment))}`;
  const type = 'possessing_party';
  const isTaken = kindOf(to) === 'stock' || kindOf(to) === 'spoiled';
  return {
    bizTransactionList: [{ type: 'desadv', bizTransaction }],
    ...(kindOf(to) === 'transit' ? { sourceList: [{ type, source: centreOf(from) }] } : {}),
    ...(isTaken ? { destinationList: [{ type, destination: centreOf(to) }] } : {}),
  };
}

/**
 * The same movement of the same serial has the same id in every document: a UUID of version 5
 * (RFC 9562), the recorded event's id being the name space. A recorded event that moves a serial
 * twice moves it between different accounts.
 */
function eventUuid({ eventId, from, to }: EpcisStep, serial: string): string {
  const bytes = createHash('sha1')
    .update(Buffer.from(eventId.replaceAll('-', ''), 'hex'))
    .update(`${serial} ${from} ${to}`)
    .digest();
  bytes[6] = (bytes[6] & 0x0f) | 0x50;
  bytes[8] = (bytes[8] & 0x3f) | 0x80;
  return bytes.toString('hex', 0, 16).replace(/^(.{8})(.{4})(.{4})(.{4})/, '$1-$2-$3-$4-');
}

/** Its life begins at the works and ends in the fire, or as if it had never begun. */
function actionOf(from: string, to: string): 'ADD' | 'OBSERVE' | 'DELETE' {
  if (from === 'origin') return 'ADD';
  return to === 'origin' || kindOf(to) === 'destroyed' ? 'DELETE' : 'OBSERVE';
}

const placeOf = (account: string): string => account.slice(account.indexOf('@') + 1);

/** In whose book it is; undefined at the works and on the way. */
function centreOf(account: string): string | undefined {
  const kind = kindOf(account);
  if (kind === 'origin' || kind === 'transit') return undefined;
  return `urn:liushui:centre:${encodeURIComponent(placeOf(account))}`;
}
