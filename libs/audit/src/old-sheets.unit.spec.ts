import type { BookCommandBody } from '#domain';
import { dispatch, holderOf, number, receive, register, stocked, tree, type World } from '#testing';
import { Findings, stream } from '../test/story';
import { replay } from './replay';

const { ministry, guizhou, guiyang, guiyangStation, zunyi, zunyiStation } = tree;

function worldOfTwoCities(): World {
  const world = stocked();
  world.must(guizhou, dispatch(zunyi, 401, 410));
  world.must(zunyi, receive(world.lastConsignment(guizhou), 401, 410));
  return world;
}

const older = (station: string, serial: string, sheet: string): BookCommandBody => ({
  type: 'PrintReplacement',
  certificateNumber: number(7, { year: '09', institution: station }),
  serial,
  reason: 'damaged',
  original: {
    issuedOn: '2009-07-01',
    level: 5,
    occupation: { name: '焊工' },
    station,
    serial: sheet,
    holder: holderOf(7),
  },
});
const voiding = (station: string): BookCommandBody => ({
  type: 'VoidIssue',
  certificateNumber: number(7, { year: '09', institution: station }),
  sheet: 'in-hand',
  cause: 'misprint',
  reason: '错',
});

async function warningsOf({ log }: World) {
  const findings = new Findings();
  await replay(stream(log), { report: findings.report });
  return findings.all.map(({ severity, check, params }) => [severity, check, params.serial]);
}

describe('what certificates older than the books are said to be printed on', () => {
  it('[P1] is found where two books were told the same, unless one of them was voided', async () => {
    const world = worldOfTwoCities();
    world.settle(guiyang, older(guiyangStation, 'A000000010', 'Z000000007'));
    expect(await warningsOf(world)).toEqual([]);
    world.settle(zunyi, older(zunyiStation, 'A000000401', 'Z000000007'));
    expect(await warningsOf(world)).toEqual([['warning', 'old-sheet-of-two', 'Z000000007']]);
    world.settle(zunyi, voiding(zunyiStation));
    expect(await warningsOf(world)).toEqual([]);
    const { original: _, ...plain } = older(zunyiStation, 'A000000402', '') as { original: object };
    world.must(zunyi, plain as BookCommandBody);
    expect(await warningsOf(world)).toEqual([['warning', 'old-sheet-of-two', 'Z000000007']]);
  });

  it('[P1] is found where it was registered afterwards', async () => {
    const world = worldOfTwoCities();
    world.settle(guiyang, older(guiyangStation, 'A000000010', 'A000007001'));
    world.must(ministry, register(7_000, 7_010));
    expect(await warningsOf(world)).toEqual([['warning', 'old-sheet-registered', 'A000007001']]);
    const ranges = [{ from: 'A000007000', to: 'A000007010' }];
    world.settle(ministry, { type: 'ReverseRegistration', ranges, reason: '误登' });
    expect(await warningsOf(world)).toEqual([]);
  });
});
