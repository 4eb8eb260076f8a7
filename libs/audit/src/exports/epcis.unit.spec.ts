import { movements, parseSerial, type RecordedEvent, type Serial } from '#domain';
import { type EpcisObjectEvent, epcisContradictions, epcisFaults, eventsIn, range } from '#testing';
import { Findings, story, stream } from '../../test/story';
import { trace } from '../trace';
import { type EpcisDocument, epcisDocument } from './epcis';
import { type EpcisScope, epcisOfPeriod, epcisOutlook } from './epcis-period';

const log = story();
const createdAt = new Date('2030-01-01T00:00:00Z');
const ever: EpcisScope = { days: { from: '1900-01-01', to: '9999-12-31' } };
const own = 'urn:liushui:vocabulary:';

const nameOf = (ordinal: number): string => range(ordinal, ordinal).from;

async function documentOf(
  ordinal: number,
  events: readonly RecordedEvent[] = log,
): Promise<EpcisDocument> {
  const serial = parseSerial(nameOf(ordinal)) as Serial;
  const { steps } = await trace(stream(events), serial, new Findings());
  const told = steps.map(({ event, recordedAt, ...step }) => ({
    ...step,
    type: event.type,
    recordedAt: new Date(recordedAt),
  }));
  return JSON.parse(JSON.stringify(epcisDocument(nameOf(ordinal), told, createdAt)));
}

async function periodText(events: readonly RecordedEvent[], scope: EpcisScope): Promise<string> {
  const outlook = await epcisOutlook(stream(events), scope);
  let text = '';
  for await (const piece of epcisOfPeriod(stream(events), scope, outlook, createdAt)) text += piece;
  return text;
}

/** Each event of a serial: its words, and `!` where it declares an error. */
async function historyOf(ordinal: number): Promise<string[]> {
  const document = await documentOf(ordinal);
  expect(epcisFaults(document)).toEqual([]);
  const told = eventsIn(document);
  expect(epcisContradictions(told)).toEqual([]);
  return told.map(({ errorDeclaration, action, bizStep, disposition }) =>
    [
      ...(errorDeclaration ? [`! ${errorDeclaration.reason}:`] : []),
      ...[action, bizStep, disposition].map((word) => word.replace(own, 'own ')),
    ].join(' '),
  );
}

/** How a blank comes to Guiyang. */
const arrival = [
  'ADD commissioning active',
  'OBSERVE shipping in_transit',
  'OBSERVE receiving active',
  'OBSERVE shipping in_transit',
  'OBSERVE receiving active',
];
const issued = 'OBSERVE own issuing own issued';

describe('the history of a serial in EPCIS', () => {
  it.each([
    ['a certificate', 1, [...arrival, issued]],
    ['one that was lost', 2, [...arrival, issued, 'OBSERVE replacing own void']],
    ['its replacement', 12, [...arrival, 'OBSERVE replacing own issued']],
    [
      'what was burnt',
      11,
      [...arrival, 'OBSERVE inspecting damaged', 'DELETE destroying destroyed'],
    ],
    [
      '[C6] what was refused',
      201,
      [...arrival.slice(0, 3), 'OBSERVE shipping in_transit', 'OBSERVE receiving returned'],
    ],
    ['[C5] what came damaged', 309, [...arrival.slice(0, 4), 'OBSERVE receiving damaged']],
    ['[C5] what did not come', 310, [...arrival.slice(0, 4), 'OBSERVE stock_taking unknown']],
    ['what is on its way', 311, arrival.slice(0, 4)],
    [
      '[C15] a sheet that bore another number',
      3,
      [...arrival, issued, `! incorrect_data: ${issued}`, issued],
    ],
    [
      '[C15] a sheet that was never used',
      5,
      [...arrival, issued, `! incorrect_data: ${issued}`, 'OBSERVE inspecting active'],
    ],
    ['[C15] the sheet used instead', 15, [...arrival, issued]],
    [
      '[C15] a lost sheet whose replacement was voided',
      6,
      [
        ...arrival,
        issued,
        'OBSERVE replacing own void',
        '! did_not_occur: OBSERVE replacing own void',
        'OBSERVE inspecting own issued',
      ],
    ],
    [
      '[C15] a voided issue whose sheet was not found',
      7,
      [...arrival, issued, `! did_not_occur: ${issued}`, 'OBSERVE stock_taking unknown'],
    ],
    [
      '[C12] what was not spoiled',
      18,
      [
        ...arrival,
        'OBSERVE inspecting damaged',
        '! did_not_occur: OBSERVE inspecting damaged',
        'OBSERVE inspecting active',
      ],
    ],
    [
      '[C1] what was never delivered',
      1_000,
      [arrival[0], `! did_not_occur: ${arrival[0]}`, 'DELETE decommissioning inactive'],
    ],
  ])('of %s', async (_, ordinal, told) => {
    expect(await historyOf(ordinal)).toEqual(told);
  });

  it('declares an error as the standard asks: all as it was told, but for when and why', async () => {
    const [told, declared, corrective] = eventsIn(await documentOf(1_000));
    const { errorDeclaration, recordTime, ...same } = declared;
    expect({ ...same, recordTime: told.recordTime }).toEqual(told);
    expect(recordTime).toBe(corrective.recordTime);
    expect(errorDeclaration).toEqual({
      declarationTime: corrective.recordTime,
      reason: 'did_not_occur',
      correctiveEventIDs: [corrective.eventID],
    });
  });

  it('[C12] what a receipt put down as damaged did arrive', () => {
    const step = { eventId: '00000000-0000-4000-8000-000000000001', occurredOn: '2013-03-01' };
    const at = { ...step, recordedAt: createdAt, reference: null };
    const [, declared] = epcisDocument(
      nameOf(1),
      [
        { ...at, type: 'BlanksReceived', from: 'transit@52000000-1', to: 'spoiled@52010000' },
        { ...at, type: 'SpoilageReversed', from: 'spoiled@52010000', to: 'stock@52010000' },
      ],
      createdAt,
    ).epcisBody.eventList;
    expect(declared).toMatchObject({ errorDeclaration: { reason: 'incorrect_data' } });
  });

  it('makes ids that anybody can make: of the event, the serial and the accounts', () => {
    const step = {
      eventId: '6ba7b810-9dad-11d1-80b4-00c04fd430c8',
      type: 'BlanksRegistered',
      occurredOn: '2013-03-01',
      recordedAt: createdAt,
      from: 'origin',
      to: 'stock@00000000',
      reference: null,
    };
    const [event] = epcisDocument(nameOf(1), [step], createdAt).epcisBody.eventList;
    // By Python: uuid.uuid5(uuid.NAMESPACE_DNS, 'A000000001 origin stock@00000000').
    expect(event).toMatchObject({ eventID: 'urn:uuid:3392f904-6e49-5070-94a1-27fc05b8d3fb' });
  });
});

describe('the history of a period in EPCIS', () => {
  it('is a valid document, an event a line, in which nothing contradicts itself', async () => {
    const text = await periodText(log, ever);
    const document = JSON.parse(text);
    expect(epcisFaults(document)).toEqual([]);
    const told = eventsIn(document);
    expect(epcisContradictions(told)).toEqual([]);
    expect(text.trimEnd().split('\n')).toHaveLength(told.length + 2);
    const types = new Set(told.map((event) => event['liushui:event']));
    const moving = log.filter((event) => movements(event).length > 0).map(({ type }) => type);
    expect(types).toEqual(new Set(moving));
    const words = new Set(text.match(/urn:liushui:vocabulary:[a-z]+/g));
    expect([...words].sort()).toEqual([`${own}issued`, `${own}issuing`, `${own}void`]);
  });

  it('tells of a centre what stands in its book, and of corrections what they correct', async () => {
    const scope = { ...ever, centre: '00000000' };
    const told = eventsIn(JSON.parse(await periodText(log, scope)));
    const steps = new Set(told.map(({ bizStep }) => bizStep));
    expect([...steps]).toEqual(['commissioning', 'shipping', 'decommissioning']);
    expect(told.filter(({ errorDeclaration }) => errorDeclaration)).toHaveLength(1);
  });

  it('without movements has no events, and knows which centres there are', async () => {
    const scope = { days: { from: '1990-01-01', to: '1990-12-31' }, centre: '99999999' };
    const document = JSON.parse(await periodText(log, scope));
    expect([epcisFaults(document), eventsIn(document)]).toEqual([[], []]);
    expect(await epcisOutlook(stream(log), scope)).toMatchObject({ isKnown: false, stepCount: 0 });
  });

  it('ends where the first reading ended, though the log has grown', async () => {
    const shorter = log.slice(0, log.length / 2);
    const outlook = await epcisOutlook(stream(shorter), ever);
    let text = '';
    for await (const piece of epcisOfPeriod(stream(log), ever, outlook, createdAt)) text += piece;
    expect(text).toBe(await periodText(shorter, ever));
    expect(text.length).toBeLessThan((await periodText(log, ever)).length);
  });

  it('is not told where an event names more serials than there can be', async () => {
    const [first] = log.filter(({ type }) => type === 'BlanksRegistered');
    const ranges = [{ from: 'A000000000000', to: 'A999999999999' }];
    const lots = [{ level: 5, edition: '2013-普通', ranges }];
    const forged = { ...first, data: { ...first.data, lots } } as RecordedEvent;
    const outlook = await epcisOutlook(stream([first]), ever);
    await expect(epcisOutlook(stream([forged]), ever)).rejects.toThrow(
      'moves 1000000000000 serials',
    );
    const told = epcisOfPeriod(stream([forged]), ever, outlook, createdAt);
    expect((await told.next()).value).toContain('eventList');
    await expect(told.next()).rejects.toThrow('moves 1000000000000 serials');
  });

  it('is told piece by piece, however much one event moves', async () => {
    const [first] = log.filter(({ type }) => type === 'BlanksRegistered');
    const outlook = await epcisOutlook(stream([first]), ever);
    const pieces = epcisOfPeriod(stream([first]), ever, outlook, createdAt);
    const sizes: number[] = [];
    for await (const piece of pieces) sizes.push(piece.length);
    expect(sizes).toHaveLength(outlook.stepCount + 2);
    expect(Math.max(...sizes)).toBeLessThan(1_000);
  });
});

describe('the check itself', () => {
  const changed = async (change: (event: Record<string, unknown>) => void) => {
    const document = await documentOf(3);
    const told = eventsIn(document) as EpcisObjectEvent[];
    change(told[5] as Record<string, unknown>);
    return epcisFaults(document);
  };

  it.each([
    ['bizStep', 'issuing'],
    ['bizStep', 'urn:epcglobal:cbv:bizstep:shipping'],
    ['disposition', 'lost'],
    ['action', 'ISSUE'],
    ['eventTime', '2013-02-30'],
    ['eventTimeZoneOffset', '+8'],
    ['epcList', ['A000000001']],
    ['epcList', []],
    ['errorDeclaration', { reason: 'incorrect_data' }],
    ['errorDeclaration', { declarationTime: createdAt.toISOString(), reason: 'mistake' }],
    ['readPoint', 'urn:liushui:centre:52010000'],
    ['sourceList', [{ type: 'possessing_party', destination: 'urn:a:b' }]],
    ['bizTransactionList', [{ type: 'consignment', bizTransaction: 'urn:a:b' }]],
    ['ilmd', { 'liushui:level': 5 }],
    ['certificate', 1],
  ])('finds a wrong %s: %j', async (field, value) => {
    const faults = await changed((event) => {
      event[field] = value;
    });
    expect(faults).not.toEqual([]);
  });

  it('finds an id used twice, an error declared of nothing, and a corrective event that is not there', async () => {
    const told = eventsIn(await documentOf(3)) as EpcisObjectEvent[];
    const [first, second, ...others] = told;
    expect(epcisContradictions([first, first, second, ...others])).toHaveLength(1);
    const declaredAt = told.findIndex(({ errorDeclaration }) => errorDeclaration);
    expect(epcisContradictions(told.toSpliced(declaredAt - 1, 1))).toHaveLength(1);
    expect(epcisContradictions(told.toSpliced(declaredAt + 1, 1))).toHaveLength(1);
    const other = { ...told[declaredAt], bizStep: 'inspecting' };
    expect(epcisContradictions(told.with(declaredAt, other))).toHaveLength(1);
  });
});
