import { type InfiniteData, useInfiniteQuery } from '@tanstack/react-query';
import { useEffect } from 'react';
import { answerOf, type Schemas, useApi } from '../api/client';
import { showing } from '../live/use-changes';
import { type JournalFilter, queryOf } from './filter';

export type JournalLine = Schemas['JournalLineDto'];

const linesPerPage = 50;

/** The lines of a book that fit, newest first, page by page. */
export function useJournal(code: string, filter: JournalFilter) {
  const api = useApi();
  const query = queryOf(filter);
  return useInfiniteQuery({
    queryKey: ['journal', code, query],
    meta: showing('book'),
    enabled: code !== '',
    initialPageParam: undefined as string | undefined,
    queryFn: ({ pageParam: after, signal }) =>
      answerOf(
        api.GET('/api/v1/centres/{code}/book', {
          params: { path: { code }, query: { ...query, after, limit: linesPerPage } },
          signal,
        }),
      ),
    getNextPageParam: ({ next }) => next ?? undefined,
  });
}

export const linesOf = (data: InfiniteData<{ items: JournalLine[] }> | undefined): JournalLine[] =>
  data?.pages.flatMap(({ items }) => items) ?? [];

/** Looked through for a line that the address points at. */
const pagesToReachMax = 20;

/** Goes on to older pages until the line that is pointed at is among those shown, or passed by. */
export function useReach(journal: ReturnType<typeof useJournal>, revision?: string): void {
  const { data, hasNextPage, isFetching, error, fetchNextPage } = journal;
  const oldest = linesOf(data).at(-1)?.revision;
  const isPassed = oldest !== undefined && BigInt(oldest) <= BigInt(revision ?? '0');
  const isFar = (data?.pages.length ?? 0) >= pagesToReachMax;
  const goesOn = revision !== undefined && hasNextPage && !isPassed && !isFar;
  useEffect(() => {
    if (goesOn && !isFetching && !error) void fetchNextPage();
  }, [goesOn, isFetching, error, fetchNextPage]);
}
