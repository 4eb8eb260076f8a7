/** A ministry, its provinces and 64 cities or more with blanks enough to post for minutes. */
import type { Caller } from './caller';

export const centresCount = 64;
export const blanksPerCentre = 90_000;

export interface City {
  readonly code: string;
  readonly station: string;
  readonly clerk: Caller;
  /** Ordinal of the first of its blanks. */
  readonly firstOrdinal: number;
}

export interface Installation {
  readonly cities: readonly City[];
  readonly ministry: { readonly code: string; readonly clerk: Caller };
  readonly provinces: readonly string[];
}

const ministry = '00000000';
const citiesPerProvinceMax = 67;
const password = 'a-password-of-benchmarks';

export const serialOf = (ordinal: number): string => `A${String(ordinal).padStart(9, '0')}`;
export const rangeOf = (first: number, count: number) => ({
  from: serialOf(first),
  to: serialOf(first + count - 1),
});

async function userOf(admin: Caller, centre: string, role = 'clerk'): Promise<Caller> {
  const username = `${role}.${centre}`;
  const user = { username, displayName: username, password, centre, roles: [role] };
  await admin.must('users', user);
  const { key } = await admin.must<{ key: string }>(`users/${username}/api-keys`, {});
  return admin.as(key);
}

/** What is measured is posting: what goes to a city cites no application here (Q7). */
async function sendUncited(admin: Caller): Promise<void> {
  const supervisor = await userOf(admin, ministry, 'supervisor');
  await supervisor.must('policy/cityCitesApplication', { value: 0, from: '2013-04-01' }, 'PUT');
}

async function hand(
  from: { code: string; clerk: Caller },
  to: { code: string; clerk: Caller },
  first: number,
  count: number,
): Promise<void> {
  const ranges = [rangeOf(first, count)];
  const { consignment } = await from.clerk.must<{ consignment: string }>(
    `centres/${from.code}/consignments`,
    { to: to.code, ranges, handedOverBy: '押运人' },
  );
  const receipt = { accepted: ranges, countedBy: ['点数人甲', '点数人乙'] };
  await to.clerk.must(`centres/${to.code}/consignments/${consignment}/receipt`, receipt);
}

/**
 * `spareCount` blanks stay with the ministry, from ordinal 1 on. Cities are spread evenly: as many
 * provinces as they need must divide them.
 */
export async function makeInstallation(
  admin: Caller,
  spareCount: number,
  citiesCount = centresCount,
): Promise<Installation> {
  const provinceCount = Math.ceil(citiesCount / citiesPerProvinceMax);
  const perProvince = citiesCount / provinceCount;
  const provinces = Array.from({ length: provinceCount }, (_, index) => `${35 + index}000000`);
  await admin.must('centres', { code: ministry, name: '部中心', tier: 'ministry' });
  const top = { code: ministry, clerk: await userOf(admin, ministry) };
  await sendUncited(admin);
  const total = spareCount + citiesCount * blanksPerCentre;
  await top.clerk.must(`centres/${ministry}/registrations`, {
    level: 5,
    edition: '普通版',
    ranges: [rangeOf(1, total)],
    deliveryNote: '送货单1',
  });
  const cities: City[] = [];
  for (const [index, code] of provinces.entries()) {
    await admin.must('centres', { code, name: code, tier: 'province', parent: ministry });
    const province = { code, clerk: await userOf(admin, code) };
    const first = 1 + spareCount + index * perProvince * blanksPerCentre;
    await hand(top, province, first, perProvince * blanksPerCentre);
    for (let place = 0; place < perProvince; place++) {
      cities.push(await makeCity(admin, province, place, first + place * blanksPerCentre));
    }
  }
  return { cities, ministry: top, provinces };
}

async function makeCity(
  admin: Caller,
  province: { code: string; clerk: Caller },
  place: number,
  firstOrdinal: number,
): Promise<City> {
  const prefix = province.code.slice(0, 2) + String(place + 1).padStart(2, '0');
  const [code, station] = [`${prefix}0000`, `${prefix}2001`];
  await admin.must('centres', { code, name: code, tier: 'city', parent: province.code });
  await admin.must('centres', { code: station, name: station, tier: 'station', parent: code });
  const clerk = await userOf(admin, code);
  await hand(province, { code, clerk }, firstOrdinal, blanksPerCentre);
  return { code, station, clerk, firstOrdinal };
}
