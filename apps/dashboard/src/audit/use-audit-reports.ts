/** What auditors have filed of their checks. */
import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { answerOf, type Schemas, useApi } from '../api/client';
import { showing } from '../live/use-changes';
import { type LastReport, lastReport } from './last-report';

export type AuditReport = Schemas['AuditReportDto'];
export type UnreadableReport = Schemas['UnreadableReportDto'];
export type Check = AuditReport['check'];

export const checks: readonly Check[] = ['verify', 'reconcile'];

const reportsPerPage = 10;

export function useLastReport(check: Check) {
  const api = useApi();
  return useQuery({
    queryKey: ['audit-reports', check],
    meta: showing('audit-report'),
    queryFn: ({ signal }): Promise<LastReport<AuditReport, UnreadableReport>> =>
      lastReport((after) => {
        const query = { check, limit: 1, after };
        return answerOf(api.GET('/api/v1/audit/reports', { params: { query }, signal }));
      }),
  });
}

/** All of them, newest first. */
export function useReports() {
  const api = useApi();
  return useInfiniteQuery({
    queryKey: ['audit-reports'],
    meta: showing('audit-report'),
    initialPageParam: undefined as string | undefined,
    queryFn: ({ pageParam: after, signal }) => {
      const query = { limit: reportsPerPage, after };
      return answerOf(api.GET('/api/v1/audit/reports', { params: { query }, signal }));
    },
    getNextPageParam: ({ next }) => next ?? undefined,
  });
}
