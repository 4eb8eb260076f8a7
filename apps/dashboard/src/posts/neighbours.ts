import { useMemo } from 'react';
import { type Centre, useCentres } from '../stock/use-centres';

interface Neighbours {
  readonly centre?: Centre;
  /** Above it, as far as the user sees; who does not see it knows its code. */
  readonly parent?: Pick<Centre, 'code' | 'name'>;
  readonly children: readonly Centre[];
}

/** The centre right above one, and those right below it. */
export function useNeighbours(code: string): Neighbours {
  const centres = useCentres();
  return useMemo(() => {
    const centre = centres.get(code);
    const above = centre?.parent;
    const parent =
      above === undefined ? undefined : (centres.get(above) ?? { code: above, name: above });
    return { centre, parent, children: centre?.children ?? [] };
  }, [centres, code]);
}

/** Where the centre's candidates are examined. */
export const useStations = (code: string): readonly Centre[] =>
  useNeighbours(code).children.filter(({ tier }) => tier === 'station');
