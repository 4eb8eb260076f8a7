import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { answerOf, type Schemas, useApi } from '../api/client';
import { showing } from '../live/use-changes';

export type Statement = Schemas['StatementDto'];
export type StatementRow = Schemas['StatementRowDto'];
export type Post = Schemas['StatementPostDto'];
export type Line = 'stock' | 'spoiled';

export interface Question {
  readonly code: string;
  readonly period?: string;
  readonly from?: string;
  readonly to?: string;
  readonly subtree?: boolean;
  readonly asOfRecorded?: string;
}

export interface Cell {
  readonly line: Line;
  readonly cell: Post['cell'];
  readonly level: Post['level'];
  readonly edition: string;
}

export function useStatement({ code, ...query }: Question) {
  const api = useApi();
  return useQuery({
    queryKey: ['statement', code, query],
    meta: showing('stock', 'book'),
    queryFn: ({ signal }) =>
      answerOf(
        api.GET('/api/v1/centres/{code}/statement', {
          params: { path: { code }, query },
          signal,
        }),
      ),
    placeholderData: (before) => before,
  });
}

/** The events behind a cell, a page at a time. */
export function useCell({ code, ...days }: Question, cell: Cell) {
  const api = useApi();
  return useInfiniteQuery({
    queryKey: ['statement', code, days, cell],
    initialPageParam: undefined as string | undefined,
    queryFn: ({ pageParam: after, signal }) =>
      answerOf(
        api.GET('/api/v1/centres/{code}/statement/cell', {
          params: {
            path: { code },
            query: { ...days, ...cell, after },
          },
          signal,
        }),
      ),
    getNextPageParam: ({ next }) => next ?? undefined,
  });
}
