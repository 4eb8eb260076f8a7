import { type Query, useQuery, useQueryClient } from '@tanstack/react-query';
import { answerOf, type Schemas, useApi } from '../api/client';
import type { MomentInAddress } from '../flow/use-moment';
import { showing } from '../live/use-changes';
import { type StockNode, stockTree } from './stock-tree';
import { centresQuery } from './use-centres';

export interface StockView {
  readonly tree: readonly StockNode[];
  readonly totals: Schemas['AccountsDto'];
  readonly conservation: Schemas['ConservationDto'];
  readonly position: string;
  /** Whether the user sees every centre there is, not a part of the tree. */
  readonly isWhole: boolean;
}

type Time = MomentInAddress['time'];

/** In a query's key: whose figures they are. */
export const partKey = (centre: string | undefined): string => centre ?? 'all';

/** What was shown stays until another moment's is there; never another centre's. */
export const keptWhileOf =
  (centre: string | undefined) =>
  <Shown>(before: Shown | undefined, query: Pick<Query, 'queryKey'> | undefined) =>
    query?.queryKey.includes(partKey(centre)) ? before : undefined;

/**
 * Stock of all centres that the user may see, or of one and all below it, now or as of a moment.
 * The centres are read after the figures, so that every figure finds its centre.
 */
export function useStock(time: Time = {}, centre?: string) {
  const api = useApi();
  const queries = useQueryClient();
  return useQuery({
    queryKey: ['stock', time, partKey(centre)],
    meta: showing('stock', 'centre'),
    placeholderData: keptWhileOf(centre),
    queryFn: async ({ signal }): Promise<StockView> => {
      const part = centre === undefined ? {} : { centre, subtree: true };
      const query = { ...time, ...part };
      const stock = await answerOf(api.GET('/api/v1/stock', { params: { query }, signal }));
      const { items } = await queries.fetchQuery({ ...centresQuery(api), staleTime: 0 });
      return {
        tree: stockTree(items, stock.rows),
        totals: stock.totals,
        conservation: stock.conservation,
        position: stock.position,
        isWhole: items.some(({ parent }) => parent === undefined),
      };
    },
  });
}

/** What one centre has itself, with the ranges; asked for when someone wants to see it. */
export function useCentreStock(code: string, time: Time = {}) {
  const api = useApi();
  return useQuery({
    queryKey: ['stock', code, time],
    meta: showing('stock'),
    queryFn: ({ signal }) =>
      answerOf(
        api.GET('/api/v1/centres/{code}/stock', {
          params: { path: { code }, query: time },
          signal,
        }),
      ),
  });
}
