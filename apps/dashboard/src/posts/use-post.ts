/**
 * One post, from what was typed to what was recorded.
 *
 * What always holds: nothing is posted that was not judged first, as it is posted; a post whose
 * answer never came is repeated under the key it had, so that it is recorded once; a key is used
 * for one body alone.
 */
import { useQueryClient } from '@tanstack/react-query';
import { useRef, useState } from 'react';
import type { Schemas } from '../api/client';
import { type Finding, OutOfReach, Refused, readProblem } from '../api/problem';
import { drawKey } from '../form-parts/use-submission';

export type Judged = Schemas['JudgedDto'];
export type Posted = Schemas['CommandAnswerDto'];
export type Pending = Schemas['PendingDto'];

/** To be spread into the parameters of a command's call. */
export interface How {
  readonly query: { readonly dryRun?: boolean };
  readonly header: { readonly 'Idempotency-Key'?: string };
}

export type Send<Body> = (
  body: Body,
  how: How,
) => Promise<{ data?: unknown; error?: unknown; response: Response }>;

export type PostState =
  | { readonly kind: 'editing' }
  | { readonly kind: 'judging' }
  | { readonly kind: 'judged'; readonly judged: Judged }
  | { readonly kind: 'posting' }
  /** The API said no, when it judged or when it was to record. */
  | { readonly kind: 'refused'; readonly error: unknown; readonly findings: readonly Finding[] }
  /** It was sent to be recorded, and nobody said whether it was. */
  | { readonly kind: 'unknown'; readonly error?: unknown }
  | { readonly kind: 'posted'; readonly answer: Posted; readonly isReplayed: boolean }
  | { readonly kind: 'waiting'; readonly pending: Pending; readonly isReplayed: boolean };

interface Options<Body> {
  readonly send: Send<Body>;
  /** The field that names what the address names: what is said of it comes without a path. */
  readonly inAddress?: string;
  /** Of a post that was sent before the page was loaded again. */
  readonly keyBefore?: string;
  /** Called before something is sent to be recorded, and once it is known what became of it. */
  readonly onSending: (key: string) => void;
  readonly onKnown: (isRecorded: boolean) => void;
}

/** Whether the answer leaves open what became of the post. */
function leavesOpen(error: unknown): boolean {
  if (error instanceof OutOfReach) return true;
  return error instanceof Refused && error.problem.status >= 500;
}

export function usePost<Body>(options: Options<Body>) {
  const { send, inAddress, keyBefore, onSending, onKnown } = options;
  const queries = useQueryClient();
  const [state, setState] = useState<PostState>(
    keyBefore === undefined ? { kind: 'editing' } : { kind: 'unknown' },
  );
  const key = useRef(keyBefore);
  const isBusy = useRef(false);

  /** One thing at a time: a second Enter while the first is under way does nothing. */
  const alone = async (task: () => Promise<PostState>): Promise<void> => {
    if (isBusy.current) return;
    isBusy.current = true;
    try {
      setState(await task());
    } finally {
      isBusy.current = false;
    }
  };

  const ask = async (body: Body, how: How): Promise<{ data: unknown; response: Response }> => {
    const { data, error, response } = await send(body, how);
    if (!response.ok) throw new Refused(readProblem(response.status, error));
    return { data, response };
  };

  const placed = <One extends Finding>(findings: readonly One[]): One[] =>
    findings.map((finding) =>
      inAddress === undefined || finding.path !== undefined || finding.serial !== undefined
        ? finding
        : { ...finding, path: `/${inAddress}` },
    );

  const findingsOf = (error: unknown): readonly Finding[] => {
    if (!(error instanceof Refused)) return [];
    const { status, code, detail: message, rule, errors = [] } = error.problem;
    // What the address names is not there: that, too, is said of the field.
    const isUnknown = inAddress !== undefined && status === 404 && errors.length === 0;
    return placed(isUnknown ? [{ code, message, rule }] : errors);
  };

  const judge = (body: Body): Promise<void> =>
    alone(async () => {
      setState({ kind: 'judging' });
      try {
        const { data } = await ask(body, { query: { dryRun: true }, header: {} });
        const judged = data as Judged;
        return { kind: 'judged', judged: { ...judged, refusals: placed(judged.refusals) } };
      } catch (error) {
        return { kind: 'refused', error, findings: findingsOf(error) };
      }
    });

  const post = (body: Body): Promise<void> =>
    alone(async () => {
      key.current ??= drawKey();
      onSending(key.current);
      setState({ kind: 'posting' });
      try {
        const header = { 'Idempotency-Key': key.current };
        const { data, response } = await ask(body, { query: {}, header });
        const isReplayed = response.headers.get('Idempotency-Replayed') === 'true';
        key.current = undefined;
        onKnown(true);
        void queries.invalidateQueries({ predicate: ({ meta }) => meta?.views !== undefined });
        return response.status === 202
          ? { kind: 'waiting', pending: data as Pending, isReplayed }
          : { kind: 'posted', answer: data as Posted, isReplayed };
      } catch (error) {
        if (leavesOpen(error)) return { kind: 'unknown', error };
        key.current = undefined;
        onKnown(false);
        return { kind: 'refused', error, findings: findingsOf(error) };
      }
    });

  /** What was judged is no longer what the form says; a further post is another one. */
  const edit = (): void => {
    if (isBusy.current) return;
    if (key.current !== undefined) {
      key.current = undefined;
      onKnown(false);
    }
    setState((before) => (before.kind === 'editing' ? before : { kind: 'editing' }));
  };

  return { state, judge, post, edit };
}
