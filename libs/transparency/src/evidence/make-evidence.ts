/** Makes evidence from what is published of the log, and from the events themselves. */
import type { Pool } from 'pg';
import { formatSerial, type Serial, serialMapStream } from '#domain';
import { canonicalJson } from '../canonical-json';
import { parseCheckpoint } from '../checkpoint';
import { leafHashOf } from '../hashing';
import type { PublishedHead, PublishedLog } from '../keeping/published-log';
import { openAnnouncement } from '../key-chain';
import { type LoggedEvent, leafBytes, NoLeaf } from '../leaf';
import { type SerialProof, serialProof, type TouchingLeaf } from '../map/published-map';
import { parseNote } from '../note';
import { TiledTree } from '../tree';
import {
  type EarlierHead,
  type Evidence,
  type EvidenceLeaf,
  earlierHeadsMax,
  evidenceEventsMax,
  evidenceFormat,
  evidenceSeriesMax,
  evidenceSizeBytesMax,
  leafCharactersMax,
} from './evidence';

/** The event at a revision as it is stored; undefined when there is none. */
export type ReadLeafEvent = (stream: string, revision: bigint) => Promise<LoggedEvent | undefined>;

/** How far a serial is proved. */
export interface ProofState {
  /** No other of the first so many leaves touches the serial. */
  readonly completeTo: number;
  /** Leaves below the newest signed head. */
  readonly signedSize: number;
  /** Of the leaves below `completeTo` that touch it, oldest first. */
  readonly leafIndexes: readonly number[];
  /** Leaves behind it that touch the serial; for them the next root is waited for. */
  readonly laterCount: number;
}

export type MadeEvidence =
  | { readonly kind: 'made'; readonly text: string; readonly state: ProofState }
  /** No head covers a recorded root of the map yet, or only in a moment. */
  | { readonly kind: 'not-yet' }
  /** An event in the store is not the one that the log has. */
  | { readonly kind: 'altered'; readonly event: TouchingLeaf }
  /** It would be beyond what a checker reads (EV-4). */
  | { readonly kind: 'too-large' };

/** What a checker reads. */
export interface EvidenceBounds {
  readonly eventsMax: number;
  readonly seriesMax: number;
  readonly sizeBytesMax: number;
}

const boundsOfCheckers: EvidenceBounds = {
  eventsMax: evidenceEventsMax,
  seriesMax: evidenceSeriesMax,
  sizeBytesMax: evidenceSizeBytesMax,
};

export class EvidenceMaker {
  constructor(
    private readonly pool: Pool,
    private readonly published: PublishedLog,
    private readonly readEvent: ReadLeafEvent,
    private readonly bounds = boundsOfCheckers,
  ) {}

  /** Undefined where nothing can be proved yet. */
  async state(serial: Serial): Promise<ProofState | undefined> {
    const ground = await this.ground(serial);
    return ground && stateOf(ground);
  }

  async make(serial: Serial): Promise<MadeEvidence> {
    const ground = await this.ground(serial);
    if (!ground) return { kind: 'not-yet' };
    const { proof, head, size } = ground;
    const announcements = await this.announcements();
    if (isReplacedSince(head.checkpoint, announcements)) return { kind: 'not-yet' };
    const tree = new TiledTree(size, async (name) => {
      const tile = await this.published.tile(name);
      if (!tile) throw new Error(`a tile below a signed head is missing: ${name.level}`);
      return tile;
    });
    const { recorded, leaves, later } = proof;
    const record = { stream: serialMapStream, revision: recorded.revision, index: recorded.index };
    const covered = later.filter(({ index }) => index < size);
    const { eventsMax, seriesMax, sizeBytesMax } = this.bounds;
    if (leaves.length + covered.length > eventsMax || proof.series.length > seriesMax) {
      return { kind: 'too-large' };
    }
    const proved: EvidenceLeaf[] = [];
    let sizeBytes = 0;
    for (const leaf of [record, ...leaves, ...covered]) {
      const one = await this.prove(leaf, tree);
      if (!one) return { kind: 'altered', event: leaf };
      // Before the next is read: what cannot become evidence is not gathered.
      sizeBytes += one.leaf.length;
      const isTooLarge = one.leaf.length > leafCharactersMax || sizeBytes > sizeBytesMax;
      if (isTooLarge) return { kind: 'too-large' };
      proved.push(one);
    }
    const [provedRecord, ...events] = proved;
    const evidence: Evidence = {
      format: evidenceFormat,
      serial: formatSerial(serial.series, serial.ordinal),
      checkpoint: head.checkpoint,
      ...(await this.earlier(size, tree)),
      announcements,
      map: { record: provedRecord, ...mapPartsOf(proof) },
      events,
    };
    const text = `${canonicalJson(evidence)}\n`;
    if (Buffer.byteLength(text) > sizeBytesMax) return { kind: 'too-large' };
    return { kind: 'made', text, state: stateOf(ground) };
  }

  /** The head is read last: it covers the root, or will in a moment. */
  private async ground(serial: Serial): Promise<Ground | undefined> {
    const proof = await serialProof(this.pool, serial);
    const head = proof && (await this.published.head());
    const text = head && parseNote(head.checkpoint)?.text;
    const size = text === undefined ? undefined : parseCheckpoint(text)?.size;
    if (!proof || !head || size === undefined || proof.recorded.index >= size) return undefined;
    return { proof, head, size };
  }

  private async prove(leaf: TouchingLeaf, tree: TiledTree): Promise<EvidenceLeaf | undefined> {
    const { index, stream, revision } = leaf;
    const event = await this.readEvent(stream, revision);
    const bytes = event && leafBytesIn(event);
    if (!bytes || !leafHashOf(bytes).equals(await tree.leaf(index))) return undefined;
    const path = await tree.inclusionProof(index);
    return {
      index,
      leaf: bytes.toString('base64'),
      path: path.map((hash) => hash.toString('base64')),
    };
  }

  /** The newest that each key cosigned, where that is not the head itself. */
  private async earlier(size: number, tree: TiledTree): Promise<Pick<Evidence, 'earlier'>> {
    const smaller = (await this.published.cosigned(earlierHeadsMax, size)).map(
      async ({ checkpoint, size: count }): Promise<EarlierHead> => {
        const path = await tree.consistencyProof(count);
        return { checkpoint, path: path.map((hash) => hash.toString('base64')) };
      },
    );
    return smaller.length === 0 ? {} : { earlier: await Promise.all(smaller) };
  }

  private async announcements(): Promise<string[]> {
    const keys = await this.published.keys();
    return keys.flatMap(({ announcement }) => (announcement === undefined ? [] : [announcement]));
  }
}

/** While the key is replaced, a head that was read before may be older than its announcement. */
function isReplacedSince(checkpoint: string, announcements: readonly string[]): boolean {
  const stated = openAnnouncement(announcements.at(-1) ?? '')?.checkpoint;
  const head = parseCheckpoint(parseNote(checkpoint)?.text ?? '');
  return stated !== undefined && head !== undefined && head.size < stated.size;
}

/** Undefined for what can be no leaf: it is not the event that the log has. */
export function leafBytesIn(event: LoggedEvent): Buffer | undefined {
  try {
    return leafBytes(event);
  } catch (fault) {
    if (fault instanceof NoLeaf) return undefined;
    throw fault;
  }
}

interface Ground {
  readonly proof: SerialProof;
  readonly head: PublishedHead;
  readonly size: number;
}

const stateOf = ({ proof, size }: Ground): ProofState => ({
  completeTo: proof.recorded.treeSize,
  signedSize: size,
  leafIndexes: proof.leaves.map(({ index }) => index),
  laterCount: proof.later.length,
});

const base64 = (bytes: Uint8Array): string => Buffer.from(bytes).toString('base64');

/** What leads a block to the root, as it is written. */
export const mapPartsOf = ({ series, block, siblings }: Omit<SerialProof, 'later'>) => ({
  series: series.map(({ series: name, node }) => ({ series: name, node: base64(node) })),
  block: base64(block),
  siblings: siblings.map((node) => (node === undefined ? '' : base64(node))),
});
