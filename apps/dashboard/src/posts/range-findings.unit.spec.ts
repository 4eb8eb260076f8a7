import { atTheirSerials } from './range-findings';

const typed = [
  ['accepted', 'A000000001-A000000010'],
  ['damaged', 'A000000011'],
] as const;
const finding = { code: 'serials-not-in-stock', message: 'm' };

it('[C4] puts what is said of serials where they were typed', () => {
  const range = { from: 'A000000011', to: 'A000000020' };
  const findings = [
    { ...finding, serial: 'A000000003' },
    { ...finding, serial: 'A000000011', range },
    { ...finding, serial: 'A000000012' },
    { ...finding, serial: 'A000000003', path: '/lines/0' },
    finding,
  ];
  expect(atTheirSerials(findings, typed).map(({ path }) => path)).toEqual([
    '/accepted',
    '/damaged',
    undefined,
    '/lines/0',
    undefined,
  ]);
});
