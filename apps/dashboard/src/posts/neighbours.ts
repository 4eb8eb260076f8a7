import { useQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import { type Schemas, useApi } from '../api/client';
import { centresQuery } from '../stock/use-centres';

export type Centre = Schemas['CentreNodeDto'];

interface Neighbours {
  readonly centre?: Centre;
  /** Above it, as far as the user sees; who does not see it knows its code. */
  readonly parent?: Pick<Centre, 'code' | 'name'>;
  readonly children: readonly Centre[];
}

function find(centres: readonly Centre[], code: string): Centre | undefined {
  for (const centre of centres) {
    const found = centre.code === code ? centre : find(centre.children, code);
    if (found) return found;
  }
  return undefined;
}

/** The centre right above one, and those right below it. */
export function useNeighbours(code: string): Neighbours {
  const { data } = useQuery(centresQuery(useApi()));
  return useMemo(() => {
    const items = data?.items ?? [];
    const centre = find(items, code);
    const above = centre?.parent;
    const parent =
      above === undefined ? undefined : (find(items, above) ?? { code: above, name: above });
    return { centre, parent, children: centre?.children ?? [] };
  }, [data, code]);
}

/** Where the centre's candidates are examined. */
export const useStations = (code: string): readonly Centre[] =>
  useNeighbours(code).children.filter(({ tier }) => tier === 'station');
