import { queryOptions, useQuery } from '@tanstack/react-query';
import { createContext, useContext, useMemo } from 'react';
import { type Api, answerOf, type Schemas, useApi } from '../api/client';
import { showing } from '../live/use-changes';

export type Centre = Schemas['CentreNodeDto'];

export const centresQuery = (api: Api) =>
  queryOptions({
    queryKey: ['centres'],
    queryFn: ({ signal }) => answerOf(api.GET('/api/v1/centres', { signal })),
    // Centres come and go a few times a year.
    staleTime: 60_000,
    meta: showing('centre'),
  });

const found = new WeakMap<readonly Centre[], ReadonlyMap<string, Centre>>();

/** Every centre of the tree by its code, parents before their children; looked for once an answer. */
export function centresByCode(tree: readonly Centre[]): ReadonlyMap<string, Centre> {
  const known = found.get(tree);
  if (known) return known;
  const centres = new Map<string, Centre>();
  const collect = (some: readonly Centre[]): void => {
    for (const centre of some) {
      centres.set(centre.code, centre);
      collect(centre.children);
    }
  };
  collect(tree);
  found.set(tree, centres);
  return centres;
}

const none: readonly Centre[] = [];

/** Every centre that the user sees, by code; none until they are known. */
export function useCentres(): ReadonlyMap<string, Centre> {
  const { data } = useQuery(centresQuery(useApi()));
  return centresByCode(data?.items ?? none);
}

/** Names that an answer brought along: of centres that the user's own list does not hold. */
export const NamesBrought = createContext<Readonly<Record<string, string>>>({});

/**
 * Names centres by their code. A centre that the user may not see, and that no answer named, is
 * named by its code.
 */
export function useCentreNames(): (code: string) => string {
  const centres = useCentres();
  const brought = useContext(NamesBrought);
  return useMemo(
    () => (code) => centres.get(code)?.name ?? brought[code] ?? code,
    [centres, brought],
  );
}
