import { useSession } from '../session/use-session';
import type { How } from './use-post';

export type FormFields = Readonly<Record<string, string | Blob | undefined>>;

/** JSON for fields of a form that hold more than a text. */
export const asField = (value: unknown): string | undefined =>
  value === undefined ? undefined : JSON.stringify(value);

/** Hands in a file with fields beside it, as the API's typed client cannot. */
export function useSendForm() {
  const session = useSession();
  return async (path: string, fields: FormFields, { query, header }: How) => {
    const address = new URL(path, location.origin);
    if (query.dryRun) address.searchParams.set('dryRun', 'true');
    const body = new FormData();
    for (const [name, value] of Object.entries(fields)) {
      if (value !== undefined) body.append(name, value);
    }
    const headers = new Headers();
    const key = header['Idempotency-Key'];
    if (key !== undefined) headers.set('Idempotency-Key', key);
    const response = await session.fetch(new Request(address, { method: 'POST', headers, body }));
    const answer: unknown = await response.json().catch(() => undefined);
    return response.ok ? { data: answer, response } : { error: answer, response };
  };
}
