import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useEffect, useRef, useState } from 'react';
import { answerOf, useApi } from '../api/client';
import { Refused } from '../api/problem';
import { showing } from '../live/use-changes';
import type { Session } from '../session/session';
import { useSession } from '../session/use-session';
import type { Found, Reached } from './verifying';
import { canWitness, findingOf, putAside, WitnessStore } from './witness-store';
import { type Outcome, type Witness, witnessLog } from './witnessing';

export interface WitnessState {
  /** The key in this browser; absent before the first time. */
  readonly ownKey?: string;
  /** The key that is registered for the centre. */
  readonly registeredKey?: string;
  /** The largest head that this browser has cosigned. */
  readonly seen?: string;
  /** The size that the list of witnesses has for the centre. */
  readonly listedSize?: number;
  readonly listedAt?: string;
  /** What was found here, until it is put aside. */
  readonly finding?: Found;
}

export function useWitnessState(centre: string) {
  const api = useApi();
  return useQuery({
    queryKey: ['witness', centre],
    meta: showing('centre'),
    enabled: canWitness(),
    queryFn: async ({ signal }): Promise<WitnessState> => {
      const { items } = await answerOf(api.GET('/api/v1/transparency/witnesses', { signal }));
      const listed = items.find((item) => item.centre === centre);
      const store = await WitnessStore.find(centre);
      return {
        ownKey: store && (await store.key()).text,
        registeredKey: listed?.keys.at(-1)?.key,
        seen: store?.seen?.checkpoint,
        listedSize: listed?.seen?.size,
        listedAt: listed?.seen?.cosignedAt,
        finding: await findingOf(centre),
      };
    },
  });
}

export interface Witnessing {
  readonly reached?: Reached;
  readonly isWorking: boolean;
  readonly error: unknown;
  readonly outcome?: Outcome;
  /** `named`: a key of the log that the person has learnt by another way. */
  readonly begin: (named?: string) => Promise<void>;
  readonly cancel: () => void;
  /** What was found, once it was saved. */
  readonly dismiss: () => Promise<void>;
}

const idle = { isWorking: false, error: undefined };

/**
 * Verifies and cosigns. What was cosigned goes to `onCosigned` where it is given, and to the API by
 * itself elsewhere, once the centre's key is registered. It ends when the page is left, and when
 * somebody else is logged in.
 */
export function useWitnessing(
  centre: string,
  onCosigned: ((witness: Witness) => void) | undefined,
): Witnessing {
  const api = useApi();
  const session = useSession();
  const queries = useQueryClient();
  const running = useRef<AbortController>(undefined);
  const [state, setState] =
    useState<Pick<Witnessing, 'isWorking' | 'error' | 'reached' | 'outcome'>>(idle);
  useEffect(() => () => running.current?.abort(), []);
  const handIn = async (witness: Witness): Promise<boolean> => {
    if (onCosigned) {
      onCosigned(witness);
      return true;
    }
    const params = { path: { code: centre } };
    const answer = api.POST('/api/v1/centres/{code}/cosignatures', { params, body: witness });
    return answerOf(answer).then(
      () => true,
      (fault: unknown) => {
        if (fault instanceof Refused && isUnregistered(fault)) return false;
        throw fault;
      },
    );
  };
  const readAgain = () => queries.invalidateQueries({ queryKey: ['witness', centre] });
  const begin = async (named?: string): Promise<void> => {
    const cancelling = new AbortController();
    running.current = cancelling;
    const { signal } = cancelling;
    const stop = whenOtherUser(session, () => cancelling.abort());
    setState({ isWorking: true, error: undefined });
    try {
      const outcome = await witnessLog({
        centre,
        named,
        signal,
        ask: session.fetch,
        handIn,
        onReached: (reached) => setState((before) => ({ ...before, reached })),
      });
      setState({ ...idle, outcome });
    } catch (error) {
      setState(signal.aborted ? idle : { isWorking: false, error });
    } finally {
      stop();
      void readAgain();
    }
  };
  const dismiss = async (): Promise<void> => {
    await putAside(centre);
    await readAgain();
    setState(idle);
  };
  return { ...state, begin, cancel: () => running.current?.abort(), dismiss };
}

const usernameIn = ({ state }: Session): string | undefined =>
  state.kind === 'open' || state.kind === 'paused' ? state.user.username : undefined;

/** What one user began is not cosigned in the name of another. */
function whenOtherUser(session: Session, tell: () => void): () => void {
  const username = usernameIn(session);
  return session.subscribe(() => {
    if (usernameIn(session) !== username) tell();
  });
}

/** No key is registered yet, or another than this browser's. */
const isUnregistered = ({ problem }: Refused): boolean =>
  problem.code === 'witness-key-missing' || problem.code === 'witness-cosignature-wrong';
