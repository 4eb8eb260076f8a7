/**
 * Evidence checked, offline: against the public keys that were given, and against nothing else. The
 * checks are a ladder: each is told with what it shows, and at the first that fails the rest is not
 * judged. It throws on no input.
 *
 * What it shows rests on the key, on SHA-256 and Ed25519, and, for completeness, on the recorded
 * root of the serial map: whoever has all events recomputes it.
 */
import {
  type Account,
  accountText,
  type BookEvent,
  formatSerial,
  type Movement,
  parseSerial,
  referenceOf,
  type Serial,
} from '#domain';
import { blockOf, chainAfter, chainAt, emptyChain, isSameHash, offsetOf } from '../map/encoding';
import { bytesOfBase64 } from './bytes';
import { accountTold, happeningTold, levelText, type Told } from './custody-text';
import type { Evidence, EvidenceLeaf } from './evidence';
import {
  type Cosignature,
  fingerprintOf,
  type Head,
  type KeysOfLog,
  openEarlierHead,
  openHead,
  type PublicKey,
} from './heads';
import { movementsOf } from './leaf-movements';
import { goesOnFrom, provedLeaf, type ReadLeaf, readLeaf, recordedRootIn } from './leaves';
import { openMapBlock } from './map-block';
import { readEvidence } from './read-evidence';
import { sha256 } from './sha2';
import { type StepId, stepText } from './step-text';

export interface CheckedStep {
  readonly id: StepId;
  readonly holds: boolean;
  /** Worth knowing, and neither for nor against what is proved. */
  readonly isNote: boolean;
  readonly told: Told;
}

export interface CustodyStep {
  /** Of its leaf. */
  readonly index: number;
  /** Whether it stands behind the root that completeness reaches to. */
  readonly isLater: boolean;
  readonly event: string;
  readonly stream: string;
  readonly revision: string;
  readonly occurredOn: string;
  readonly decidedAt: string;
  readonly from: string;
  readonly to: string;
  readonly reference?: string;
  readonly happening: Told;
  readonly where: Told;
}

export interface CheckedEvidence {
  /** `not-judged`: of a version that this checker does not know. */
  readonly verdict: 'proved' | 'not-proved' | 'not-judged';
  readonly steps: readonly CheckedStep[];
  readonly serial?: string;
  /** As far as it is proved. */
  readonly history: readonly CustodyStep[];
  /** Where the serial is by its last event; absent where nothing touches it. */
  readonly account?: string;
  readonly accountTold?: Told;
  readonly design?: Told;
  /** No other of the first so many leaves touches the serial. */
  readonly completeTo?: number;
  /** When that was recorded (ISO 8601 UTC), by the clock of the operator; absent if no time. */
  readonly completeAt?: string;
  /** Leaves below the signed head. */
  readonly signedSize?: number;
  readonly origin?: string;
  readonly cosignatures: readonly Cosignature[];
  /** Smaller heads that the log goes on from, largest first, and who cosigned them. */
  readonly earlier: readonly CosignedHead[];
}

export interface CosignedHead {
  readonly size: number;
  readonly cosignatures: readonly Cosignature[];
}

/** A step that does not hold: `params` tell why. */
class Fails extends Error {
  constructor(
    readonly id: StepId,
    readonly params: Readonly<Record<string, string | number>> = {},
  ) {
    super(id);
  }
}

interface ProvedLeaf extends ReadLeaf {
  readonly index: number;
  readonly hash: Uint8Array;
}

/** `text` is the whole file. */
export function checkEvidence(text: string, keys: readonly PublicKey[]): CheckedEvidence {
  const ladder = new Ladder(keys);
  try {
    ladder.climb(text);
    return ladder.result('proved');
  } catch (fault) {
    if (!(fault instanceof Fails)) throw fault;
    ladder.fail(fault);
    const isUnknown = fault.params.why === 'other-version';
    return ladder.result(isUnknown ? 'not-judged' : 'not-proved');
  }
}

const notes: ReadonlySet<StepId> = new Set(['cosignatures', 'earlier', 'uncovered', 'later']);

class Ladder {
  private readonly steps: CheckedStep[] = [];
  private readonly found: {
    -readonly [Field in keyof CheckedEvidence]?: CheckedEvidence[Field];
  } = {};

  constructor(private readonly keys: readonly PublicKey[]) {}

  climb(text: string): void {
    const { evidence, serial } = this.read(text);
    const { head, log } = this.open(evidence);
    this.openEarlier(evidence, head, log);
    const leaves = this.proveEvents(evidence.events, head);
    const { treeSize, root } = this.proveRecord(evidence.map.record, head);
    const chain = this.proveMap(evidence, serial, root);
    this.proveChain(leaves, treeSize, chain);
    this.tellCustody(leaves, serial, treeSize);
    this.tellReach(head.size, treeSize);
  }

  result(verdict: CheckedEvidence['verdict']): CheckedEvidence {
    const { steps } = this;
    return { history: [], cosignatures: [], earlier: [], ...this.found, verdict, steps };
  }

  fail({ id, params }: Fails): void {
    this.steps.push({ id, holds: false, isNote: false, told: stepText(id, false, params) });
  }

  private holds(id: StepId, params: Readonly<Record<string, string | number>> = {}): void {
    this.steps.push({ id, holds: true, isNote: notes.has(id), told: stepText(id, true, params) });
  }

  private read(text: string): { evidence: Evidence; serial: Serial } {
    const read = readEvidence(text);
    if (read.kind === 'unreadable') throw new Fails('file', { why: read.why });
    const { evidence } = read;
    const serial = parseSerial(evidence.serial);
    if (!serial) throw new Fails('file', { why: 'other-shape' });
    this.found.serial = evidence.serial;
    this.holds('file', { serial: evidence.serial });
    return { evidence, serial };
  }

  private open({ checkpoint, announcements }: Evidence): { head: Head; log: KeysOfLog } {
    const opened = openHead(checkpoint, announcements, this.keys);
    if (opened.kind === 'refused') throw new Fails('signature', { why: opened.why });
    const { head, log, signer, standing, cosignatures, falselyCosigned } = opened;
    this.found.origin = head.origin;
    this.found.signedSize = head.size;
    this.found.cosignatures = cosignatures;
    const { origin, size } = head;
    this.holds('signature', { origin, size, key: fingerprintOf(signer), standing });
    const [name] = falselyCosigned;
    if (name !== undefined) throw new Fails('cosignatures', { name });
    const checked = cosignatures.filter(({ timeSeconds }) => timeSeconds !== undefined).length;
    this.holds('cosignatures', { count: cosignatures.length, checked });
    return { head, log };
  }

  /** Of whoever cosigned no newer one: they saw that the log goes on from there. */
  private openEarlier({ earlier = [] }: Evidence, head: Head, log: KeysOfLog): void {
    const heads: CosignedHead[] = [];
    for (const { checkpoint, path } of earlier) {
      const opened = openEarlierHead(checkpoint, log);
      if (opened.kind === 'refused') throw new Fails('earlier', { why: opened.why });
      const { cosignatures, falselyCosigned } = opened;
      const { size } = opened.head;
      if (size >= (heads.at(-1)?.size ?? head.size)) throw new Fails('earlier', { why: 'order' });
      const hashes = path.map((text) => bytesOfBase64(text) ?? new Uint8Array());
      if (!goesOnFrom(opened.head, head, hashes)) throw new Fails('earlier', { why: 'path', size });
      const [name] = falselyCosigned;
      if (name !== undefined) throw new Fails('cosignatures', { name });
      heads.push({ size, cosignatures });
    }
    if (heads.length === 0) return;
    this.found.earlier = heads;
    const all = heads.flatMap(({ cosignatures }) => cosignatures);
    const checked = all.filter(({ timeSeconds }) => timeSeconds !== undefined).length;
    this.holds('earlier', { size: heads[0].size, count: all.length, checked });
  }

  private proveEvents(events: readonly EvidenceLeaf[], head: Head): ProvedLeaf[] {
    const leaves: ProvedLeaf[] = [];
    for (const event of events) {
      if (event.index <= (leaves.at(-1)?.index ?? -1)) {
        throw new Fails('events', { why: 'order', index: event.index });
      }
      leaves.push(proved('events', event, head));
    }
    this.holds('events', { count: leaves.length });
    return leaves;
  }

  private proveRecord(record: EvidenceLeaf, head: Head): { treeSize: number; root: Uint8Array } {
    const leaf = proved('root', record, head);
    const { metadata, index } = leaf;
    const recorded = recordedRootIn(leaf, index);
    if (!recorded) throw new Fails('root', { why: 'none', index });
    const { treeSize, root } = recorded;
    this.found.completeAt = instantIn(metadata, 'decidedAt');
    this.holds('root', { treeSize, index });
    return { treeSize, root };
  }

  /** The chain that the map has for the serial. */
  private proveMap({ map }: Evidence, serial: Serial, root: Uint8Array): Uint8Array {
    const opened = openMapBlock(sha256, map, serial.series, blockOf(serial.ordinal), root);
    if (opened.kind === 'unproved') throw new Fails('map', { why: opened.why });
    this.holds('map');
    return chainAt(opened.block, offsetOf(serial.ordinal));
  }

  private proveChain(leaves: readonly ProvedLeaf[], treeSize: number, chain: Uint8Array): void {
    const covered = leaves.filter(({ index }) => index < treeSize);
    const made = covered.reduce<Uint8Array>(
      (before, { index, hash }) => chainAfter(sha256, before, index, hash),
      emptyChain,
    );
    if (!isSameHash(made, chain)) throw new Fails('complete', { treeSize, count: covered.length });
    this.found.completeTo = treeSize;
    this.holds('complete', { treeSize, count: covered.length });
  }

  private tellCustody(leaves: readonly ProvedLeaf[], serial: Serial, treeSize: number): void {
    const name = formatSerial(serial.series, serial.ordinal);
    const history: CustodyStep[] = [];
    this.found.history = history;
    let account: Account = { kind: 'origin' };
    let design: Design | undefined;
    for (const leaf of leaves) {
      const moved = movementsOf(leaf, serial);
      if (moved.length === 0) throw new Fails('touches', { serial: name, index: leaf.index });
      for (const movement of moved) {
        follows(leaf, movement, account, design);
        account = movement.to;
        design = movement;
        history.push(custodyStep(leaf, movement, treeSize));
      }
    }
    if (design) {
      this.found.account = accountText(account);
      this.found.accountTold = accountTold(account);
      this.found.design = designTold(design);
    }
    this.holds('custody', { count: history.length });
  }

  /** The record of the root itself is behind what it covers: some entry always is. */
  private tellReach(size: number, treeSize: number): void {
    this.holds('uncovered', { size, count: size - treeSize });
    const later = (this.found.history ?? []).filter(({ isLater }) => isLater).length;
    if (later > 0) this.holds('later', { count: later, treeSize });
  }
}

type Design = Pick<Movement, 'level' | 'edition'>;

/** That the serial was there, and is what it was registered as; anew after a return to origin. */
function follows(
  { index }: ProvedLeaf,
  movement: Movement,
  account: Account,
  design: Design | undefined,
): void {
  const [stated, found] = [accountText(movement.from), accountText(account)];
  if (stated !== found) throw new Fails('custody', { why: 'account', index, stated, found });
  if (!design || account.kind === 'origin') return;
  if (design.level === movement.level && design.edition === movement.edition) return;
  const [now, before] = [movement, design].map(({ level, edition }) =>
    `${level} ${edition}`.slice(0, shownCharactersMax),
  );
  throw new Fails('custody', { why: 'design', index, stated: now, found: before });
}

const shownCharactersMax = 200;

function proved(id: 'events' | 'root', given: EvidenceLeaf, head: Head): ProvedLeaf {
  const { index } = given;
  const bytes = bytesOfBase64(given.leaf);
  const path = given.path.map((text) => bytesOfBase64(text) ?? new Uint8Array());
  const leaf = bytes && readLeaf(bytes);
  if (!bytes || !leaf) throw new Fails(id, { why: 'unreadable', index });
  const hash = provedLeaf(bytes, index, path, head);
  if (!hash) throw new Fails(id, { why: 'path', index });
  return { ...leaf, index, hash };
}

function custodyStep(leaf: ProvedLeaf, movement: Movement, treeSize: number): CustodyStep {
  const { index, type, stream, revision, metadata } = leaf;
  const reference = referenceIn(leaf);
  return {
    index,
    isLater: index >= treeSize,
    event: type,
    stream,
    revision: String(revision),
    occurredOn: textIn(metadata, 'occurredOn'),
    decidedAt: textIn(metadata, 'decidedAt'),
    from: accountText(movement.from),
    to: accountText(movement.to),
    ...(reference === undefined ? {} : { reference }),
    happening: happeningTold(type),
    where: accountTold(movement.to),
  };
}

/** Whoever can write leaves can write anything into them. */
function textIn(fields: Readonly<Record<string, unknown>>, name: string): string {
  const value = fields[name];
  return typeof value === 'string' ? value.slice(0, shownCharactersMax) : '';
}

const instantForm = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(?:\.\d{1,9})?Z$/;

function instantIn(fields: Readonly<Record<string, unknown>>, name: string): string | undefined {
  const value = textIn(fields, name);
  return instantForm.test(value) && !Number.isNaN(Date.parse(value)) ? value : undefined;
}

function referenceIn({ type, data }: ReadLeaf): string | undefined {
  try {
    const reference: unknown = referenceOf({ type, data } as unknown as BookEvent);
    return typeof reference === 'string' ? reference.slice(0, shownCharactersMax) : undefined;
  } catch {
    return undefined;
  }
}

function designTold({ level, edition }: Design): Told {
  const { en, zh } = levelText[level];
  const shown = edition.slice(0, shownCharactersMax);
  return { en: `${en}, edition ${shown}`, zh: `${zh}，版本 ${shown}` };
}
