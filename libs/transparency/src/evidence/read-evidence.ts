/** A file into evidence: every field there, of its kind, within its bounds, and no other. */
import { canonicalJson } from '../canonical-json';
import { blockSerialCount, segmentSizeBytes } from '../map/encoding';
import {
  type EarlierHead,
  type Evidence,
  type EvidenceLeaf,
  type EvidenceMap,
  earlierHeadsMax,
  evidenceEventsMax,
  evidenceFormat,
  evidenceSeriesMax,
  evidenceSizeBytesMax,
  leafCharactersMax,
} from './evidence';

export type UnreadableEvidence =
  | 'too-large'
  /** It is no JSON, or breaks off. */
  | 'no-json'
  /** It is of a later version than this checker knows. */
  | 'other-version'
  /** A field is missing, unknown, of another kind or beyond its bounds. */
  | 'other-shape'
  /** Written otherwise than evidence is: fields twice or in another order, other spaces. */
  | 'other-form';

export type ReadEvidence =
  | { readonly kind: 'read'; readonly evidence: Evidence }
  | { readonly kind: 'unreadable'; readonly why: UnreadableEvidence };

const unreadable = (why: UnreadableEvidence): ReadEvidence => ({ kind: 'unreadable', why });

const pathLengthMax = 53;
const checkpointCharactersMax = 65_536;
const announcementsMax = 100;
const siblingsMax = 28;
/** Every serial of the block with a chain of its own. */
const blockCharactersMax = Math.ceil((blockSerialCount * segmentSizeBytes) / 3) * 4;
const consistencyLengthMax = 2 * pathLengthMax;

/** Never throws. */
export function readEvidence(text: string): ReadEvidence {
  if (text.length > evidenceSizeBytesMax) return unreadable('too-large');
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return unreadable('no-json');
  }
  if (isOtherVersion(value)) return unreadable('other-version');
  if (!isEvidence(value)) return unreadable('other-shape');
  // Only after its shape is known: what is nested without an end has none of evidence.
  return `${canonicalJson(value)}\n` === text
    ? { kind: 'read', evidence: value }
    : unreadable('other-form');
}

type Fields = Readonly<Record<string, unknown>>;
type Is = (value: unknown) => boolean;

const isObject = (value: unknown): value is Fields =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const isText =
  (charactersMax: number): Is =>
  (value) =>
    typeof value === 'string' && value.length <= charactersMax;

const isList =
  (is: Is, countMax: number): Is =>
  (value) =>
    Array.isArray(value) && value.length <= countMax && value.every(is);

/** Exactly these fields, and of the optional ones any. */
const has =
  (fields: Readonly<Record<string, Is>>, optional: Readonly<Record<string, Is>> = {}): Is =>
  (value) =>
    isObject(value) &&
    Object.keys(fields).every((name) => Object.hasOwn(value, name)) &&
    Object.entries(value).every(([name, field]) =>
      isField({ ...fields, ...optional }, name, field),
    );

const isField = (fields: Readonly<Record<string, Is>>, name: string, value: unknown): boolean =>
  Object.hasOwn(fields, name) && fields[name](value);

const isIndex: Is = (value) => Number.isSafeInteger(value) && (value as number) >= 0;

const isLeaf = has({
  index: isIndex,
  leaf: isText(leafCharactersMax),
  path: isList(isText(64), pathLengthMax),
} satisfies Record<keyof EvidenceLeaf, Is>);

const isMap = has({
  record: isLeaf,
  series: isList(has({ series: isText(16), node: isText(64) }), evidenceSeriesMax),
  block: isText(blockCharactersMax),
  siblings: isList(isText(64), siblingsMax),
} satisfies Record<keyof EvidenceMap, Is>);

const isEarlier = has({
  checkpoint: isText(checkpointCharactersMax),
  path: isList(isText(64), consistencyLengthMax),
} satisfies Record<keyof EarlierHead, Is>);

const hasFields = has(
  {
    format: (value) => value === evidenceFormat,
    serial: isText(18),
    checkpoint: isText(checkpointCharactersMax),
    announcements: isList(isText(checkpointCharactersMax), announcementsMax),
    map: isMap,
    events: isList(isLeaf, evidenceEventsMax),
  } satisfies Record<Exclude<keyof Evidence, 'earlier'>, Is>,
  // Where there is none, it is absent: there is one form.
  { earlier: (value) => isList(isEarlier, earlierHeadsMax)(value) && (value as []).length > 0 },
);

const isEvidence = (value: unknown): value is Evidence => hasFields(value);

const isOtherVersion = (value: unknown): boolean =>
  isObject(value) &&
  typeof value.format === 'string' &&
  value.format.startsWith('liushui/evidence/') &&
  value.format !== evidenceFormat;
