import { useQuery } from '@tanstack/react-query';
import { answerOf, type Schemas, useApi } from '../api/client';
import { showing } from '../live/use-changes';

export type Quarter = Schemas['WholeQuarterDto'];
export type Outlook = Schemas['QuarterOutlookDto'];
export type Board = Schemas['BoardDto'];
export type BoardRow = Schemas['BoardRowDto'];
export type Quantities = Schemas['FullQuantitiesDto'];

const shown = showing('quarter', 'consignment', 'policy', 'centre');

/** `isAsked`: a centre with none below it that apply has no board. */
export function useBoard(quarter: string, province: string | undefined, isAsked = true) {
  const api = useApi();
  return useQuery({
    queryKey: ['board', quarter, province],
    enabled: isAsked,
    meta: shown,
    queryFn: ({ signal }) =>
      answerOf(
        api.GET('/api/v1/quarters/{quarter}', {
          params: { path: { quarter }, query: { province } },
          signal,
        }),
      ),
    placeholderData: (before) => before,
  });
}

export function useQuarter(code: string, quarter: string) {
  const api = useApi();
  return useQuery({
    queryKey: ['quarter', code, quarter],
    meta: shown,
    queryFn: ({ signal }) =>
      answerOf(
        api.GET('/api/v1/centres/{code}/quarters/{quarter}', {
          params: { path: { code, quarter } },
          signal,
        }),
      ),
  });
}

/** What would be filed now, and the yardstick; asked while somebody files or reviews. */
export function useOutlook(code: string, quarter: string) {
  const api = useApi();
  return useQuery({
    queryKey: ['outlook', code, quarter],
    meta: showing('quarter', 'stock', 'book', 'policy'),
    queryFn: ({ signal }) =>
      answerOf(
        api.GET('/api/v1/centres/{code}/quarters/{quarter}/outlook', {
          params: { path: { code, quarter } },
          signal,
        }),
      ),
  });
}
