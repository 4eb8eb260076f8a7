import { addDays, type CentreCode, type PlainDate, parseSerial, type RecordedEvent } from '#domain';
import type { AsOf, SerialTrace } from '#read-model';
import { range, tree } from '#testing';
import { RecordedSystem } from '../test/recorded-system';

jest.setTimeout(240_000);

const { guizhou, guiyang } = tree;
const heldKinds = [
  ['stock', 'in-stock'],
  ['spoiled', 'spoiled'],
  ['missing', 'missing'],
] as const;

let system: RecordedSystem;
let times: readonly (AsOf & { readonly args: readonly string[] })[];

beforeAll(async () => {
  system = await RecordedSystem.start();
  times = timesOf(await everything());
});

afterAll(() => system?.stop());

async function everything(): Promise<RecordedEvent[]> {
  const events: RecordedEvent[] = [];
  for await (const event of system.log.scan({ holders: false })) events.push(event);
  return events;
}

/** Each day on which anything happened and the one before, some instants, and both together. */
function timesOf(events: readonly RecordedEvent[]) {
  const happened = [...new Set(events.map(({ metadata }) => metadata.occurredOn))].sort();
  const days = [addDays(happened[0], -1), ...happened];
  const every = Math.ceil(events.length / 8);
  const instants = events.filter((_, at) => at % every === 0).map(({ recordedAt }) => recordedAt);
  const at = (asOf?: PlainDate, asOfRecorded?: Date) => ({
    asOf,
    asOfRecorded,
    args: [
      ...(asOf === undefined ? [] : ['--as-of', asOf]),
      ...(asOfRecorded ? ['--as-of-recorded', asOfRecorded.toISOString()] : []),
    ],
  });
  return [
    ...days.map((day) => at(day)),
    ...instants.map((instant) => at(undefined, instant)),
    ...instants.map((instant, index) => at(days[index % days.length], instant)),
  ];
}

async function told(...args: readonly string[]) {
  const { exitCode, out, err } = await system.liushui([...args, '--json']);
  expect([exitCode, err.includes('not judged')]).toEqual([0, false]);
  return JSON.parse(out);
}

it('[C16] stock at any past time, by either clock, is the same from the events and the views', async () => {
  const sums = new Set<string>();
  for (const { args, ...time } of times) {
    const replayed = await told('replay', ...args);
    const { answer } = await system.views.stock(undefined, time);
    expect([args, replayed.stock]).toEqual([args, answer.rows]);
    expect(replayed.conservation).toEqual(answer.conservation);
    sums.add(JSON.stringify(replayed.stock));
  }
  // The times are really different ones.
  expect(sums.size).toBeGreaterThan(5);
});

it.each([guiyang, guizhou])('one centre (%s) with its ranges as well', async (centre) => {
  for (const { args, ...time } of times) {
    const replayed = await told('replay', '--centre', centre, ...args);
    const { answer } = await system.views.stock({ centre, subtree: false }, time);
    expect([args, replayed.stock]).toEqual([args, answer.rows]);
    expect([args, replayed.ranges]).toEqual([args, await rangesOf(centre, time)]);
  }
});

async function rangesOf(centre: CentreCode, time: AsOf) {
  const ranges = [];
  for (const [kind, status] of heldKinds) {
    const { answer } = await system.views.heldRanges(centre, { kind, ...time });
    expect(answer.complete).toBe(true);
    ranges.push(...answer.ranges.map((held) => ({ ...held, status })));
  }
  return ranges;
}

it.each([1, 2, 11, 12, 310, 315, 900])('one serial (%i) as well', async (ordinal) => {
  const serial = range(ordinal, ordinal).from;
  for (const { args, ...time } of times) {
    const traced = await told('trace', serial, ...args);
    const { answer } = await system.views.serial(serial, time);
    if (!answer) throw new Error(`${serial} is unknown to the views`);
    expect([args, stepsTold(traced)]).toEqual([args, stepsOf(answer)]);
    expect([args, traced.certificateNumber]).toEqual([args, answer.state?.certificateNumber]);
  }
});

interface ToldStep {
  readonly event: { readonly type: string };
  readonly eventId: string;
  readonly from: string;
  readonly to: string;
}

const stepsTold = ({ steps }: { readonly steps: readonly ToldStep[] }) =>
  steps.map(({ event, eventId, from, to }) => [event.type, eventId, from, to]);
const stepsOf = ({ history }: SerialTrace) =>
  history.map(({ event, eventId, from, to }) => [event, eventId, from, to]);

describe('what cannot be answered is said', () => {
  it.each([
    ['replay', '--as-of', '2999-01-01'],
    ['replay', '--as-of', '2013-02-30'],
    ['replay', '--as-of-recorded', '2999-01-01T00:00:00Z'],
    ['replay', '--as-of-recorded', '2013-04-01'],
    ['replay', '--centre', '99999999'],
    ['trace', 'A000000001', '--as-of', 'yesterday'],
    ['trace', 'A1', '--as-of', '2013-03-01'],
  ])('liushui %s %s %s', async (...args) => {
    const { exitCode, out, err } = await system.liushui(args);
    expect([exitCode, out]).toEqual([2, '']);
    expect(err).toMatch(/liushui: /);
  });

  it('a serial before it was registered is told as such, and is no finding', async () => {
    const serial = range(1, 1).from;
    const { exitCode, out } = await system.liushui(['trace', serial, '--as-of', '1999-12-31']);
    expect(exitCode).toBe(0);
    expect(out).toMatch(/A000000001: not registered \(.* as of 1999-12-31\)/);
    expect(parseSerial(serial)).toBeDefined();
  });
});
