import type { Holder } from '#domain';

/**
 * The plaintext of a sealed line: tagged fields in ascending order of their tags, then padding, so
 * that the length of what is stored does not tell the length of a name.
 */
export const HOLDER_BYTES_MAX = 8_192;
export const PADDING_STEP_BYTES = 64;
const PADDED_BYTES_MIN = 128;
const FIELD_HEADER_BYTES = 3;
const PADDING_MARK = 0x80;

enum Tag {
  Name = 1,
  Sex = 2,
  BirthDate = 3,
  DocumentType = 4,
  DocumentNumber = 5,
  Education = 6,
  Theory = 7,
  Practical = 8,
  Overall = 9,
}
const TAG_MAX = Tag.Overall;

type Field = readonly [tag: Tag, text: string];

function fieldsOf(holder: Holder): Field[] {
  const { document, scores } = holder;
  const fields: Field[] = [];
  const add = (tag: Tag, value: string | number | undefined): void => {
    if (value !== undefined) fields.push([tag, String(value)]);
  };
  add(Tag.Name, holder.name);
  add(Tag.Sex, holder.sex);
  add(Tag.BirthDate, holder.birthDate);
  add(Tag.DocumentType, document.type);
  add(Tag.DocumentNumber, document.number);
  add(Tag.Education, holder.education);
  add(Tag.Theory, scores?.theory);
  add(Tag.Practical, scores?.practical);
  add(Tag.Overall, scores?.overall);
  return fields;
}

/** A holder measured, ready to be written. */
export class HolderText {
  private constructor(
    private readonly fields: readonly Field[],
    /** Whole PADDING_STEP_BYTES, with room for at least the mark where padding begins. */
    readonly paddedBytes: number,
  ) {}

  /** @throws RangeError for a holder whose fields exceed HOLDER_BYTES_MAX bytes of UTF-8. */
  static of(holder: Holder): HolderText {
    const fields = fieldsOf(holder);
    let sizeBytes = 0;
    for (const [, text] of fields) sizeBytes += FIELD_HEADER_BYTES + Buffer.byteLength(text);
    if (sizeBytes > HOLDER_BYTES_MAX) {
      throw new RangeError(`a holder exceeds ${HOLDER_BYTES_MAX} bytes`);
    }
    const steps = Math.ceil((sizeBytes + 1) / PADDING_STEP_BYTES);
    return new HolderText(fields, Math.max(PADDED_BYTES_MIN, steps * PADDING_STEP_BYTES));
  }

  /** Fills `out`, which is `paddedBytes` long, to its end. */
  writeTo(out: Buffer): void {
    let at = 0;
    for (const [tag, text] of this.fields) {
      const length = out.write(text, at + FIELD_HEADER_BYTES);
      out[at] = tag;
      out.writeUInt16BE(length, at + 1);
      at += FIELD_HEADER_BYTES + length;
    }
    out[at] = PADDING_MARK;
    out.fill(0, at + 1);
  }
}

/** Reads what `writeTo` wrote; undefined for anything else. */
export function readHolder(padded: Buffer): Holder | undefined {
  const fields = readFields(padded);
  return fields && holderOf(fields);
}

function readFields(padded: Buffer): Map<Tag, string> | undefined {
  const fields = new Map<Tag, string>();
  let last = 0;
  let at = 0;
  while (at < padded.length) {
    const tag = padded[at] as number;
    if (tag === PADDING_MARK) return isZero(padded, at + 1) ? fields : undefined;
    if (tag <= last || tag > TAG_MAX || at + FIELD_HEADER_BYTES > padded.length) return undefined;
    const start = at + FIELD_HEADER_BYTES;
    const end = start + padded.readUInt16BE(at + 1);
    if (end > padded.length) return undefined;
    fields.set(tag, padded.toString('utf8', start, end));
    last = tag;
    at = end;
  }
  return undefined;
}

function isZero(bytes: Buffer, from: number): boolean {
  for (let at = from; at < bytes.length; at += 1) if (bytes[at] !== 0) return false;
  return true;
}

function holderOf(fields: ReadonlyMap<Tag, string>): Holder | undefined {
  const name = fields.get(Tag.Name);
  const type = fields.get(Tag.DocumentType);
  const number = fields.get(Tag.DocumentNumber);

  if (name === undefined || number === undefined) return undefined;
  if (type !== 'resident-id' && type !== 'passport' && type !== 'other') return undefined;

  const scores = scoresOf(fields);
  if (scores === undefined) return undefined;
  return {
    name,
    ...present('sex', fields.get(Tag.Sex)),
    ...present('birthDate', fields.get(Tag.BirthDate)),
    document: { type, number },
    ...present('education', fields.get(Tag.Education)),
    ...(Object.keys(scores).length > 0 && { scores }),
  };
}

const present = <K extends string>(key: K, value: string | undefined): { [key in K]?: string } =>
  value === undefined ? {} : ({ [key]: value } as { [key in K]?: string });

function scoresOf(fields: ReadonlyMap<Tag, string>): NonNullable<Holder['scores']> | undefined {
  const scores: Record<string, number> = {};
  for (const [key, tag] of [
    ['theory', Tag.Theory],
    ['practical', Tag.Practical],
    ['overall', Tag.Overall],
  ] as const) {
    const text = fields.get(tag);
    if (text === undefined) continue;
    const value = Number(text);
    if (text === '' || !Number.isFinite(value)) return undefined;
    scores[key] = value;
  }
  return scores;
}
