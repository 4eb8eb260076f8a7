import { useQuery } from '@tanstack/react-query';
import { answerOf, useApi } from '../api/client';

/** Where a serial is and where it has been. */
export function useSerial(serial: string) {
  const api = useApi();
  return useQuery({
    queryKey: ['serial', serial],
    queryFn: ({ signal }) =>
      answerOf(api.GET('/api/v1/serials/{serial}', { params: { path: { serial } }, signal })),
  });
}

/** A certificate and the papers that bore its number. */
export function useCertificate(number: string) {
  const api = useApi();
  return useQuery({
    queryKey: ['certificate', number],
    queryFn: ({ signal }) =>
      answerOf(api.GET('/api/v1/certificates/{number}', { params: { path: { number } }, signal })),
  });
}
