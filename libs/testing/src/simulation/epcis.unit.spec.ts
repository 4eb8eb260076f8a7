import { type EpcisScope, epcisDocument, epcisOfPeriod, epcisOutlook, trace } from '#audit';
import { centreOfBook, movements, parseSerial, type RecordedEvent, type Serial } from '#domain';
import {
  type EpcisObjectEvent,
  epcisContradictions,
  epcisFaults,
  eventsIn,
} from '../epcis/epcis-check';
import { SimulatedStore, simulate, stepsOf } from '.';

const stepCount = 150;
const seedCount = 12;
const serialsTracedMax = 25;
const limitMs = 120_000;

/** Whatever moves blanks: the worlds must meet it, or they prove less than they say. */
const mustMove = [
  'BlanksRegistered',
  'RegistrationReversed',
  'BlanksDispatched',
  'BlanksReceived',
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
];

const ever = { days: { from: '1900-01-01', to: '9999-12-31' } };
const createdAt = new Date('2030-01-01T00:00:00Z');

async function* log(events: readonly RecordedEvent[]) {
  yield* events;
}

async function worldOf(seed: number): Promise<readonly RecordedEvent[]> {
  const store = new SimulatedStore();
  await simulate(seed, stepsOf(seed, stepCount), { store });
  return [...store.streams()]
    .flatMap(([, stream]) => stream)
    .sort((a, b) => (a.position < b.position ? -1 : 1));
}

/** The document of a period; it breaks no schema. */
async function periodOf(
  events: readonly RecordedEvent[],
  scope: EpcisScope,
): Promise<readonly EpcisObjectEvent[]> {
  const outlook = await epcisOutlook(log(events), scope);
  let text = '';
  for await (const piece of epcisOfPeriod(log(events), scope, outlook, createdAt)) text += piece;
  const document = JSON.parse(text);
  expect(epcisFaults(document)).toEqual([]);
  const told = eventsIn(document);
  expect(told.filter(({ errorDeclaration }) => !errorDeclaration)).toHaveLength(outlook.stepCount);
  return told;
}

/** The document of one serial; it breaks no schema. */
async function serialOf(events: readonly RecordedEvent[], name: string) {
  const { steps } = await trace(log(events), parseSerial(name) as Serial, {
    report: () => undefined,
  });
  const told = steps.map(({ event, recordedAt, ...step }) => ({
    ...step,
    type: event.type,
    recordedAt: new Date(recordedAt),
  }));
  const document = JSON.parse(JSON.stringify(epcisDocument(name, told, createdAt)));
  expect(epcisFaults(document)).toEqual([]);
  return eventsIn(document);
}

const serialIn = ({ epcList: [epc] }: EpcisObjectEvent): string => epc.split(':').at(-1) ?? '';

/** The corrected first, and some of the others. */
function someSerials(told: readonly EpcisObjectEvent[]): string[] {
  const corrected = told.filter(({ errorDeclaration }) => errorDeclaration).map(serialIn);
  return [...new Set([...corrected, ...told.map(serialIn)])].slice(0, serialsTracedMax);
}

describe('EPCIS of worlds by chance', () => {
  const worlds: (readonly RecordedEvent[])[] = [];

  beforeAll(async () => {
    for (let seed = 1; seed <= seedCount; seed++) {
      worlds.push(await worldOf(seed));
    }
  }, limitMs);

  it('meets all that moves blanks, and errors of both kinds', async () => {
    const moving = worlds.flat().filter((event) => movements(event).length > 0);
    const told = (await Promise.all(worlds.map((events) => periodOf(events, ever)))).flat();
    const reasons = told.flatMap(({ errorDeclaration }) => errorDeclaration?.reason ?? []);
    expect([...new Set(moving.map(({ type }) => type))]).toEqual(expect.arrayContaining(mustMove));
    expect([...new Set(reasons)].sort()).toEqual(['did_not_occur', 'incorrect_data']);
  });

  it('has one event for each movement of each serial, and none contradicts another', async () => {
    for (const events of worlds) {
      expect(epcisContradictions(await periodOf(events, ever))).toEqual([]);
    }
  });

  it('tells of a serial alone what the period tells of it', async () => {
    for (const events of worlds) {
      const told = await periodOf(events, ever);
      for (const name of someSerials(told)) {
        const alone = await serialOf(events, name);
        expect(alone).toEqual(told.filter((event) => serialIn(event) === name));
        expect(epcisContradictions(alone)).toEqual([]);
      }
    }
  });

  it('days and books of their own hold together what the whole holds', async () => {
    for (const events of worlds) {
      const whole = await periodOf(events, ever);
      const days = events.map(({ metadata }) => metadata.occurredOn).sort();
      const middle = days[Math.floor(days.length / 2)];
      const early = await periodOf(events, { days: { ...ever.days, to: middle } });
      const after = events.filter(({ metadata }) => metadata.occurredOn > middle);
      const next = after.map(({ metadata }) => metadata.occurredOn).sort()[0] ?? '9999-12-31';
      const late = await periodOf(events, { days: { ...ever.days, from: next } });
      expect(epcisContradictions(late, { isWhole: false })).toEqual([]);
      const books = [...new Set(events.map(({ stream }) => centreOfBook(stream)))].filter(
        (centre) => centre !== undefined,
      );
      const ofBooks = await Promise.all(
        books.map((centre) => periodOf(events, { ...ever, centre })),
      );
      expect(sorted([...early, ...late])).toEqual(sorted(whole));
      expect(sorted(ofBooks.flat())).toEqual(sorted(whole));
    }
  });
});

const sorted = (told: readonly EpcisObjectEvent[]): string[] =>
  told.map((event) => JSON.stringify(event)).sort();
