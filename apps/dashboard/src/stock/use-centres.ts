import { queryOptions, useQuery } from '@tanstack/react-query';
import { createContext, useContext, useMemo } from 'react';
import { type Api, answerOf, type Schemas, useApi } from '../api/client';
import { showing } from '../live/use-changes';

type Centre = Schemas['CentreNodeDto'];

export const centresQuery = (api: Api) =>
  queryOptions({
    queryKey: ['centres'],
    queryFn: ({ signal }) => answerOf(api.GET('/api/v1/centres', { signal })),
    // Centres come and go a few times a year.
    staleTime: 60_000,
    meta: showing('centre'),
  });

function collectNames(centres: readonly Centre[], names: Map<string, string>): Map<string, string> {
  for (const { code, name, children } of centres) {
    names.set(code, name);
    collectNames(children, names);
  }
  return names;
}

/** Names that an answer brought along: of centres that the user's own list does not hold. */
export const NamesBrought = createContext<Readonly<Record<string, string>>>({});

/**
 * Names centres by their code. A centre that the user may not see, and that no answer named, is
 * named by its code.
 */
export function useCentreNames(): (code: string) => string {
  const { data } = useQuery(centresQuery(useApi()));
  const brought = useContext(NamesBrought);
  return useMemo(() => {
    const names = collectNames(data?.items ?? [], new Map());
    return (code) => names.get(code) ?? brought[code] ?? code;
  }, [data, brought]);
}
