/** What is wrong with a document of EPCIS, by ajv and by what no schema can say. */
import Ajv from 'ajv';
import addFormats from 'ajv-formats';
import schema from './epcis-2.0.schema.json';

// Keywords unknown to ajv are faults; a type that stands a level higher is none.
const ajv = new Ajv({ allErrors: true, strict: true, strictRequired: false, strictTypes: false });
addFormats(ajv);
const isValid = ajv.compile(schema);

/** An event of a document, as far as specs look into it. */
export interface EpcisObjectEvent extends Readonly<Record<string, unknown>> {
  readonly eventID: string;
  readonly recordTime: string;
  readonly epcList: readonly [string];
  readonly bizStep: string;
  readonly disposition: string;
  readonly action: string;
  readonly errorDeclaration?: {
    readonly declarationTime: string;
    readonly reason: string;
    readonly correctiveEventIDs: readonly string[];
  };
}

/** Where a document breaks the schema; empty is fine. */
export function epcisFaults(document: unknown): string[] {
  if (isValid(document)) return [];
  return (isValid.errors ?? []).map(({ instancePath, message }) => `${instancePath} ${message}`);
}

export const eventsIn = (document: unknown): readonly EpcisObjectEvent[] =>
  (document as { epcisBody: { eventList: readonly EpcisObjectEvent[] } }).epcisBody.eventList;

/**
 * Where the events of a valid document contradict each other: an id that two of them have, an error
 * that is declared of something else than was told, or that nothing corrects. The event that is
 * declared wrong may be older than the document, unless it holds the whole history.
 */
export function epcisContradictions(
  events: readonly EpcisObjectEvent[],
  { isWhole = true }: { isWhole?: boolean } = {},
): string[] {
  const told = new Map<string, string>();
  const wrong: string[] = [];
  for (const event of events) {
    if (event.errorDeclaration) continue;
    if (told.has(event.eventID)) wrong.push(`${event.eventID} is the id of two events`);
    told.set(event.eventID, assertionOf(event));
  }
  const disowned = new Set<string>();
  for (const event of events) {
    const { errorDeclaration: declared, eventID } = event;
    if (!declared) continue;
    if (disowned.has(eventID)) wrong.push(`${eventID} is declared wrong twice`);
    disowned.add(eventID);
    const original = told.get(eventID);
    const isOlder = original === undefined && !isWhole;
    if (!isOlder && original !== assertionOf(event)) {
      wrong.push(`what is declared wrong of ${eventID} was never said`);
    }
    const missing = declared.correctiveEventIDs.filter((id) => !told.has(id) || id === eventID);
    if (missing.length > 0 || declared.correctiveEventIDs.length === 0) {
      wrong.push(`nothing corrects ${eventID}: ${missing.join(' ')}`);
    }
  }
  return wrong;
}

/** What an event says, apart from when that was recorded and whether it was wrong. */
function assertionOf({ recordTime: _, errorDeclaration: __, ...same }: EpcisObjectEvent): string {
  return JSON.stringify(Object.entries(same).sort(([a], [b]) => (a < b ? -1 : 1)));
}
