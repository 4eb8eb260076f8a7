import { queryOptions, useQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import { type Api, answerOf, type Schemas, useApi } from '../api/client';

type Centre = Schemas['CentreNodeDto'];

export const centresQuery = (api: Api) =>
  queryOptions({
    queryKey: ['centres'],
    queryFn: ({ signal }) => answerOf(api.GET('/api/v1/centres', { signal })),
    // Centres come and go a few times a year.
    staleTime: 60_000,
  });

function collectNames(centres: readonly Centre[], names: Map<string, string>): Map<string, string> {
  for (const { code, name, children } of centres) {
    names.set(code, name);
    collectNames(children, names);
  }
  return names;
}

/**
 * Names centres by their code. A centre that the user may not see, or that is not known yet, is
 * named by its code.
 */
export function useCentreNames(): (code: string) => string {
  const { data } = useQuery(centresQuery(useApi()));
  return useMemo(() => {
    const names = collectNames(data?.items ?? [], new Map());
    return (code) => names.get(code) ?? code;
  }, [data]);
}
