import { useQuery } from '@tanstack/react-query';
import { type Api, answerOf, type Schemas, useApi } from '../api/client';
import { showing } from '../live/use-changes';
import { keptWhileOf, partKey } from '../stock/use-stock';
import type { Axis } from './moment';

export type Turnover = Schemas['TurnoverDto'];
export type Forecast = Schemas['ForecastDto'];
export type Consignment = Schemas['ConsignmentDto'];

/** Months at and below a centre; up to a month when one is named. */
export function useTurnover(axis: Axis, centre?: string, to?: string) {
  const api = useApi();
  return useQuery({
    queryKey: ['turnover', axis, partKey(centre), to ?? 'last'],
    meta: showing('stock'),
    placeholderData: keptWhileOf(centre),
    queryFn: ({ signal }) =>
      answerOf(
        api.GET('/api/v1/turnover', { params: { query: { by: axis, centre, to } }, signal }),
      ),
  });
}

/** The first day of the month in which anything ever happened. */
export const firstDayOf = (turnover: Turnover | undefined): string | undefined =>
  turnover?.first == null ? undefined : `${turnover.first}-01`;

const pageLimit = 1_000;
/** A nation has some four hundred centres with five levels each. */
const pagesMax = 5;

async function allForecasts(api: Api, query: { centre?: string; asOf?: string }) {
  const items: Forecast[] = [];
  let after: string | undefined;
  for (let pages = 0; pages < pagesMax; pages += 1) {
    const page = await answerOf(
      api.GET('/api/v1/forecasts', { params: { query: { ...query, after, limit: pageLimit } } }),
    );
    items.push(...page.items);
    if (page.next === null) return items;
    after = page.next;
  }
  return items;
}

/** For how long stocks at and below a centre will last, as of the end of a day. */
export function useForecasts(centre?: string, asOf?: string) {
  const api = useApi();
  return useQuery({
    queryKey: ['forecasts', partKey(centre), asOf ?? 'today'],
    meta: showing('stock', 'consignment'),
    placeholderData: keptWhileOf(centre),
    queryFn: () => allForecasts(api, { centre, asOf }),
  });
}

export interface UnderWay {
  /** Oldest first. */
  readonly items: readonly Consignment[];
  /** Whether these are all. */
  readonly isComplete: boolean;
}

/** What nobody has in stock now: sent and not answered, or refused and not taken back (C6). */
export function useUnderWay(centre?: string) {
  const api = useApi();
  return useQuery({
    queryKey: ['under-way', partKey(centre)],
    meta: showing('consignment'),
    queryFn: async ({ signal }): Promise<UnderWay> => {
      const pages = await Promise.all(
        (['in-transit', 'refused'] as const).map((status) => {
          const query = { centre, status, limit: pageLimit };
          return answerOf(api.GET('/api/v1/consignments', { params: { query }, signal }));
        }),
      );
      const items = pages.flatMap((page) => page.items);
      items.sort((a, b) => (a.dispatchedOn < b.dispatchedOn ? -1 : 1));
      return { items, isComplete: pages.every(({ next }) => next === null) };
    },
  });
}

/** The number that a policy has on a day for the whole installation. */
export function usePolicyNumber(name: Schemas['PolicyDto']['name'], on: string) {
  const api = useApi();
  const { data } = useQuery({
    queryKey: ['policy'],
    meta: showing('policy'),
    queryFn: ({ signal }) => answerOf(api.GET('/api/v1/policy', { signal })),
    staleTime: 60_000,
  });
  const policy = data?.items.find((one) => one.name === name);
  const general = policy?.set.filter(({ province }) => province === undefined) ?? [];
  return latest(general, on) ?? latest(policy?.standard ?? [], on);
}

function latest(values: readonly Schemas['PolicyValueDto'][], on: string): number | undefined {
  let found: Schemas['PolicyValueDto'] | undefined;
  for (const value of values) {
    if (value.from <= on && (!found || value.from >= found.from)) found = value;
  }
  return found?.value;
}
