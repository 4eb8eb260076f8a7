/** What waits for somebody at a centre, most urgent first. */
import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { answerOf, useApi } from '../api/client';
import { daysBetween, today } from '../language/format';
import { showing } from '../live/use-changes';
import { consignmentsQuery } from '../posts/consignment';
import { useNeighbours } from '../posts/neighbours';
import { type Shortage, useShortages } from '../posts/use-shortages';
import { proposalsQuery } from '../proposals/proposals-query';
import { quarterAfter, quarterOf } from '../quarters/calendar';
import { useBoard, useQuarter } from '../quarters/use-quarter';
import { useDecides } from '../session/powers';
import { quarterTasks, reviewTasks } from './quarter-tasks';
import type { Consignment, Task } from './task';

interface Answers {
  readonly tasks: readonly Task[];
  readonly shortages: readonly Shortage[];
  /** On their way from here, for information. */
  readonly underWay: readonly Consignment[];
  readonly isLoading: boolean;
  readonly error: unknown;
  readonly refetch: () => void;
}

/** The proposals of a page that the user may decide, or has made. */
function useProposals() {
  const decides = useDecides();
  const query = useInfiniteQuery(proposalsQuery(useApi(), 'pending'));
  const all = query.data?.pages.flatMap(({ items }) => items) ?? [];
  return {
    query,
    all,
    toDecide: all.filter(decides).length,
    own: all.filter(({ isOwn }) => isOwn).length,
  };
}

/** Vouchers that expire soon are told one by one on their page; here it is enough to know of them. */
function useExpiringVouchers(centre: string) {
  const api = useApi();
  return useQuery({
    queryKey: ['vouchers-expiring', centre],
    queryFn: ({ signal }) =>
      answerOf(
        api.GET('/api/v1/vouchers', { params: { query: { centre, status: 'expiring' } }, signal }),
      ),
    meta: showing('voucher'),
  });
}

function useOverdueSpoiled(centre: string) {
  const api = useApi();
  return useQuery({
    queryKey: ['overdue-spoiled', centre],
    queryFn: ({ signal }) =>
      answerOf(api.GET('/api/v1/overdue-spoiled', { params: { query: { centre } }, signal })),
    meta: showing('stock'),
  });
}

export function useTasks(centre: string): Answers {
  const api = useApi();
  const inTransit = useQuery(consignmentsQuery(api, centre, 'in-transit'));
  const refused = useQuery(consignmentsQuery(api, centre, 'refused'));
  const proposals = useProposals();
  const vouchers = useExpiringVouchers(centre);
  const overdue = useOverdueSpoiled(centre);
  const shortages = useShortages(centre);
  const { centre: own, children } = useNeighbours(centre);
  const day = today();
  const present = quarterOf(day);
  const [before, coming] = [quarterAfter(present, -1), quarterAfter(present, 1)];
  const quarters = [
    useQuarter(centre, before),
    useQuarter(centre, present),
    useQuarter(centre, coming),
  ];
  const reviews = children.some(({ tier }) => tier !== 'station');
  const boards = [
    useBoard(before, centre, reviews),
    useBoard(present, centre, reviews),
    useBoard(coming, centre, reviews),
  ];
  const queries = [
    ...[inTransit, refused, proposals.query, vouchers, overdue, shortages],
    ...quarters,
    ...(reviews ? boards : []),
  ];
  const counted = new Set(
    proposals.all.map(({ command }) => (command as { consignment?: string }).consignment),
  );
  const overdueCount = (overdue.data?.items ?? [])
    .filter((item) => item.centre === centre)
    .reduce((sum, { quantity }) => sum + quantity, 0);
  const expiring = vouchers.data?.items.filter((item) => item.centre === centre) ?? [];
  const files = own?.parent !== undefined;
  const tasks: Task[] = [
    ...(inTransit.data ?? [])
      .filter(({ to }) => to === centre)
      .map((consignment) => ({
        kind: 'receive' as const,
        consignment,
        isCounted: counted.has(consignment.consignment),
      })),
    ...(proposals.toDecide > 0 ? [{ kind: 'approve' as const, count: proposals.toDecide }] : []),
    ...(reviews
      ? boards.flatMap(({ data }) => (data ? reviewTasks(data, day, daysBetween) : []))
      : []),
    ...(refused.data ?? [])
      .filter(({ from }) => from === centre)
      .map((consignment) => ({ kind: 'take-back' as const, consignment })),
    ...quarters.flatMap(({ data }) => (files && data ? quarterTasks(data, day, daysBetween) : [])),
    ...(expiring.length > 0
      ? [
          {
            kind: 'vouchers' as const,
            count: expiring.length,
            isMore: vouchers.data?.next !== null,
          },
        ]
      : []),
    ...(overdueCount > 0 ? [{ kind: 'overdue' as const, count: overdueCount }] : []),
    ...(proposals.own > 0 ? [{ kind: 'own-pending' as const, count: proposals.own }] : []),
  ];
  return {
    tasks,
    shortages: (shortages.data?.items ?? []).filter(({ endedOn }) => endedOn === null),
    underWay: (inTransit.data ?? []).filter(({ from }) => from === centre),
    isLoading: queries.some(({ isPending }) => isPending),
    error: queries.find(({ error }) => error !== null)?.error ?? undefined,
    refetch: () => queries.forEach((query) => void query.refetch()),
  };
}
