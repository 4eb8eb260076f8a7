import { useQuery, useQueryClient } from '@tanstack/react-query';
import { answerOf, type Schemas, useApi } from '../api/client';
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

/**
 * Stock of all centres that the user may see. The centres are read after the figures, so that every
 * figure finds its centre.
 */
export function useStock() {
  const api = useApi();
  const queries = useQueryClient();
  return useQuery({
    queryKey: ['stock'],
    queryFn: async ({ signal }): Promise<StockView> => {
      const stock = await answerOf(api.GET('/api/v1/stock', { signal }));
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
export function useCentreStock(code: string) {
  const api = useApi();
  return useQuery({
    queryKey: ['stock', code],
    queryFn: ({ signal }) =>
      answerOf(api.GET('/api/v1/centres/{code}/stock', { params: { path: { code } }, signal })),
  });
}
