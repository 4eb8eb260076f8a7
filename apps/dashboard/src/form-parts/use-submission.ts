import { useQueryClient } from '@tanstack/react-query';
import { useCallback, useRef, useState } from 'react';
import { answerOf, useApi } from '../api/client';

/** Also over plain HTTP, where browsers offer no `randomUUID`. */
export function drawKey(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
}

export interface Submission {
  readonly isSending: boolean;
  /** Why the last attempt came to nothing; undefined once the next begins. */
  readonly error: unknown;
  /**
   * Hands in `content`. What is handed in again unchanged, after a lost answer for one, goes under
   * the same key, so that it is posted once. Answers undefined when it came to nothing.
   */
  readonly send: <Answer>(
    content: unknown,
    call: (headers: { readonly 'Idempotency-Key': string }) => Promise<Answer>,
  ) => Promise<Answer | undefined>;
  readonly forgive: () => void;
}

const positionOf = (answer: unknown): string | undefined => {
  const position = (answer as { position?: unknown } | undefined)?.position;
  return typeof position === 'string' ? position : undefined;
};

/** One form's way to the API: afterwards every page shows what was posted. */
export function useSubmission(): Submission {
  const api = useApi();
  const queries = useQueryClient();
  const attempt = useRef<{ readonly content: string; readonly key: string }>(undefined);
  const [isSending, setSending] = useState(false);
  const [error, setError] = useState<unknown>();
  const send = useCallback<Submission['send']>(
    async (content, call) => {
      const text = JSON.stringify(content);
      if (attempt.current?.content !== text) attempt.current = { content: text, key: drawKey() };
      const { key } = attempt.current;
      setSending(true);
      setError(undefined);
      try {
        const answer = await call({ 'Idempotency-Key': key });
        attempt.current = undefined;
        const position = positionOf(answer);
        if (position !== undefined) await untilSeen(position);
        void queries.invalidateQueries();
        return answer;
      } catch (failure) {
        setError(failure);
        return undefined;
      } finally {
        setSending(false);
      }

      /** What was posted stands, whether or not the views have reached it. */
      async function untilSeen(position: string): Promise<void> {
        const headers = { 'Liushui-Wait-For': position };
        await answerOf(api.GET('/api/v1/auth/me', { headers })).catch(() => undefined);
      }
    },
    [api, queries],
  );
  const forgive = useCallback(() => setError(undefined), []);
  return { isSending, error, send, forgive };
}
