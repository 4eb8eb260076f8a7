/** Whom and which serials printed forms name: the usual, and the worst that requests let through. */
import { formatRange } from '#domain';
import { tree } from '#testing';
import type { FormCentre } from '../src/forms/words';

const { guizhou, guiyang } = tree;
export const hostile = '<script>alert("1")</script>\u202E&\'<img src=x onerror=alert(1)>';

export const city: FormCentre = {
  code: guiyang,
  name: '贵阳市职业技能鉴定指导中心',
  tier: 'city',
  address: '贵阳市云岩区中华北路1号',
  postcode: '550001',
};
export const province: FormCentre = {
  code: guizhou,
  name: '贵州省职业技能鉴定指导中心',
  tier: 'province',
};
export const provinceName = province.name;
export const longCentre: FormCentre = {
  ...city,
  name: hostile + '中'.repeat(100 - hostile.length),
  address: '址'.repeat(200),
  postcode: 'W'.repeat(20),
};

const series = 'A:9';
export const range = (first: number, last: number) => ({ series, first, last });
export const text = (first: number, last: number) => formatRange(range(first, last));
/** Every second serial is missing, so that none can be drawn together. */
export const scattered = (count: number, from = 1) =>
  Array.from({ length: count }, (_, index) => range(from + 2 * index, from + 2 * index));
