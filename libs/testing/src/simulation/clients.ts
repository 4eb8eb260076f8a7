/**
 * Clients as they should be: each request has a key, and one that is not answered is sent again
 * with the same key, to whatever process is there. Remembers what was asked and what was answered.
 */
import type { RecordedEvent } from '#domain';
import { StoreAway } from '#event-log';
import { type Outcome, type Request, requestKeyHash, StreamBusy, TooManyConflicts } from '#ledger';
import type { Clock } from './clock';
import { type Office, ProcessKilled } from './office';
import { execute, type Order, spoken, streamOf } from './orders';
import type { SimulatedStore } from './simulated-store';

/** Sendings of one request before its client goes home without an answer. */
const sendingsMax = 4;

/** One request and the answers it got; none while nobody knows what became of it. */
export interface Claim {
  readonly order: Order;
  readonly stream: string;
  readonly key: string;
  readonly sentAtMs: number;
  /** Of all sendings: what they append has one of these. */
  readonly requestIds: Set<string>;
  outcome?: Outcome;
}

export class Clients {
  readonly claims: Claim[] = [];
  /** What no process should ever throw or answer. */
  readonly wrong: string[] = [];
  #requestCount = 0;

  constructor(
    private readonly store: SimulatedStore,
    private readonly clock: Clock,
    /** Whichever process a request comes to. */
    private readonly anyOffice: () => Office,
  ) {}

  /** Posts something new; the answer is in the claim. */
  async post(order: Order): Promise<Claim> {
    const key = `key-${this.claims.length}`;
    const claim: Claim = {
      order,
      stream: streamOf(order),
      key,
      sentAtMs: this.clock.nowMs,
      requestIds: new Set(),
    };
    this.claims.push(claim);
    claim.outcome = await this.send(claim);
    return claim;
  }

  /** The same request once more, under the same key. */
  async repeat(claim: Claim): Promise<void> {
    const again = await this.send(claim);
    if (!again) return;
    const { outcome: first } = claim;
    if (first && isStored(first)) this.compareAnswers(claim, first, again);
    else claim.outcome = again;
  }

  /** Another request under the same key. */
  async misuse(claim: Claim, order: Order): Promise<void> {
    const outcome = await this.send(claim, order);
    if (!outcome || !claim.outcome || !isStored(claim.outcome)) return;
    if (outcome.kind !== 'key-reused') {
      this.wrong.push(`${claim.key} was used for something else: ${outcome.kind}`);
    }
  }

  private async send(claim: Claim, order = claim.order): Promise<Outcome | undefined> {
    for (let sending = 0; sending < sendingsMax; sending++) {
      const requestId = `request-${this.#requestCount++}`;
      claim.requestIds.add(requestId);
      const { key } = claim;
      const fingerprint = spoken(order);
      const principal = claim.order.user.id;
      const request: Request = { requestId, principal, idempotencyKey: key, fingerprint };
      const office = this.anyOffice();
      try {
        return await office.answer(execute(office, order, request, this.clock.tick()));
      } catch (fault) {
        if (!isPassing(fault)) {
          this.wrong.push(`${spoken(order)}: ${fault instanceof Error ? fault.stack : fault}`);
          return undefined;
        }
      }
    }
    return undefined;
  }

  private compareAnswers(claim: Claim, first: Outcome, again: Outcome): void {
    const [said, saidAgain] = [first, again].map(answerText);
    const isReplayed = 'replayed' in again && again.replayed;
    if (said !== saidAgain || !isReplayed) {
      this.wrong.push(`${spoken(claim.order)}: answered ${said}, then ${saidAgain}`);
    }
  }

  /** Every acknowledged post is stored once and as answered, every refused one not at all. */
  judge(claim: Claim): string[] {
    const { outcome } = claim;
    const mark = requestKeyHash(claim.order.user.id, claim.key);
    const stored = this.store.events(claim.stream);
    const marked = stored.filter(({ metadata }) => metadata.request?.key === mark);
    const name = spoken(claim.order);
    if (marked.length > 1) return [`stored ${marked.length} times: ${name}`];
    if (!outcome) return [];
    if (isStored(outcome)) return judgeStored(outcome, stored, marked, name);
    // One that was given up on the way may still arrive after a refusal of the next sending.
    const isAbsent = stored.every(({ metadata }) => !claim.requestIds.has(metadata.correlationId));
    return isAbsent || this.store.stragglersOf(claim.requestIds)
      ? []
      : [`refused, yet stored: ${name}`];
  }
}

type StoredOutcome = Extract<Outcome, { kind: 'appended' | 'pending' }>;

export const isStored = (outcome: Outcome): outcome is StoredOutcome =>
  outcome.kind === 'appended' || outcome.kind === 'pending';

const isPassing = (fault: unknown): boolean =>
  fault instanceof StoreAway ||
  fault instanceof ProcessKilled ||
  fault instanceof TooManyConflicts ||
  fault instanceof StreamBusy;

function judgeStored(
  outcome: StoredOutcome,
  stored: readonly RecordedEvent[],
  marked: readonly RecordedEvent[],
  name: string,
): string[] {
  if (marked.length !== 1) return [`acknowledged, yet not stored: ${name}`];
  const [first] = marked;
  const append = stored.filter(
    ({ metadata }) => metadata.correlationId === first.metadata.correlationId,
  );
  const said = outcome.events.map(({ id, revision }) => `${id}@${revision}`).join();
  const there = append
    .filter(({ type }) => type !== 'HoldersSealed')
    .map(({ id, revision }) => `${id}@${revision}`)
    .join();
  if (said === there && append.at(-1)?.revision === outcome.revision) return [];
  return [`acknowledged as ${said}, stored as ${there}: ${name}`];
}

/** An answer without what differs between the first and a repeated one. */
function answerText(outcome: Outcome): string {
  const { replayed: _, ...rest } = { replayed: false, ...outcome };
  return JSON.stringify(rest, (_key, value) =>
    typeof value === 'bigint' ? String(value) : (value as unknown),
  );
}

/** What was answered, in a word. */
export function verdictOf({ outcome }: Claim): string {
  if (!outcome) return 'no answer';
  if (outcome.kind === 'refused') {
    return outcome.refusals.map(({ rule, code }) => `${rule} ${code}`).join(', ');
  }
  return isStored(outcome) ? `${outcome.kind} up to revision ${outcome.revision}` : outcome.kind;
}
