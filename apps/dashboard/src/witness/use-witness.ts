import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { answerOf, type Schemas, useApi } from '../api/client';
import { Refused } from '../api/problem';
import { showing } from '../live/use-changes';
import { useSession } from '../session/use-session';
import { type Found, type InOrder, type Reached, verifyLog } from './verifying';
import { alone, canWitness, WitnessStore } from './witness-store';

/** What a return carries of it. */
export type Witness = Schemas['SeenCheckpointDto'];

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
      };
    },
  });
}

export type Outcome =
  | { readonly kind: 'cosigned'; readonly verified: InOrder; readonly isHandedIn: boolean }
  | Found;

export interface Witnessing {
  readonly reached?: Reached;
  readonly isWorking: boolean;
  readonly error: unknown;
  readonly outcome?: Outcome;
  /** `named`: a key of the log that the person has learnt by another way. */
  readonly begin: (named?: string) => Promise<void>;
}

/**
 * Verifies and cosigns. What was cosigned goes to `onCosigned` where it is given, and to the API by
 * itself elsewhere, once the centre's key is registered.
 */
export function useWitnessing(
  centre: string,
  onCosigned: ((witness: Witness) => void) | undefined,
): Witnessing {
  const api = useApi();
  const session = useSession();
  const queries = useQueryClient();
  const [state, setState] = useState<Omit<Witnessing, 'begin'>>({
    isWorking: false,
    error: undefined,
  });
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
  const work = async (named: string | undefined): Promise<Outcome> => {
    const store = await WitnessStore.find(centre);
    const verified = await verifyLog({
      centre,
      seen: store?.seen,
      named: named === undefined ? [] : [named],
      ask: session.fetch,
      onReached: (reached) => setState((before) => ({ ...before, reached })),
    });
    if (verified.kind === 'found') return verified;
    const { checkpoint, keys, text, origin } = verified;
    const own = store ?? (await WitnessStore.make(centre, origin));
    const signature = await own.cosign(text, { keys, checkpoint }, new Date());
    return { kind: 'cosigned', verified, isHandedIn: await handIn({ checkpoint, signature }) };
  };
  const begin = async (named?: string): Promise<void> => {
    setState({ isWorking: true, error: undefined });
    try {
      const outcome = await alone(centre, () => work(named));
      setState({ isWorking: false, error: undefined, outcome });
    } catch (error) {
      setState({ isWorking: false, error });
    } finally {
      void queries.invalidateQueries({ queryKey: ['witness', centre] });
    }
  };
  return { ...state, begin };
}

/** No key is registered yet, or another than this browser's. */
const isUnregistered = ({ problem }: Refused): boolean =>
  problem.code === 'witness-key-missing' || problem.code === 'witness-cosignature-wrong';
