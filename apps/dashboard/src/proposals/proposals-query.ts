import { infiniteQueryOptions } from '@tanstack/react-query';
import { type Api, answerOf, type Schemas } from '../api/client';
import { showing } from '../live/use-changes';

type Status = Schemas['ProposalDto']['status'];

/** Of every centre that the user sees, newest first, page after page. */
export const proposalsQuery = (api: Api, status: Status) =>
  infiniteQueryOptions({
    queryKey: ['proposals', status],
    initialPageParam: undefined as string | undefined,
    queryFn: ({ signal, pageParam: after }) =>
      answerOf(api.GET('/api/v1/proposals', { params: { query: { status, after } }, signal })),
    getNextPageParam: ({ next }) => next ?? undefined,
    meta: showing('proposal'),
  });
