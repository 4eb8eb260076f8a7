/** The centres of a simulated world, and who works there. */
import type { CentreCode, PlainDate, Role, Tier } from '#domain';

export interface SimulatedCentre {
  readonly code: CentreCode;
  readonly tier: Tier;
  readonly parent?: CentreCode;
  readonly liveFrom: PlainDate;
}

export interface User {
  /** Also the name that is shown. */
  readonly id: string;
  readonly centre: CentreCode;
  readonly role: Role;
  readonly backdate: boolean;
}

export const top = '00000000';
const guizhou = '52000000';
const fujian = '35000000';

/** Has just begun, so that opening stock can come down to it. */
export const newestCity = '52030000';

export const allCentres: readonly SimulatedCentre[] = [
  { code: top, tier: 'ministry', liveFrom: '2013-01-01' },
  { code: guizhou, tier: 'province', parent: top, liveFrom: '2013-01-15' },
  { code: fujian, tier: 'province', parent: top, liveFrom: '2013-01-15' },
  { code: '52010000', tier: 'city', parent: guizhou, liveFrom: '2013-02-20' },
  { code: newestCity, tier: 'city', parent: guizhou, liveFrom: '2013-03-20' },
  { code: '35010000', tier: 'city', parent: fujian, liveFrom: '2013-02-01' },
  { code: '35020000', tier: 'city', parent: fujian, liveFrom: '2013-02-01' },
  { code: '52012001', tier: 'station', parent: '52010000', liveFrom: '2013-02-20' },
  { code: '52032001', tier: 'station', parent: '52030000', liveFrom: '2013-03-20' },
  { code: '35012001', tier: 'station', parent: '35010000', liveFrom: '2013-02-01' },
  { code: '35022001', tier: 'station', parent: '35020000', liveFrom: '2013-02-01' },
];

export const custodians = allCentres
  .filter(({ tier }) => tier !== 'station')
  .map(({ code }) => code);
export const cities = allCentres.filter(({ tier }) => tier === 'city').map(({ code }) => code);
export const provinces = [guizhou, fujian];

export const stationOf = (centre: CentreCode): CentreCode | undefined =>
  allCentres.find(({ tier, parent }) => tier === 'station' && parent === centre)?.code;
export const parentOf = (centre: CentreCode): CentreCode | undefined =>
  allCentres.find(({ code }) => code === centre)?.parent;
export const childrenOf = (centre: CentreCode): CentreCode[] =>
  allCentres.flatMap(({ code, tier, parent }) =>
    parent === centre && tier !== 'station' ? [code] : [],
  );

export const admin: User = { id: 'admin', centre: '', role: 'admin', backdate: false };

/** Not a person: what the calendar does. */
export const system = (centre: CentreCode): User => ({
  id: 'system',
  centre,
  role: 'admin',
  backdate: false,
});

export const clerk = (centre: CentreCode, index = 0): User => ({
  id: `clerk-${centre}-${index}`,
  centre,
  role: 'clerk',
  backdate: index === 1,
});

export const lead = (centre: CentreCode, index = 0): User => ({
  id: `lead-${centre}-${index}`,
  centre,
  role: 'supervisor',
  backdate: false,
});
