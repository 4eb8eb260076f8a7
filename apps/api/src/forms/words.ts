/** Words and figures that several forms share. */
import {
  type Centre,
  countOf,
  type LevelQuantities,
  type Lot,
  levels,
  type QuarterText,
  type RangeText,
  type SpoilageCause,
  storedRange,
  totalQuantity,
} from '#domain';
import { levelHeads } from './page';

export type FormCentre = Pick<Centre, 'code' | 'name' | 'tier' | 'address' | 'postcode'>;

/** 2013年第2季度 */
export const quarterHead = (quarter: QuarterText): string =>
  quarter.replace(/^(\d{4})Q(\d)$/, '$1年第$2季度');

/** The province that a centre's name begins with; nothing when it begins with none. */
export const regionOf = (provinceName: string): string =>
  /^\p{Script=Han}{1,7}?(?:省|自治区|兵团|市)/u.exec(provinceName)?.[0] ?? '';

export const causeWords: Readonly<Record<SpoilageCause, string>> = {
  'quality-defect': '质量问题',
  misprint: '打印损坏',
  'damaged-in-transit': '运输损坏',
  'handed-in': '交回旧证',
  withdrawn: '停用版本',
  other: '其他',
};

/** How many serials a stored range has; one that cannot be read is damage. */
export const quantityOf = (range: RangeText): number => countOf(storedRange(range));

/** 合计15本（初级10、中级5） */
export function inWords(quantities: LevelQuantities): string {
  const parts = levels
    .filter((level) => quantities[level] > 0)
    .map((level) => `${levelHeads[level]}${quantities[level]}`);
  const total = `合计${totalQuantity(quantities)}本`;
  return parts.length > 0 ? `${total}（${parts.join('、')}）` : total;
}

export const quantitiesIn = (lots: readonly Lot[]): LevelQuantities => {
  const sums = { 5: 0, 4: 0, 3: 0, 2: 0, 1: 0 };
  for (const { level, ranges } of lots) {
    for (const range of ranges) sums[level] += quantityOf(range);
  }
  return sums;
};
