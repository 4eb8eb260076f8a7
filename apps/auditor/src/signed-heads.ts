/** What stands on `checkpoint-log`: the heads, the keys that signed them, and who cosigned them. */
import { type CentreCode, centresStream, checkpointStream, type RecordedEvent } from '#domain';
import type { EventLog } from '#event-log';
import {
  cosignedAt,
  judgeReason,
  KeyChain,
  type LogFinding,
  type NamedEvent,
  parseNote,
  parseVerifierKey,
  type StoredAnnouncement,
  type StoredHead,
  type VerifierKey,
} from '#transparency';
import { NotJudged } from './exit-codes';

export interface SignedHeads {
  readonly heads: readonly StoredHead[];
  readonly chain: KeyChain;
  /** Of the keys of the chain. */
  readonly announced: readonly StoredAnnouncement[];
  readonly witnessedCount: number;
  /** How many keys were replaced for a reason that no key signed. */
  readonly unsignedReasonCount: number;
  readonly findings: readonly LogFinding[];
}

type Loads = Pick<EventLog, 'load'>;

/**
 * All heads that the keys in question may have signed; those behind a key that nobody vouches for
 * are left out, and that is a finding. Without `named`, the key of the first head is believed.
 */
export async function signedHeadsOf(
  log: Loads,
  named: readonly VerifierKey[],
): Promise<SignedHeads> {
  const reading = new HeadReading(await witnessKeysOf(log));
  for await (const event of log.load(checkpointStream)) reading.take(event);
  return reading.end(named);
}

/** By their text, of which centre. */
async function witnessKeysOf(log: Loads): Promise<ReadonlyMap<string, CentreCode>> {
  const keys = new Map<string, CentreCode>();
  for await (const event of log.load(centresStream)) {
    if (event.type === 'WitnessKeyRegistered') keys.set(event.data.key, event.data.centre);
  }
  return keys;
}

class HeadReading {
  private readonly heads: StoredHead[] = [];
  private readonly known = new Set<string>();
  private readonly announcements: { text: string; event: NamedEvent; headCount: number }[] = [];
  private readonly findings: LogFinding[] = [];
  private firstKey: string | undefined;
  private witnessedCount = 0;
  private unsignedReasonCount = 0;

  constructor(private readonly witnessKeys: ReadonlyMap<string, CentreCode>) {}

  take(event: RecordedEvent): void {
    switch (event.type) {
      case 'CheckpointSigned':
        this.firstKey ??= event.data.key;
        this.addHead(event, event.data.checkpoint);
        return;
      case 'CheckpointWitnessed':
        this.addWitnessed(event);
        return;
      case 'LogKeyReplaced':
        this.addAnnouncement(event);
        return;
      default:
    }
  }

  end(named: readonly VerifierKey[]): SignedHeads {
    const { heads, findings, witnessedCount, unsignedReasonCount } = this;
    const counts = { witnessedCount, unsignedReasonCount };
    if (this.firstKey === undefined) throw new NotJudged('no head of the log was signed yet');
    const first = parseVerifierKey(this.firstKey);
    if (!first) throw new NotJudged('the first head of the log names no key');
    const texts = this.announcements.map(({ text }) => text);
    const chain = KeyChain.of(first, texts, named.length === 0 ? [first] : named);
    const { fault } = chain;
    const announced = chain.announced.map(({ checkpoint }, index) => {
      return { event: this.announcements[index].event, checkpoint };
    });
    if (!fault) return { heads, chain, announced, ...counts, findings };
    if (fault.kind === 'unknown-log') {
      const unknown: LogFinding = { check: 'log-key-unknown', params: { key: this.firstKey } };
      return { heads: [], chain, announced, ...counts, findings: [unknown] };
    }
    const { event, headCount } = this.announcements[fault.index];
    findings.push({ check: `log-key-${fault.kind}`, event, params: {} });
    return { heads: heads.slice(0, headCount), chain, announced, ...counts, findings };
  }

  private addHead(event: RecordedEvent, checkpoint: string): void {
    this.known.add(checkpoint);
    this.heads.push({ event: nameOf(event), checkpoint });
  }

  private addAnnouncement(event: Extract<RecordedEvent, { type: 'LogKeyReplaced' }>): void {
    const { announcement: text, reason } = event.data;
    this.announcements.push({ text, event: nameOf(event), headCount: this.heads.length });
    const judged = judgeReason(text, reason);
    if (judged === 'unsigned') this.unsignedReasonCount += 1;
    if (judged !== 'differs') return;
    this.findings.push({ check: 'log-key-reason-differs', event: nameOf(event), params: {} });
  }

  /** What was cosigned is compared like a head, also one that stands there no more. */
  private addWitnessed(event: Extract<RecordedEvent, { type: 'CheckpointWitnessed' }>): void {
    const { centre, key, checkpoint, signature } = event.data;
    const witness = parseVerifierKey(key);
    const note = parseNote(`${checkpoint}${signature}\n`);
    const isCosigned = witness && note && cosignedAt(note, witness) !== undefined;
    if (!isCosigned || this.witnessKeys.get(key) !== centre) {
      this.findings.push({ check: 'cosignature-wrong', event: nameOf(event), params: { centre } });
    }
    this.witnessedCount += 1;
    if (!this.known.has(checkpoint)) this.addHead(event, checkpoint);
  }
}

const nameOf = ({ stream, revision, type, position }: RecordedEvent): NamedEvent => ({
  stream,
  revision,
  type,
  position,
});
