import type { ApiPropertyOptions } from '@nestjs/swagger';
import { isPlainDate } from '#domain';
import { type FieldFinding, Problem, pointer } from '../problems/problem';
import type { FieldCode, Params } from '../problems/texts';
import { CheckedList, identifierLengthMax } from '../requests/fields';
import { isOneLine } from '../requests/inspect-json';
import type { ListCheck } from '../requests/plain-fields';

/** One append carries at most this many lines; the same bound keeps lists of ranges short. */
export const lineCountMax = 1_000;
/** Bounds of what is said of one person, in characters and points. */
export const holderBounds = {
  nameLengthMax: 100,
  sexLengthMax: 10,
  documentLengthMax: 50,
  scoreMax: 1_000,
} as const;
const { nameLengthMax, sexLengthMax, documentLengthMax, scoreMax } = holderBounds;

type Fields = Readonly<Record<string, FieldCheck>>;
/** Adds what is wrong with `value` to `found`. */
export type FieldCheck = (value: unknown, path: string, found: FieldFinding[]) => void;

/** One line of text. */
export function text(max: number): FieldCheck {
  return (value, path, found) => {
    const isGood = typeof value === 'string' && value.length <= max && value.trim() !== '';
    if (!isGood) found.push({ path, code: 'text', params: { max } });
    else if (!isOneLine(value)) found.push({ path, code: 'one-line' });
  };
}

/** Its form is a rule's business (N1, N3): a malformed one is refused with 422. */
const identifier: FieldCheck = (value, path, found) => {
  const isGood = typeof value === 'string' && value.length <= identifierLengthMax;
  if (!isGood) found.push({ path, code: 'identifier', params: { max: identifierLengthMax } });
};

function oneOf(...values: readonly string[]): FieldCheck {
  const params: Params = { values: values.join(', ') };
  return (value, path, found) => {
    if (!values.includes(value as string)) found.push({ path, code: 'one-of', params });
  };
}

const day: FieldCheck = (value, path, found) => {
  if (typeof value !== 'string' || !isPlainDate(value)) found.push({ path, code: 'day' });
};

const score: FieldCheck = (value, path, found) => {
  const isGood = typeof value === 'number' && value >= 0 && value <= scoreMax;
  if (!isGood) found.push({ path, code: 'number', params: { min: 0, max: scoreMax } });
};

/** An object with exactly these fields; those in `optional` may be left out. */
export function object(fields: Fields, optional: readonly string[] = []): FieldCheck {
  const names = Object.keys(fields);
  const required = names.filter((name) => !optional.includes(name));
  return (value, path, found) => {
    if (typeof value !== 'object' || value === null || Array.isArray(value)) {
      found.push({ path, code: 'object' });
      return;
    }
    const given = value as Record<string, unknown>;
    for (const name of required) {
      if (given[name] === undefined) found.push({ path: `${path}/${name}`, code: 'required' });
    }
    for (const name of Object.keys(given)) {
      if (!Object.hasOwn(fields, name)) {
        found.push({ path: pointer(path, name), code: 'unknown-field' });
      } else if (given[name] !== undefined) {
        fields[name](given[name], `${path}/${name}`, found);
      }
    }
  };
}

const checkHolder = object(
  {
    name: text(nameLengthMax),
    sex: text(sexLengthMax),
    birthDate: day,
    document: object({
      type: oneOf('resident-id', 'passport', 'other'),
      number: text(documentLengthMax),
    }),
    education: text(nameLengthMax),
    scores: object({ theory: score, practical: score, overall: score }, [
      'theory',
      'practical',
      'overall',
    ]),
  },
  ['sex', 'birthDate', 'education', 'scores'],
);

const checkLine = object({
  serial: identifier,
  certificateNumber: identifier,
  holder: checkHolder,
});

const recordedSheets = ['stock', 'spoiled', 'missing'] as const;

const checkCorrectedLine = object(
  {
    certificateNumber: identifier,
    recordedSerial: identifier,
    actualSerial: identifier,
    recordedSheet: oneOf(...recordedSheets),
  },
  ['recordedSheet'],
);

const checkVoucherLine = object({
  voucherNumber: identifier,
  certificateNumber: identifier,
  holder: checkHolder,
});

const checkRange = object({ from: identifier, to: identifier });

const malformedList = (path: string, min: number): readonly FieldFinding[] => [
  { path, code: 'list' as FieldCode, params: { min, max: lineCountMax } },
];

/** @throws Problem 413 when there are more than 1,000 */
function checkItems(value: unknown, path: string, min: number, check: FieldCheck): FieldFinding[] {
  if (!Array.isArray(value)) return [...malformedList(path, min)];
  if (value.length > lineCountMax) {
    throw new Problem(413, 'too-many-lines', { params: { max: lineCountMax } });
  }
  if (value.length < min) return [...malformedList(path, min)];
  const found: FieldFinding[] = [];
  for (let index = 0; index < value.length; index++) {
    check(value[index], `${path}/${index}`, found);
  }
  return found;
}

/** Items that are lines of a post: what is wrong is told with the line, from 1. */
export const linesOf =
  (check: FieldCheck, min = 1): ListCheck =>
  (value, path) =>
    checkItems(value, path, min, check).map((finding) => {
      const index = /^\d+/.exec(finding.path.slice(path.length + 1))?.[0];
      return index === undefined ? finding : { ...finding, line: Number(index) + 1 };
    });

/** Shape of a roster's lines. */
export const checkLines: ListCheck = linesOf(checkLine);

const rangeSchema = {
  type: 'object',
  required: ['from', 'to'],
  additionalProperties: false,
  properties: {
    from: { type: 'string', example: 'A000000001' },
    to: { type: 'string', example: 'A000000500' },
  },
} as const;

const scoreSchema = { type: 'number', minimum: 0, maximum: scoreMax } as const;

const holderSchema = {
  type: 'object',
  required: ['name', 'document'],
  additionalProperties: false,
  properties: {
    name: { type: 'string', maxLength: nameLengthMax },
    sex: { type: 'string', maxLength: sexLengthMax, example: '女' },
    birthDate: { type: 'string', format: 'date' },
    document: {
      type: 'object',
      required: ['type', 'number'],
      additionalProperties: false,
      properties: {
        type: { type: 'string', enum: ['resident-id', 'passport', 'other'] },
        number: { type: 'string', maxLength: documentLengthMax },
      },
    },
    education: { type: 'string', maxLength: nameLengthMax },
    scores: {
      type: 'object',
      additionalProperties: false,
      properties: { theory: scoreSchema, practical: scoreSchema, overall: scoreSchema },
    },
  },
} as const;

const numberSchema = { type: 'string', example: '1352010001300001' } as const;

const lineSchema = {
  type: 'object',
  required: ['serial', 'certificateNumber', 'holder'],
  additionalProperties: false,
  properties: {
    serial: { type: 'string', example: 'A000000004' },
    certificateNumber: numberSchema,
    holder: holderSchema,
  },
} as const;

const voucherLineSchema = {
  type: 'object',
  required: ['voucherNumber', 'certificateNumber', 'holder'],
  additionalProperties: false,
  properties: {
    voucherNumber: { type: 'string', example: '52010000PZ000017' },
    certificateNumber: numberSchema,
    holder: holderSchema,
  },
} as const;

export const listSchema = (items: object, minItems: number): ApiPropertyOptions =>
  ({ type: 'array', minItems, maxItems: lineCountMax, items }) as ApiPropertyOptions;

/** Ranges of serials, at most 1,000. */
export const Ranges = (
  options: { min?: number; optional?: boolean; description?: string } = {},
): PropertyDecorator => {
  const min = options.min ?? 1;
  const check: ListCheck = (value, path) => checkItems(value, path, min, checkRange);
  return CheckedList(check, listSchema(rangeSchema, min), options);
};

/** Lines of a roster, 1 to 1,000. */
export const Lines = (): PropertyDecorator => CheckedList(checkLines, listSchema(lineSchema, 1));

/** Lines of a roster of vouchers, 1 to 1,000. */
export const VoucherLines = (): PropertyDecorator =>
  CheckedList(linesOf(checkVoucherLine), listSchema(voucherLineSchema, 1));

const correctedLineSchema = {
  type: 'object',
  required: ['certificateNumber', 'recordedSerial', 'actualSerial'],
  additionalProperties: false,
  properties: {
    certificateNumber: { type: 'string', example: '1352010001300001' },
    recordedSerial: { type: 'string', example: 'A000000004' },
    actualSerial: { type: 'string', example: 'A000000005' },
    recordedSheet: {
      type: 'string',
      enum: recordedSheets,
      description: 'required unless the recorded serial is the actual one of another line',
    },
  },
} as const;

/** Shape of a correction's lines. */
export const checkCorrectedLines: ListCheck = linesOf(checkCorrectedLine);

/** Lines of a correction, 1 to 1,000. */
export const CorrectedLines = (): PropertyDecorator =>
  CheckedList(checkCorrectedLines, listSchema(correctedLineSchema, 1));
