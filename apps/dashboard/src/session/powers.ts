/**
 * What the user who is logged in may do, as the API will judge it: pages offer nothing that would
 * be refused for who asks. The API remains the judge.
 */
import { useQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import { type Schemas, useApi } from '../api/client';
import { centresQuery } from '../stock/use-centres';
import type { User } from './session';
import { useUser } from './use-session';

export type Centre = Schemas['CentreNodeDto'];

/** Every centre that the user sees, by code, parents before their children. */
export function centresByCode(
  centres: readonly Centre[],
  found: Map<string, Centre> = new Map(),
): Map<string, Centre> {
  for (const centre of centres) {
    found.set(centre.code, centre);
    centresByCode(centre.children, found);
  }
  return found;
}

export interface Powers {
  readonly user: User;
  readonly centres: ReadonlyMap<string, Centre>;
  /** The user's own centre; the top one for users of the whole installation. */
  readonly home: Centre | undefined;
  readonly isAdmin: boolean;
  /** Posts in the book and the quarters of that centre. */
  readonly posts: (centre: string) => boolean;
  readonly supervises: (centre: string) => boolean;
  /** As clerk or supervisor of its parent. */
  readonly postsAbove: (centre: string) => boolean;
  /** As supervisor of its parent. */
  readonly reviews: (centre: string) => boolean;
  /** Supervisor of the top centre: policy, editions, forgetting. */
  readonly governs: boolean;
}

export function powersOf(user: User, items: readonly Centre[]): Powers {
  const centres = centresByCode(items);
  const top = items.find(({ parent }) => parent === undefined);
  const has = (...roles: User['roles']) => roles.some((role) => user.roles.includes(role));
  const isPoster = has('clerk', 'supervisor');
  const isAt = (centre: string | undefined) => centre !== undefined && user.centre === centre;
  const parentOf = (centre: string) => centres.get(centre)?.parent;
  return {
    user,
    centres,
    home: user.centre === null ? top : centres.get(user.centre),
    isAdmin: has('admin'),
    posts: (centre) => isPoster && isAt(centre),
    supervises: (centre) => has('supervisor') && isAt(centre),
    postsAbove: (centre) => isPoster && isAt(parentOf(centre)),
    reviews: (centre) => has('supervisor') && isAt(parentOf(centre)),
    governs: has('supervisor') && isAt(top?.code),
  };
}

/** Undefined until the centres are known. */
export function usePowers(): Powers | undefined {
  const user = useUser();
  const { data } = useQuery(centresQuery(useApi()));
  return useMemo(() => (user && data ? powersOf(user, data.items) : undefined), [user, data]);
}
