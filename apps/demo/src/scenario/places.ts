/**
 * The tree of Guizhou in 2013: the ministry's centre, the province's, nine city centres under
 * their real names, and stations of invented ones.
 *
 * The ministry's table of provinces is not public; 23 stands for Guizhou here, and cities are
 * numbered in the usual order. Area codes are those of GB/T 2260.
 */
import type { CentreCode, Tier } from '#domain';

export interface Place {
  readonly code: CentreCode;
  readonly name: string;
  readonly tier: Tier;
  readonly parent?: CentreCode;
  readonly areaCode?: string;
}

export interface Station extends Place {
  /** Share of the city's candidates. */
  readonly weight: number;
}

/** A centre that keeps a book. */
export interface Custodian extends Place {
  /** Begins its users' names. */
  readonly short: string;
}

export interface City extends Custodian {
  /** Begins the references of its rosters. */
  readonly abbreviation: string;
  /** Share of the province's candidates, in percent. */
  readonly weight: number;
  readonly stations: readonly Station[];
}

export const ministry: Custodian = {
  code: '00000001',
  name: '人力资源和社会保障部职业技能鉴定指导中心',
  tier: 'ministry',
  short: 'ministry',
};

export const province: Custodian = {
  code: '23000001',
  name: '贵州省职业技能鉴定指导中心',
  tier: 'province',
  parent: ministry.code,
  areaCode: '520000',
  short: 'guizhou',
};

type CityLine = readonly [
  name: string,
  areaCode: string,
  short: string,
  abbreviation: string,
  weight: number,
  stationWeights: readonly number[],
];

const cityLines: readonly CityLine[] = [
  ['贵阳市', '520100', 'guiyang', '筑', 26, [6, 3, 1]],
  ['六盘水市', '520200', 'liupanshui', '凉都', 9, [3, 2]],
  ['遵义市', '520300', 'zunyi', '遵', 21, [5, 3, 2]],
  ['安顺市', '520400', 'anshun', '安', 8, [2, 1]],
  ['毕节市', '520500', 'bijie', '毕', 10, [3, 2, 1]],
  ['铜仁市', '520600', 'tongren', '铜', 8, [2, 1]],
  ['黔西南州', '522300', 'qianxinan', '兴', 6, [1, 1]],
  ['黔东南州', '522600', 'qiandongnan', '凯', 6, [2, 1]],
  ['黔南州', '522700', 'qiannan', '匀', 6, [2, 1]],
];

const ordinals = ['第一', '第二', '第三'];

export const cities: readonly City[] = cityLines.map(
  ([name, areaCode, short, abbreviation, weight, stationWeights], index) => {
    const digits = `23${String(index + 1).padStart(2, '0')}`;
    const code = `${digits}0001`;
    const stations = stationWeights.map((stationWeight, at): Station => {
      const station = `${name}${ordinals[at]}职业技能鉴定所`;
      const of = { tier: 'station', parent: code, areaCode } as const;
      return { ...of, code: `${digits}200${at + 1}`, name: station, weight: stationWeight };
    });
    return {
      code,
      name: `${name}职业技能鉴定指导中心`,
      tier: 'city',
      parent: province.code,
      areaCode,
      short,
      abbreviation,
      weight,
      stations,
    };
  },
);

export const custodians: readonly Custodian[] = [ministry, province, ...cities];

/** A city by the name its users begin with. */
export function cityOf(short: string): City {
  const city = cities.find((one) => one.short === short);
  if (!city) throw new Error(`no city ${short}`);
  return city;
}
