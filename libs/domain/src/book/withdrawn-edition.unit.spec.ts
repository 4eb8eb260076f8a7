import { destroy, dispatch, issue, number, range, spoil, stocked, tree, verdict } from '#testing';
import type { BookCommandBody } from './commands';

const { ministry, guizhou, guiyang, zunyi } = tree;

/** Edition 2013 is withdrawn from 10 April on; it is 1 April 2013, and `today` may be set. */
function withdrawn(today: string) {
  const world = stocked();
  world.must(guiyang, issue([[5, 5]]));
  world.withdrawnFrom.set('2013', '2013-04-10');
  world.today = today;
  return world;
}

const replace: BookCommandBody = {
  type: 'PrintReplacement',
  certificateNumber: number(5),
  serial: range(1, 1).from,
  reason: 'damaged',
};
const uses: [string, string, BookCommandBody][] = [
  ['issued', guiyang, issue([[1, 1]])],
  ['used for replacements', guiyang, replace],
  ['sent down', guizhou, dispatch(zunyi, 201, 210)],
];

describe('blanks of a withdrawn edition', () => {
  it.each(uses)('[C14] [T4] are %s until the day before, and no longer', (_, centre, use) => {
    expect(verdict(withdrawn('2013-04-09').post(centre, use))).toBe('accepted');
    expect(verdict(withdrawn('2013-04-10').post(centre, use))).toBe('C14 edition-withdrawn');
    expect(verdict(withdrawn('2014-04-10').post(centre, use))).toBe('C14 edition-withdrawn');
  });

  it.each(uses)('[C14] what was %s before may be posted for three days', (_, centre, use) => {
    const before = { on: '2013-04-09' };
    expect(verdict(withdrawn('2013-04-12').post(centre, use, before))).toBe('accepted');
    expect(verdict(withdrawn('2013-04-13').post(centre, use, before))).toBe(
      'C14 edition-withdrawn',
    );
    expect(verdict(withdrawn('2013-04-12').post(centre, use, { on: '2013-04-10' }))).toBe(
      'C14 edition-withdrawn',
    );
  });

  it('[T4] while paper books are loaded the stated day decides', () => {
    const world = stocked();
    world.withdrawnFrom.set('2013', '2013-04-10');
    world.centres.put({ ...mustGet(world, guiyang), liveFrom: '2013-06-01' });
    world.today = '2013-06-02';
    const late = { on: '2013-04-09', backdate: true };
    expect(verdict(world.post(guiyang, issue([[1, 1]]), late))).toBe('accepted');
    const after = { on: '2013-05-31', backdate: true };
    expect(verdict(world.post(guiyang, issue([[2, 2]]), after))).toBe('C14 edition-withdrawn');
  });

  it('[T4] and only for who may backdate', () => {
    const world = stocked();
    world.withdrawnFrom.set('2013', '2013-05-25');
    world.centres.put({ ...mustGet(world, guiyang), liveFrom: '2013-06-01' });
    world.today = '2013-06-02';
    const before = { on: '2013-05-20' };
    expect(verdict(world.post(guiyang, issue([[1, 1]]), before))).toBe('C14 edition-withdrawn');
    const may = { ...before, backdate: true };
    expect(verdict(world.post(guiyang, issue([[1, 1]]), may))).toBe('accepted');
  });

  it('[T4] an approval is judged by its own day, not by that of the proposal', () => {
    const world = withdrawn('2013-04-09');
    world.centres.put({ ...mustGet(world, zunyi), liveFrom: '2013-04-05' });
    world.must(guizhou, { ...dispatch(zunyi, 203, 204), opening: true } as BookCommandBody);
    const approve = {
      type: 'ApproveProposal',
      proposal: world.lastProposal(guizhou),
    } as const;
    world.today = '2013-04-13';
    expect(verdict(world.post(guizhou, approve, { user: 'boss' }))).toBe('C14 edition-withdrawn');
    world.today = '2013-04-12';
    expect(verdict(world.post(guizhou, approve, { user: 'boss' }))).toBe('accepted');
  });

  it('[C14] go back to the parent, are spoiled and destroyed', () => {
    const world = withdrawn('2013-05-01');
    expect(verdict(world.post(guiyang, dispatch(guizhou, 20, 30)))).toBe('accepted');
    world.must(guiyang, spoil(31, 32));
    const destruction = destroy(31, 32);
    if (destruction.type !== 'DestroySerials') throw new Error('no destruction');
    const minutes = { ...destruction.minutes, on: '2013-05-01' };
    world.must(guiyang, { ...destruction, minutes });
    expect(world.approve(guiyang).at(1)?.type).toBe('SerialDestroyed');
  });

  it('[C14] every line is told, with the edition and the day', () => {
    const world = withdrawn('2013-05-01');
    expect(
      world.post(
        guiyang,
        issue([
          [1, 1],
          [2, 2],
        ]),
      ),
    ).toMatchObject({
      refusals: [
        { rule: 'C14', line: 1, path: '/lines/0/serial', params: { edition: '2013' } },
        { rule: 'C14', line: 2, params: { on: '2013-04-10' } },
      ],
    });
  });

  it('[C14] other editions are not concerned', () => {
    const world = withdrawn('2013-05-01');
    world.must(ministry, {
      type: 'RegisterBlanks',
      level: 5,
      edition: '2013-B',
      ranges: [range(5_000, 5_009)],
      deliveryNote: 'DN-2',
    });
    expect(verdict(world.post(ministry, dispatch(guizhou, 5_000, 5_009)))).toBe('accepted');
  });
});

function mustGet(world: ReturnType<typeof stocked>, code: string) {
  const centre = world.centres.get(code);
  if (!centre) throw new Error(`no centre ${code}`);
  return centre;
}
