import { keepPreviousData, useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { answerOf, useApi } from '../api/client';
import type { MomentInAddress } from '../flow/use-moment';
import { showing } from '../live/use-changes';
import { useStandingError } from './use-standing';

type Time = MomentInAddress['time'];

/** Where a serial is and where it has been, now or as of a moment. */
export function useSerial(serial: string, time: Time) {
  const api = useApi();
  const asked = useQuery({
    queryKey: ['serial', serial, time],
    meta: showing('stock'),
    placeholderData: keepPreviousData,
    queryFn: ({ signal }) =>
      answerOf(
        api.GET('/api/v1/serials/{serial}', { params: { path: { serial }, query: time }, signal }),
      ),
  });
  return { ...asked, error: useStandingError(asked, `${serial} ${JSON.stringify(time)}`) };
}

const segmentsPerPage = 200;

/** Where every serial of a range is, page by page. */
export function useRange(from: string, to: string, time: Time) {
  const api = useApi();
  const asked = useInfiniteQuery({
    queryKey: ['range', from, to, time],
    meta: showing('stock'),
    placeholderData: keepPreviousData,
    initialPageParam: undefined as string | undefined,
    queryFn: ({ pageParam: after, signal }) =>
      answerOf(
        api.GET('/api/v1/serials', {
          params: { query: { from, to, after, limit: segmentsPerPage, ...time } },
          signal,
        }),
      ),
    getNextPageParam: ({ next }) => next ?? undefined,
  });
  const question = `${from} ${to} ${JSON.stringify(time)}`;
  return { ...asked, error: useStandingError(asked, question) };
}

/** A certificate and the papers that bore its number. */
export function useCertificate(number: string) {
  const api = useApi();
  const asked = useQuery({
    queryKey: ['certificate', number],
    meta: showing('certificate', 'voucher'),
    queryFn: ({ signal }) =>
      answerOf(api.GET('/api/v1/certificates/{number}', { params: { path: { number } }, signal })),
  });
  return { ...asked, error: useStandingError(asked, number) };
}

/** A voucher and what became of it. */
export function useVoucher(voucher: string) {
  const api = useApi();
  const asked = useQuery({
    queryKey: ['voucher', voucher],
    meta: showing('voucher'),
    queryFn: ({ signal }) =>
      answerOf(api.GET('/api/v1/vouchers/{voucher}', { params: { path: { voucher } }, signal })),
  });
  return { ...asked, error: useStandingError(asked, voucher) };
}

const askAgainMs = 30_000;

/** Of a signed head: its third line is the root of the tree (c2sp.org/tlog-checkpoint). */
const rootOf = (note: string): string | undefined => note.split('\n')[2] || undefined;

/** How far the transparency log proves a serial's history, and which centres watch the log. */
export function useProof(serial: string) {
  const api = useApi();
  return useQuery({
    queryKey: ['proof', serial],
    meta: showing('book'),
    queryFn: async ({ signal }) => {
      const path = { serial };
      const [proof, note, witnesses] = await Promise.all([
        answerOf(api.GET('/api/v1/serials/{serial}/proof', { params: { path }, signal })),
        answerOf(api.GET('/api/v1/transparency/checkpoint', { parseAs: 'text', signal })),
        answerOf(api.GET('/api/v1/transparency/witnesses', { signal })),
      ]);
      const seen = witnesses.items.flatMap(({ centre, seen: head }) =>
        head ? [{ centre, size: head.size, at: head.cosignedAt }] : [],
      );
      return { proof, root: rootOf(String(note)), seen, witnessCount: witnesses.items.length };
    },
    // What is not signed yet soon is, and no news tells of it.
    refetchInterval: ({ state }) => (state.status === 'error' ? askAgainMs : false),
  });
}
