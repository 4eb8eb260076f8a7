/** Commands that read aloud, for the small installation of `World`. Serials are `A` and 9 digits. */
import type { BookCommandBody, CountStock, IssueCertificates, Level } from '#domain';
import { holderOf, tree, World } from './world';

const { ministry, guizhou, guiyang, guiyangStation } = tree;

export const range = (from: number, to: number, series = 'A') => ({
  from: series + String(from).padStart(9, '0'),
  to: series + String(to).padStart(9, '0'),
});
export const register = (from: number, to: number, level: Level = 5): BookCommandBody => ({
  type: 'RegisterBlanks',
  level,
  edition: '2013',
  ranges: [range(from, to)],
  deliveryNote: 'DN-1',
});
export const dispatch = (to: string, from: number, last: number): BookCommandBody => ({
  type: 'DispatchBlanks',
  to,
  ranges: [range(from, last)],
  handedOverBy: '押运员甲',
});
export const receive = (consignment: string, from: number, to: number): BookCommandBody => ({
  type: 'ReceiveBlanks',
  consignment,
  accepted: [range(from, to)],
  countedBy: ['清点甲', '清点乙'],
});
export const spoil = (from: number, to: number): BookCommandBody => ({
  type: 'SpoilSerials',
  cause: 'misprint',
  ranges: [range(from, to)],
});
export const destroy = (
  from: number,
  to: number,
  witnesses = ['监销甲', '监销乙'],
): BookCommandBody => ({
  type: 'DestroySerials',
  ranges: [range(from, to)],
  minutes: { on: '2013-04-01', place: '贵阳', method: '粉碎', witnesses },
});
export const lose = (from: number, to: number): BookCommandBody => ({
  type: 'ReportMissing',
  ranges: [range(from, to)],
  circumstances: '库房盘点不见',
});
export const recover = (
  from: number,
  to: number,
  into: 'stock' | 'spoiled' = 'stock',
): BookCommandBody => ({
  type: 'RecoverSerials',
  ranges: [range(from, to)],
  into,
  circumstances: '在柜中找到',
});
export const count = (
  ranges: [from: number, to: number][],
  more: Partial<CountStock> = {},
): CountStock => ({
  type: 'CountStock',
  countedBy: ['清点甲', '清点乙'],
  ranges: ranges.map(([from, to]) => range(from, to)),
  ...more,
});
export const number = (
  sequence: number,
  { institution = guiyang as string, level = 5, year = '13' } = {},
) => `${year}${institution}${level}${String(sequence).padStart(5, '0')}`;
export const issue = (
  lines: [serial: number, sequence: number][],
  more: Partial<IssueCertificates> = {},
): IssueCertificates => ({
  type: 'IssueCertificates',
  roster: { reference: 'R-1', signedOn: '2013-03-20', passed: 100 },
  level: 5,
  occupation: { code: '4-03-02-01', name: '中式烹调师' },
  station: guiyangStation,
  lines: lines.map(([serial, sequence], index) => ({
    serial: range(serial, serial).from,
    certificateNumber: number(sequence),
    holder: holderOf(index),
  })),
  ...more,
});

/** Blanks 1–1000 of level 5 at the ministry; 1–500 at the province; 1–200 at Guiyang. */
export function stocked(world = new World()): World {
  world.must(ministry, register(1, 1_000));
  world.must(ministry, dispatch(guizhou, 1, 500));
  world.must(guizhou, receive(world.lastConsignment(ministry), 1, 500));
  world.must(guizhou, dispatch(guiyang, 1, 200));
  world.must(guiyang, receive(world.lastConsignment(guizhou), 1, 200));
  return world;
}
