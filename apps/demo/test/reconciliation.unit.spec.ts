import { boardFaults, statementFaults } from './reconciliation';

const cells = (opening: number, closing: number, more: object = {}) =>
  Object.fromEntries(
    Object.entries({ received: 0, damagedOnReceipt: 0, sent: 0, takenBack: 0, ...more })
      .concat([
        ['opening', opening],
        ['closing', closing],
      ])
      .map(([name, quantity]) => [name, { quantity }]),
  );
const statement = (stock: [number, number], spoiled: [number, number], more = {}) => [
  { level: 5, edition: 'e', stock: cells(...stock, more), spoiled: cells(...spoiled) },
];
const held = (stock: number, spoiled: number, edition = 'e') => ({
  ...{ level: 5, edition, stock, spoiled },
});

describe('reconciliation', () => {
  it('finds a closing, an opening, a line or an edition that stock tells otherwise', () => {
    const told = statement([10, 7], [0, 2]);
    expect(statementFaults(told, [held(4, 0), held(6, 0)], [held(7, 2)])).toEqual([]);
    expect(statementFaults(told, [held(10, 0)], [held(8, 2)])).toEqual([
      'closing stock 5 e: 7 told, 8 held',
    ]);
    expect(statementFaults(told, [held(9, 0)], [held(7, 2)])).toHaveLength(1);
    expect(statementFaults(told, [held(10, 0)], [held(7, 1)])).toHaveLength(1);
    expect(statementFaults(told, [held(10, 0)], [held(7, 2), held(1, 0, 'f')])).toEqual([
      'closing stock 5 f: 0 told, 1 held',
    ]);
  });

  it('finds a board that tells otherwise than consignments and statements', () => {
    const board = (sent: number, received: number) => [
      [{ centre: 'c', sent: { total: sent }, received: { total: received } }],
    ];
    const sent = [
      { to: 'c', status: 'received', quantity: 10, application: '2013Q2' },
      { to: 'c', status: 'taken-back', quantity: 9, application: '2013Q2' },
      { to: 'c', status: 'received', quantity: 5 },
    ];
    const statements = (came: number, left: number) =>
      new Map([
        ['c', statement([0, 0], [0, 0], { received: came })],
        ['p', statement([0, 0], [0, 0], { sent: left, takenBack: 9 })],
      ]);
    const faults = (boardSent: number, received: number, came = 15, left = 24) =>
      boardFaults(board(boardSent, received), sent, statements(came, left), 'p').length;
    expect(faults(10, 10)).toBe(0);
    expect(faults(9, 10)).toBe(2);
    expect(faults(10, 9)).toBe(1);
    expect(faults(10, 10, 14)).toBe(1);
    expect(faults(10, 10, 15, 23)).toBe(1);
  });
});
