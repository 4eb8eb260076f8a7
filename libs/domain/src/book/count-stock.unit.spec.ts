import {
  count,
  dispatch,
  issue,
  lose,
  range,
  receive,
  register,
  spoil,
  stocked,
  tree,
  verdict,
} from '#testing';
import type { StockCounted } from './events';

const { ministry, guizhou, guiyang, zunyi } = tree;
const at = { level: 5, edition: '2013' } as const;

describe('stock counts', () => {
  it('[C13] that agree say so and change nothing', () => {
    const world = stocked();
    const before = JSON.stringify([...world.book(guiyang).all()]);
    expect(world.must(guiyang, count([[1, 200]]))).toEqual([
      {
        type: 'StockCounted',
        data: {
          levels: [5, 4, 3, 2, 1],
          ranges: [range(1, 200)],
          countedAt: '0',
          countedBy: ['清点甲', '清点乙'],
          missing: [],
          unexpected: [],
          movedSince: [],
        },
      },
    ]);
    expect(JSON.stringify([...world.book(guiyang).all()])).toBe(before);
  });

  it('[C13] numbers are compared, not quantities: missing and unexpected, with where they are', () => {
    const world = stocked();
    world.must(guiyang, spoil(10, 11));
    world.must(guiyang, issue([[12, 1]]));
    // As many as the book has, and yet not the same.
    expect(
      data(
        world.must(
          guiyang,
          count([
            [1, 8],
            [10, 10],
            [12, 200],
            [300, 300],
          ]),
        ),
      ),
    ).toMatchObject({
      missing: [{ ...range(9, 9), book: 'stock', ...at }],
      unexpected: [
        { ...range(10, 10), book: 'spoiled', ...at },
        { ...range(12, 12), book: 'issued', ...at },
        { ...range(300, 300), book: 'unknown' },
      ],
    });
  });

  it('[C13] spoiled sheets are compared only when they were counted', () => {
    const world = stocked();
    world.must(guiyang, spoil(10, 12));
    const blanks: [number, number][] = [
      [1, 9],
      [13, 200],
    ];
    expect(data(world.must(guiyang, count(blanks)))).toMatchObject({ missing: [] });
    const withSpoiled = count(blanks, { spoiled: [range(10, 11), range(13_000, 13_000)] });
    expect(data(world.must(guiyang, withSpoiled))).toMatchObject({
      spoiled: [range(10, 11), range(13_000, 13_000)],
      missing: [{ ...range(12, 12), book: 'spoiled', ...at }],
      unexpected: [{ ...range(13_000, 13_000), book: 'unknown' }],
    });
  });

  it('[C13] of some levels say nothing of the others', () => {
    const world = stocked();
    world.must(ministry, register(2_000, 2_009, 4));
    world.must(ministry, dispatch(guizhou, 2_000, 2_009));
    world.must(guizhou, receive(world.lastConsignment(ministry), 2_000, 2_009));
    const counted = count(
      [
        [2_000, 2_005],
        [201, 202],
      ],
      { levels: [4] },
    );
    expect(data(world.must(guizhou, counted))).toMatchObject({
      levels: [4],
      missing: [{ ...range(2_006, 2_009), book: 'stock', level: 4 }],
      // Level 5 was not counted, so that these are in the wrong heap.
      unexpected: [{ ...range(201, 202), book: 'stock', level: 5 }],
    });
  });

  it('[C13] what moved since counting began is listed apart: neither missing nor unexpected', () => {
    const world = stocked();
    const asOfPosition = String(world.log.at(-1)?.position);
    world.must(guizhou, dispatch(zunyi, 201, 210));
    world.must(guiyang, issue([[1, 1]]));
    world.must(guiyang, spoil(2, 3));
    const counted = count(
      [
        [1, 1],
        [3, 150],
      ],
      { asOfPosition },
    );
    expect(data(world.must(guiyang, counted))).toMatchObject({
      countedAt: '0',
      movedSince: [range(1, 3)],
      missing: [{ ...range(151, 200), book: 'stock' }],
      unexpected: [],
    });
    // Without the position the same posts look like differences.
    expect(
      data(
        world.must(
          guiyang,
          count([
            [1, 1],
            [3, 150],
          ]),
        ),
      ),
    ).toMatchObject({
      missing: [{ ...range(151, 200) }],
      unexpected: [{ ...range(1, 1) }, { ...range(3, 3) }],
      movedSince: [],
    });
  });

  it('[C13] what came in since counting began is not missing', () => {
    const world = stocked();
    const asOfPosition = String(world.log.at(-1)?.position);
    world.must(guizhou, dispatch(guiyang, 201, 210));
    world.must(guiyang, receive(world.lastConsignment(guizhou), 201, 210));
    expect(data(world.must(guiyang, count([[1, 200]], { asOfPosition })))).toMatchObject({
      missing: [],
      movedSince: [range(201, 210)],
    });
  });

  it('[C13] what moved of other levels is not told', () => {
    const world = stocked();
    const asOfPosition = String(world.log.at(-1)?.position);
    world.must(ministry, register(2_000, 2_009, 4));
    const counted = count([[501, 1_000]], { asOfPosition, levels: [5] });
    expect(data(world.must(ministry, counted))).toMatchObject({ movedSince: [], missing: [] });
  });

  it('[C13] what moved more than three days ago is no excuse: a stock cannot be made unseen', () => {
    const world = stocked();
    world.today = '2013-04-03';
    const all = count([], { asOfPosition: '0' });
    expect(verdict(world.post(guiyang, all))).toBe('accepted');
    world.today = '2013-04-05';
    expect(world.post(guiyang, all)).toMatchObject({
      refusals: [
        { rule: 'C13', code: 'count-took-too-long', path: '/asOfPosition', params: { days: 3 } },
      ],
    });
    const asOfPosition = String(world.log.at(-1)?.position);
    world.must(guiyang, spoil(1, 1));
    world.today = '2013-04-07';
    expect(verdict(world.post(guiyang, count([[2, 200]], { asOfPosition })))).toBe('accepted');
  });

  it('[C13] is judged again when the book moved between the two readings', () => {
    const world = stocked();
    const asOfPosition = String(world.log.at(-1)?.position);
    world.isBehind = true;
    const counted = count([[1, 200]], { asOfPosition });
    expect(verdict(world.post(guiyang, counted))).toBe('C13 book-moved-while-compared');
    world.isBehind = false;
    expect(verdict(world.post(guiyang, counted))).toBe('accepted');
  });

  it('[C13] [T2] one of long ago needs a second user, any other none', () => {
    const world = stocked();
    const [event] = world.must(guiyang, count([[1, 200]]), { on: '2013-02-01', backdate: true });
    expect(event.type).toBe('ProposalMade');
    expect(world.approve(guiyang).at(1)?.type).toBe('StockCounted');
  });

  it('[T3] a difference that came about after the day of the count is none', () => {
    const world = stocked();
    const asOfPosition = String(world.log.at(-1)?.position);
    world.today = '2013-04-02';
    world.must(guiyang, issue([[12, 1]]));
    world.must(guizhou, dispatch(guiyang, 401, 410));
    world.must(guiyang, receive(world.lastConsignment(guizhou), 401, 410));
    const yesterday = { on: '2013-04-01' };
    expect(world.post(guiyang, count([[1, 200]]), yesterday)).toMatchObject({
      refusals: [
        { rule: 'T3', range: range(401, 410), params: { on: '2013-04-02' } },
        { rule: 'T3', range: range(12, 12), params: { on: '2013-04-02' } },
      ],
    });
    const since = count([[1, 199]], { asOfPosition });
    expect(data(world.must(guiyang, since, yesterday))).toMatchObject({
      missing: [range(200, 200)],
      unexpected: [],
      movedSince: [range(12, 12), range(401, 410)],
    });
    expect(data(world.must(guiyang, count([[1, 200]])))).toMatchObject({
      missing: [range(401, 410)],
      unexpected: [range(12, 12)],
    });
  });

  it.each([
    ['N2 range-malformed', count([[2, 1]])],
    ['N1 serial-malformed', count([], { spoiled: [{ from: 'x', to: 'y' }] })],
    [
      'N2 ranges-overlap',
      count([
        [1, 5],
        [5, 6],
      ]),
    ],
    ['C13 people-count', count([], { countedBy: ['清点甲'] })],
    ['C13 name-is-posters', count([], { countedBy: ['清点甲', 'clerk-a'] })],
    ['C13 name-repeated', count([], { countedBy: ['清点甲', ' 清点甲'] })],
    ['C13 serials-counted-twice', count([[1, 5]], { spoiled: [range(5, 6)] })],
  ])('refuses %s', (expected, command) => {
    expect(verdict(stocked().post(guiyang, command))).toBe(expected);
  });

  it('[C13] of a moment that nobody can tell any more is refused', () => {
    const began = count([[1, 200]], { asOfPosition: '0' });
    const unknown = { facts: { movedSince: undefined } };
    expect(verdict(stocked().post(guiyang, began, unknown))).toBe('C13 count-began-too-long-ago');
  });

  it('[C13] a counter does not approve', () => {
    const world = stocked();
    world.must(guiyang, count([[1, 200]]), { on: '2013-02-01', backdate: true });
    const approve = { type: 'ApproveProposal', proposal: world.lastProposal(guiyang) } as const;
    expect(verdict(world.post(guiyang, approve, { user: '清点甲' }))).toContain(
      'approver-is-named',
    );
  });

  it('[C13] more differences than one event holds are refused, with a way out', () => {
    const world = stocked();
    world.must(ministry, register(10_001, 15_000));
    const every2 = Array.from({ length: 1_000 }, (_, k): [number, number] => {
      const first = 10_001 + 4 * k;
      return [first, first];
    });
    const some = count([...every2.slice(0, 900), [501, 1_000]]);
    expect(verdict(world.post(ministry, some))).toBe('accepted');
    const many = count([...every2], {
      spoiled: every2.map(([from]) => range(from + 1, from + 1)),
    });
    expect(verdict(world.post(ministry, many))).toBe('C13 count-differs-too-much');
  });

  it('[C13] losses settle what a count found missing', () => {
    const world = stocked();
    expect(data(world.must(guiyang, count([[1, 199]]))).missing).toHaveLength(1);
    world.must(guiyang, lose(200, 200));
    world.approve(guiyang);
    expect(data(world.must(guiyang, count([[1, 199]]))).missing).toEqual([]);
  });
});

function data(events: readonly { type: string; data: unknown }[]): StockCounted['data'] {
  expect(events.map(({ type }) => type)).toEqual(['StockCounted']);
  return events[0].data as StockCounted['data'];
}
