import { useInfiniteQuery } from '@tanstack/react-query';
import { answerOf, type Schemas, useApi } from '../api/client';

export type KnownUser = Schemas['UserDto'];

/** Users at or below the administrator's centre, by name. */
export function useUsers(isAsked = true) {
  const api = useApi();
  return useInfiniteQuery({
    queryKey: ['users'],
    enabled: isAsked,
    initialPageParam: undefined as string | undefined,
    queryFn: ({ pageParam: after, signal }) =>
      answerOf(api.GET('/api/v1/users', { params: { query: { after, limit: 1_000 } }, signal })),
    getNextPageParam: ({ next }) => next ?? undefined,
  });
}
