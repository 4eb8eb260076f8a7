import { useInfiniteQuery } from '@tanstack/react-query';
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
