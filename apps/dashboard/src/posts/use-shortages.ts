import { useQuery } from '@tanstack/react-query';
import { answerOf, type Schemas, useApi } from '../api/client';
import { showing } from '../live/use-changes';

export type Shortage = Schemas['ShortageDto'];

/** Shortages that hold or held for a centre: its own and those declared above it. */
export function useShortages(code: string) {
  const api = useApi();
  return useQuery({
    queryKey: ['shortages', code],
    queryFn: ({ signal }) =>
      answerOf(api.GET('/api/v1/centres/{code}/shortages', { params: { path: { code } }, signal })),
    meta: showing('shortage'),
  });
}
