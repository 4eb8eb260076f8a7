/**
 * One run of the witness on the page: nothing is cosigned while a finding waits to be looked at, a
 * finding is kept before it is shown, and whoever leaves or logs out ends the run.
 */
import type { Schemas } from '../api/client';
import { Refused } from '../api/problem';
import { type Found, type InOrder, shownHead, type VerifyOptions, verifyLog } from './verifying';
import { alone, findingOf, keepFinding, putAside, WitnessStore } from './witness-store';

/** What a return carries of it. */
export type Witness = Schemas['SeenCheckpointDto'];

export type Outcome =
  | { readonly kind: 'cosigned'; readonly verified: InOrder; readonly isHandedIn: boolean }
  | Found;

export interface WitnessRun extends Omit<VerifyOptions, 'seen' | 'named'> {
  readonly signal: AbortSignal;
  /** A key of the log that the person has learnt by another way. */
  readonly named?: string;
  /** Whether it was taken. */
  readonly handIn: (witness: Witness) => Promise<boolean>;
}

/** Rejects as `verifyLog`, and with what `handIn` rejects with. */
export const witnessLog = (run: WitnessRun): Promise<Outcome> =>
  alone(run.centre, () => work(run), run.signal);

async function work(run: WitnessRun): Promise<Outcome> {
  const { centre, named, signal } = run;
  const kept = await findingOf(centre);
  // Whoever names the key answers this very finding.
  if (kept && !(kept.check === 'log-key-unannounced' && named !== undefined)) return kept;
  const store = await WitnessStore.find(centre);
  const verified = await verifyLog({
    ...run,
    seen: store?.seen,
    named: named === undefined ? [] : [named],
  });
  if (verified.kind === 'found') return keep(centre, verified);
  const { checkpoint, keys, text, origin } = verified;
  signal.throwIfAborted();
  const own = store ?? (await WitnessStore.make(centre, origin));
  signal.throwIfAborted();
  const signature = await own.cosign(text, { keys, checkpoint }, new Date());
  if (kept) await putAside(centre);
  signal.throwIfAborted();
  try {
    const isHandedIn = await run.handIn({ checkpoint, signature });
    return { kind: 'cosigned', verified, isHandedIn };
  } catch (fault) {
    if (isContradicted(fault)) return keepContradiction(centre, checkpoint);
    throw fault;
  }
}

/** A browser that has no room left keeps it from being kept, not from being shown. */
async function keep(centre: string, found: Found): Promise<Found> {
  await keepFinding(centre, found).catch(() => undefined);
  return found;
}

/** The API holds another history than the one that its public routes showed. */
const isContradicted = (fault: unknown): boolean =>
  fault instanceof Refused && fault.problem.code === 'witness-checkpoint-differs';

async function keepContradiction(centre: string, checkpoint: string): Promise<Found> {
  const shown = await shownHead();
  const heads = shown === undefined ? [checkpoint] : [checkpoint, shown];
  const [check, params] = ['log-forked' as const, {}];
  const evidence = { found: check, foundAt: new Date().toISOString(), params, heads };
  return keep(centre, { kind: 'found', check, params, evidence });
}
