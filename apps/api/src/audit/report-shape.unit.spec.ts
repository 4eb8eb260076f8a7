import { Readable } from 'node:stream';
import { reconcile } from '#audit';
import type { RecordedEvent } from '#domain';
import { checkFindings, checkLog, checkViews } from './report-shape';

const uint64Max = '18446744073709551615';
const views = {
  treeSize: 0,
  position: '-1',
  eventCount: 0,
  laterEventCount: 0,
  rows: [],
  registered: 0,
  conservationHolds: true,
};
const log = {
  treeSize: 0,
  root: '47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=',
  keys: [],
  headCount: 0,
  signedSize: 0,
  mapRootCount: 0,
  mappedSize: 0,
  comparedWithDatabase: false,
  comparedWithKept: false,
};
const reversed: RecordedEvent = {
  ...{ id: '1', stream: 'book-00000001', revision: 0n, position: 0n },
  type: 'RegistrationReversed',
  data: {
    lots: [{ level: 5, edition: '2013-普通', ranges: [{ from: 'A000100001', to: 'A000999000' }] }],
    reason: '等级录入错误',
  },
  metadata: {
    schema: 1,
    actor: { user: 'u', role: 'clerk', centre: '00000001' },
    occurredOn: '2014-03-01',
    decidedAt: '2014-03-01T08:00:00.000Z',
    correlationId: 'r',
  },
  recordedAt: new Date('2014-03-01T08:00:00.000Z'),
};
const finding = (revision: string, position: string) => ({
  severity: 'error',
  check: 'revision-gap',
  events: [{ stream: 'book-52010000', revision, type: 'SerialsSpoiled', position }],
  params: { expected: '3' },
});

describe('a report is not malformed because of what the log holds', () => {
  it.each([
    ['nothing', views],
    ['a reversal of more than was registered', { ...views, registered: -899_000 }],
    ['a position at the end of all', { ...views, position: uint64Max }],
    ['a revision beyond all others', { ...views, treeSize: Number.MAX_SAFE_INTEGER }],
  ])('compared with the views: %s', (_, told) => {
    expect(checkViews(told, '/views')).toEqual([]);
  });

  it('compared with the views: what the program makes of a forged reversal', async () => {
    const position = BigInt(uint64Max);
    const forged = { ...reversed, position };
    const snapshot = { position, eventPosition: position, rows: () => Readable.from([]) };
    const report = () => undefined;
    const made = await reconcile(Readable.from([forged]), snapshot, { report });
    const { registered } = made.conservation;
    expect(registered).toBe(-899_000);
    const told = { ...views, position: String(made.position), treeSize: made.treeSize, registered };
    expect(checkViews(told, '/views')).toEqual([]);
  });

  it('verified: nothing', () => expect(checkLog(log, '/log')).toEqual([]));

  it.each([
    ['0', '-1'],
    ['9223372036854775808', '900'],
    [uint64Max, uint64Max],
  ])('found in revision %s at %s', (revision, position) => {
    expect(checkFindings([finding(revision, position)], '/findings')).toEqual([]);
  });
});

it.each([0.5, '-1', 2 ** 53])('%p is no sum of what was registered', (registered) => {
  expect(checkViews({ ...views, registered }, '/views')).toMatchObject([
    { path: '/views/registered', code: 'whole' },
  ]);
});
