/**
 * All that a witness verifies before it cosigns, in the order that it rests on: what is shown of the
 * serial map is read before the head, so that it has to be below it; then the log up to that head;
 * then that the map rests on what is in that log.
 */
import { base64Of } from '#transparency/bytes';
import { type Note, parseNote, signaturesOf } from '../note';
import type { RemoteBook, ShownBlock, ShownLeaf } from './held-book';
import { type WatchedLog, type WatchFinding, type WatchOptions, watchLog } from './watch-log';
import { HeldMap, type MapFinding, readHeldMap, type WatchedMap } from './watch-map';

export interface WitnessOptions extends WatchOptions {
  readonly centre: string;
  /** Without it the map is not recomputed: events are for the centre's own users. */
  readonly book?: RemoteBook;
  /** Of the one that begins. */
  readonly onStep?: (step: 'map' | 'log') => void;
  /** Events of the book that were read. */
  readonly onEvent?: (count: number) => void;
  readonly onBlock?: (count: number, of: number) => void;
}

export interface WitnessedLog {
  readonly kind: 'in-order';
  readonly log: WatchedLog;
  /** The head with the log's own signatures alone: what is cosigned. */
  readonly own: Note;
  readonly map?: WatchedMap;
}

export interface WitnessFinding {
  readonly kind: 'found';
  readonly check: WatchFinding['check'] | MapFinding['check'];
  readonly params: Readonly<Record<string, string>>;
  /** Signed heads that contradict each other, or the one that the block was to lead to. */
  readonly heads: readonly string[];
  readonly proof?: WatchFinding['proof'];
  /** As it was shown. */
  readonly block?: ShownBlock;
}

/** Rejects with what the log and the book reject with, with SeenLogDamaged and MapAheadOfHead. */
export async function verifyAsWitness(
  options: WitnessOptions,
): Promise<WitnessedLog | WitnessFinding> {
  const { book, centre, remote, onStep, onEvent, onBlock } = options;
  if (book) onStep?.('map');
  const held = book && (await readHeldMap({ book, centre, onEvent, onBlock }));
  if (held && !(held instanceof HeldMap)) return ofMap(held, []);
  onStep?.('log');
  const log = await watchLog(options);
  if (log.kind === 'found') {
    const { evidence: heads, ...finding } = log;
    return { ...finding, heads };
  }
  const map = await held?.provedBy(log.checkpoint, (name) => remote.tile(name));
  if (map?.kind === 'found') return ofMap(map, [log.shown]);
  return { kind: 'in-order', log, own: ownNoteOf(log), ...(map ? { map } : {}) };
}

function ofMap({ shown, ...finding }: MapFinding, heads: readonly string[]): WitnessFinding {
  return { ...finding, heads, ...(shown ? { block: shown } : {}) };
}

function ownNoteOf({ shown, keys }: WatchedLog): Note {
  const note = parseNote(shown);
  if (!note) throw new Error('what was verified is a note');
  return { text: note.text, signatures: keys.flatMap((key) => signaturesOf(note, key)) };
}

/** What a witness keeps of a finding, and shows to others: JSON, with every leaf in base 64. */
export function keptFinding(finding: Omit<WitnessFinding, 'kind'>, foundAt: Date): object {
  const { check, params, heads, proof, block } = finding;
  const shown = block && {
    ...block,
    record: leafText(block.record),
    leaves: block.leaves.map(leafText),
  };
  return { found: check, foundAt: foundAt.toISOString(), params, heads, proof, block: shown };
}

const leafText = ({ index, leaf }: ShownLeaf) => ({ index, leaf: base64Of(leaf) });
