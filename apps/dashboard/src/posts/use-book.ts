/** In whose book a page posts, and what that centre holds. */
import { queryOptions, useQuery } from '@tanstack/react-query';
import { useSearchParams } from 'react-router-dom';
import { type Api, answerOf, useApi } from '../api/client';
import { showing } from '../live/use-changes';
import { useUser } from '../session/use-session';
import { barTo, type PostKind } from './kinds';
import { useNeighbours } from './neighbours';

/**
 * The user's own centre; with `?centre=` another one: of a closed centre its parent settles what is
 * left (C18). The API judges whether one may. Empty for who belongs to no centre.
 */
export function useBookCentre(): string {
  const [parameters] = useSearchParams();
  const user = useUser();
  return parameters.get('centre') ?? user?.centre ?? '';
}

/** Whether the user's roles let them post at all. */
export function usePosts(): boolean {
  const user = useUser();
  const posts = user?.roles.some((role) => role === 'clerk' || role === 'supervisor') ?? false;
  return posts && user?.centre !== null;
}

/** Why the user cannot post that kind, as far as these pages know; the API judges in any case. */
export function useBarTo(kind: PostKind): 'notYours' | 'onlyTop' | 'onlyDeclarers' | undefined {
  const mayPost = usePosts();
  const supervises = useSupervises();
  const { centre } = useNeighbours(useBookCentre());
  if (!mayPost) return 'notYours';
  const bar = barTo(kind, centre, supervises);
  return bar === 'unknown' ? undefined : bar;
}

export function useSupervises(): boolean {
  return useUser()?.roles.includes('supervisor') ?? false;
}

export const heldQuery = (api: Api, code: string) =>
  queryOptions({
    queryKey: ['held', code],
    queryFn: ({ signal }) =>
      answerOf(api.GET('/api/v1/centres/{code}/stock', { params: { path: { code } }, signal })),
    enabled: code !== '',
    meta: showing('stock'),
  });

export const useHeld = (code: string) => useQuery(heldQuery(useApi(), code));
