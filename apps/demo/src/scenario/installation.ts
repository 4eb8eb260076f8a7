/** The first phases: centres, their certificate managers, their users. */
import { days, liveEarly } from './calendar';
import { type Staff, staffOf } from './people';
import {
  type Custodian,
  cities,
  cityOf,
  custodians,
  ministry,
  type Place,
  province,
} from './places';
import type { DemoUser, Phase, Post } from './posts';
import { Random } from './random';

export const administrator = 'admin';
/** Reads everything and posts nothing: what `curl` is shown with. */
export const auditor = 'ministry.auditor';

export const clerkOf = ({ short }: Custodian): string => `${short}.clerk`;
export const sectionHeadOf = ({ short }: Custodian): string => `${short}.section`;
export const supervisorOf = ({ short }: Custodian): string => `${short}.supervisor`;

/** The staff of every centre, by its code. */
export type StaffByCentre = ReadonlyMap<string, Staff>;

export function staffing(seed: string): StaffByCentre {
  return new Map(
    custodians.map((centre, index) => {
      const random = new Random(`${seed}/staff/${centre.short}`);
      return [centre.code, staffOf(random, { short: centre.short, index })];
    }),
  );
}

export function usersOf(staff: StaffByCentre): DemoUser[] {
  const users = custodians.flatMap((centre): DemoUser[] => {
    const { clerk, supervisor, sectionHead } = staffAt(staff, centre);
    const at = { centre: centre.code, backdate: true };
    return [
      { ...at, username: clerkOf(centre), displayName: clerk, roles: ['clerk'] },
      { ...at, username: sectionHeadOf(centre), displayName: sectionHead, roles: ['clerk'] },
      { ...at, username: supervisorOf(centre), displayName: supervisor, roles: ['supervisor'] },
    ];
  });
  const at = { centre: ministry.code, backdate: false };
  return [...users, { ...at, username: auditor, displayName: '审计员', roles: ['auditor'] }];
}

export function staffAt(staff: StaffByCentre, { code }: Place): Staff {
  const found = staff.get(code);
  if (!found) throw new Error(`no staff at ${code}`);
  return found;
}

const places = (): Place[] => [
  ministry,
  province,
  ...cities.flatMap(({ stations, ...city }) => [city, ...stations]),
];

function registration({ code, name, tier, parent, areaCode }: Place): Post {
  const isEarly = code === cityOf(liveEarly.short).code;
  return {
    step: `centre ${code}`,
    by: administrator,
    method: 'POST',
    path: '/centres',
    body: { code, name, tier, parent, areaCode, ...(isEarly ? { liveFrom: liveEarly.from } : {}) },
  };
}

function appointment(centre: Custodian, { officials }: Staff): Post {
  return {
    step: `officials ${centre.code}`,
    by: administrator,
    method: 'PUT',
    path: `/centres/${centre.code}/manager`,
    body: { ...officials },
  };
}

/** Passwords are no part of the scenario: the loader adds them. */
const creation = (user: DemoUser): Post => ({
  step: `user ${user.username}`,
  by: administrator,
  method: 'POST',
  path: '/users',
  body: { ...user },
});

/** Q7: what goes to a city cites its application, from the first window after the notice on. */
const policy = (): Post => ({
  step: 'policy cityCitesApplication',
  by: supervisorOf(ministry),
  method: 'PUT',
  path: '/policy/cityCitesApplication',
  body: { occurredOn: days.policySet, value: 1, from: '2013-04-01' },
});

export function installation(staff: StaffByCentre, users: readonly DemoUser[]): Phase[] {
  const ofCentre = ({ code }: Place) => users.filter(({ centre }) => centre === code);
  return [
    {
      title: { en: 'Centres and stations', zh: '登记机构' },
      tracks: [places().map(registration)],
    },
    {
      title: { en: 'Officials and users', zh: '证书管理员与用户' },
      tracks: custodians.map((centre) => [
        appointment(centre, staffAt(staff, centre)),
        ...ofCentre(centre).map(creation),
        ...(centre === ministry ? [policy()] : []),
      ]),
    },
  ];
}
