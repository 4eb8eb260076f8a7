/** The rows of a return: their shape, checked by one plain function. */
import { levels } from '#domain';
import { type FieldCheck, linesOf, listSchema, object, text } from '../custody/lists';
import { CheckedList } from '../requests/fields';

const quantityMax = 10_000_000;

const level: FieldCheck = (value, path, found) => {
  const isLevel = levels.some((known) => known === value);
  if (!isLevel) found.push({ path, code: 'one-of', params: { values: levels.join(', ') } });
};

const quantity: FieldCheck = (value, path, found) => {
  const isGood = Number.isSafeInteger(value) && Number(value) >= 0 && Number(value) <= quantityMax;
  if (!isGood) found.push({ path, code: 'whole', params: { min: 0, max: quantityMax } });
};

const row = object({
  occupation: object({ code: text(50), name: text(100) }, ['code']),
  level,
  assessed: quantity,
  passed: quantity,
});

const quantitySchema = { type: 'integer', minimum: 0, maximum: quantityMax } as const;

const rowSchema = {
  type: 'object',
  required: ['occupation', 'level', 'assessed', 'passed'],
  additionalProperties: false,
  properties: {
    occupation: {
      type: 'object',
      required: ['name'],
      additionalProperties: false,
      properties: {
        code: { type: 'string', maxLength: 50, example: '6-07-01-01' },
        name: { type: 'string', maxLength: 100, example: '车工' },
      },
    },
    level: { type: 'integer', enum: [...levels] },
    assessed: quantitySchema,
    passed: quantitySchema,
  },
} as const;

/** One row per occupation and level, at most 1,000; none where nobody was examined. */
export const ReturnRows = (): PropertyDecorator =>
  CheckedList(linesOf(row, 0), listSchema(rowSchema, 0));
