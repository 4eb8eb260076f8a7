/**
 * What the user who is logged in may do, as the API will judge it: pages offer nothing that would
 * be refused for who asks. The API remains the judge.
 */
import { useQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import { useApi } from '../api/client';
import { type Centre, centresByCode, centresQuery } from '../stock/use-centres';
import type { User } from './session';
import { useUser } from './use-session';

export interface Powers {
  readonly user: User;
  readonly centres: ReadonlyMap<string, Centre>;
  /** The user's own centre; the top one for users of the whole installation. */
  readonly home: Centre | undefined;
  readonly isAdmin: boolean;
  /** Whom papers name, of the centres that the user sees. */
  readonly seesHolders: boolean;
  /** Posts in the book and the quarters of that centre. */
  readonly posts: (centre: string) => boolean;
  readonly supervises: (centre: string) => boolean;
  /** As clerk or supervisor of its parent. */
  readonly postsAbove: (centre: string) => boolean;
  /** As supervisor of its parent. */
  readonly reviews: (centre: string) => boolean;
  /** As second user: what somebody else proposed for the book of that centre. */
  readonly decides: (proposal: { readonly centre: string; readonly isOwn: boolean }) => boolean;
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
  const supervises = (centre: string | undefined) => has('supervisor') && isAt(centre);
  const reviews = (centre: string) => supervises(parentOf(centre));
  return {
    user,
    centres,
    home: user.centre === null ? top : centres.get(user.centre),
    isAdmin: has('admin'),
    seesHolders: has('clerk', 'supervisor', 'auditor'),
    posts: (centre) => isPoster && isAt(centre),
    supervises,
    postsAbove: (centre) => isPoster && isAt(parentOf(centre)),
    reviews,
    decides: ({ centre, isOwn }) => !isOwn && (supervises(centre) || reviews(centre)),
    governs: supervises(top?.code),
  };
}

/** Undefined until the centres are known. */
export function usePowers(): Powers | undefined {
  const user = useUser();
  const { data } = useQuery(centresQuery(useApi()));
  return useMemo(() => (user && data ? powersOf(user, data.items) : undefined), [user, data]);
}

/** Whether the user may decide a proposal; in the user's own book also before centres are known. */
export function useDecides(): Powers['decides'] {
  const user = useUser();
  const { data } = useQuery(centresQuery(useApi()));
  return user ? powersOf(user, data?.items ?? []).decides : () => false;
}
