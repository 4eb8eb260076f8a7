/** The sections of the dashboard, and whose work each is for. */
import type { User } from '../session/session';

export type Role = User['roles'][number];

export interface Section {
  readonly path: string;
  readonly name:
    | 'desk'
    | 'proposals'
    | 'quarters'
    | 'stock'
    | 'flow'
    | 'trace'
    | 'journal'
    | 'reports'
    | 'audit'
    | 'administration';
  /** Who is offered it. Reading is the API's to judge: the page answers at its address for anyone. */
  readonly roles: readonly Role[];
}

export interface SectionGroup {
  readonly name: 'work' | 'custody' | 'oversight';
  readonly sections: readonly Section[];
}

const posters: readonly Role[] = ['clerk', 'supervisor'];
const readers: readonly Role[] = [...posters, 'auditor', 'viewer'];
const everybody: readonly Role[] = [...readers, 'admin'];

export const sectionGroups: readonly SectionGroup[] = [
  {
    name: 'work',
    sections: [
      { path: '/desk', name: 'desk', roles: posters },
      { path: '/proposals', name: 'proposals', roles: posters },
      { path: '/quarters', name: 'quarters', roles: readers },
    ],
  },
  {
    name: 'custody',
    sections: [
      { path: '/stock', name: 'stock', roles: everybody },
      { path: '/flow', name: 'flow', roles: everybody },
      { path: '/trace', name: 'trace', roles: everybody },
      { path: '/journal', name: 'journal', roles: [...posters, 'auditor'] },
    ],
  },
  {
    name: 'oversight',
    sections: [
      { path: '/reports', name: 'reports', roles: readers },
      { path: '/audit', name: 'audit', roles: ['supervisor', 'auditor', 'admin'] },
      { path: '/administration', name: 'administration', roles: ['supervisor', 'admin'] },
    ],
  },
];

const isFor = ({ roles }: Section, user: User): boolean =>
  roles.some((role) => user.roles.includes(role));

/** What the user is offered, in groups that are not empty. */
export function offeredTo(user: User): SectionGroup[] {
  return sectionGroups
    .map(({ name, sections }) => ({
      name,
      sections: sections.filter((section) => isFor(section, user)),
    }))
    .filter(({ sections }) => sections.length > 0);
}

/** Everyone's own, below a section that is not offered to everyone. */
const accountPath = '/administration/account';

/** The section that the address belongs to, if it is none that the user is offered. */
export function unofferedAt(pathname: string, user: User): Section | undefined {
  if (pathname === accountPath) return undefined;
  return sectionGroups
    .flatMap(({ sections }) => sections)
    .find(
      (section) =>
        (pathname === section.path || pathname.startsWith(`${section.path}/`)) &&
        !isFor(section, user),
    );
}
