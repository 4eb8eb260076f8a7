/**
 * The kinds of fields our requests have, each with its check and its place in the OpenAPI document.
 * Every check's name is its code in `fieldTexts`; its bounds are the parameters of that sentence.
 */
import { applyDecorators } from '@nestjs/common';
import { ApiProperty, type ApiPropertyOptions } from '@nestjs/swagger';
import { Type } from 'class-transformer';
import { IsDefined, ValidateBy, ValidateIf, ValidateNested } from 'class-validator';
import { isPlainDate } from '#domain';
import { DISPLAY_NAME_CHARS_MAX, isDisplayName, isUsername, USERNAME_CHARS_MAX } from '#identity';
import type { FieldCode, Params } from '../problems/texts';
import { isOneLine } from './inspect-json';
import { keepPlain, type ListCheck } from './plain-fields';

interface FieldOptions {
  readonly description?: string;
  readonly optional?: boolean;
  readonly example?: unknown;
}

export const identifierLengthMax = 200;

type Check = (value: unknown) => boolean;

function field(
  code: FieldCode,
  params: Params,
  check: Check,
  options: FieldOptions,
  schema: ApiPropertyOptions,
): PropertyDecorator {
  const { description, optional = false, example } = options;
  const documented = {
    ...schema,
    required: !optional,
    ...(description === undefined ? {} : { description }),
    ...(example === undefined ? {} : { example }),
  } as ApiPropertyOptions;
  return applyDecorators(
    presence(optional),
    // Without a message of any kind class-validator forgets the context.
    ValidateBy(
      { name: code, validator: { validate: check, defaultMessage: () => code } },
      { context: params },
    ),
    ApiProperty(documented),
  );
}

const presence = (optional: boolean): PropertyDecorator =>
  optional ? ValidateIf((_, value) => value !== undefined) : IsDefined();

/** Text with at least one visible character; at most 200 characters unless said. */
export const Text = (options: FieldOptions & { max?: number } = {}): PropertyDecorator => {
  const max = options.max ?? 200;
  const check: Check = (value) =>
    typeof value === 'string' && value.length <= max && value.trim() !== '';
  return field('text', { max }, check, options, { type: String, minLength: 1, maxLength: max });
};

/** As `Text`, without line ends and tabs: what is said of one person stands on one line. */
export const TextLine = (options: FieldOptions & { max?: number } = {}): PropertyDecorator => {
  const validate: Check = (value) => typeof value !== 'string' || isOneLine(value);
  return applyDecorators(
    Text(options),
    ValidateBy(
      { name: 'one-line', validator: { validate, defaultMessage: () => 'one-line' } },
      { context: {} },
    ),
  );
};

/** A number or code whose form is a rule's business: a malformed one is refused (422), not 400. */
export const Identifier = (options: FieldOptions = {}): PropertyDecorator => {
  const check: Check = (value) => typeof value === 'string' && value.length <= identifierLengthMax;
  return field('identifier', { max: identifierLengthMax }, check, options, {
    type: String,
    maxLength: identifierLengthMax,
  });
};

export const Secret = (options: FieldOptions & { min: number; max: number }): PropertyDecorator => {
  const { min, max } = options;
  const check: Check = (value) =>
    typeof value === 'string' && value.length >= min && value.length <= max;
  return field('secret', { min, max }, check, options, {
    type: String,
    minLength: min,
    maxLength: max,
    format: 'password',
  });
};

export const Username = (options: FieldOptions = {}): PropertyDecorator => {
  const check: Check = (value) => typeof value === 'string' && isUsername(value);
  return field('username', { max: USERNAME_CHARS_MAX }, check, options, {
    type: String,
    maxLength: USERNAME_CHARS_MAX,
  });
};

/** The name of a person as others read it: one line, with something to see. */
export const DisplayName = (options: FieldOptions = {}): PropertyDecorator => {
  const check: Check = (value) => typeof value === 'string' && isDisplayName(value);
  return field('display-name', { max: DISPLAY_NAME_CHARS_MAX }, check, options, {
    type: String,
    minLength: 1,
    maxLength: DISPLAY_NAME_CHARS_MAX,
  });
};

export const Pattern = (
  options: FieldOptions & { pattern: RegExp; example: string },
): PropertyDecorator => {
  const { pattern, example } = options;
  const check: Check = (value) =>
    typeof value === 'string' && value.length <= 200 && pattern.test(value);
  return field('pattern', { example }, check, options, {
    type: String,
    pattern: pattern.source,
  });
};

export const OneOf = (
  values: readonly (string | number)[],
  options: FieldOptions & { enumName?: string } = {},
): PropertyDecorator => {
  const check: Check = (value) => values.includes(value as string | number);
  return field('one-of', { values: values.join(', ') }, check, options, {
    enum: [...values],
    type: typeof values[0] === 'number' ? Number : String,
  });
};

/** A list of different values of a set. */
export const SomeOf = (
  values: readonly (string | number)[],
  options: FieldOptions & { min?: number } = {},
): PropertyDecorator => {
  const min = options.min ?? 0;
  const check: Check = (value) =>
    Array.isArray(value) &&
    value.length >= min &&
    value.length <= values.length &&
    new Set(value).size === value.length &&
    value.every((item) => values.includes(item));
  return field('some-of', { values: values.join(', ') }, check, options, {
    type: 'array',
    minItems: min,
    uniqueItems: true,
    items: { type: typeof values[0] === 'number' ? 'integer' : 'string', enum: [...values] },
  });
};

export const Day = (options: FieldOptions = {}): PropertyDecorator => {
  const check: Check = (value) => typeof value === 'string' && isPlainDate(value);
  return field('day', {}, check, options, { type: String, format: 'date', example: '2013-04-01' });
};

const instantPattern = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(\.\d{1,3})?Z$/;

export const Instant = (options: FieldOptions = {}): PropertyDecorator => {
  const check: Check = (value) =>
    typeof value === 'string' &&
    instantPattern.test(value) &&
    isPlainDate(value.slice(0, 10)) &&
    !Number.isNaN(Date.parse(value));
  return field('instant', {}, check, options, {
    type: String,
    format: 'date-time',
    example: '2013-04-01T08:00:00Z',
  });
};

export const Whole = (options: FieldOptions & { min: number; max: number }): PropertyDecorator => {
  const { min, max } = options;
  const check: Check = (value) =>
    Number.isSafeInteger(value) && (value as number) >= min && (value as number) <= max;
  return field('whole', { min, max }, check, options, {
    type: 'integer',
    minimum: min,
    maximum: max,
  });
};

/** A number that need not be whole. */
export const Amount = (options: FieldOptions & { min: number; max: number }): PropertyDecorator => {
  const { min, max } = options;
  const check: Check = (value) => typeof value === 'number' && value >= min && value <= max;
  return field('number', { min, max }, check, options, {
    type: Number,
    minimum: min,
    maximum: max,
  });
};

/** A whole number in a query, where everything is text; use `Number()` on it afterwards. */
export const WholeText = (
  options: FieldOptions & { min: number; max: number },
): PropertyDecorator => {
  const { min, max } = options;
  const check: Check = (value) =>
    typeof value === 'string' &&
    /^\d{1,9}$/.test(value) &&
    Number(value) >= min &&
    Number(value) <= max;
  return field('whole', { min, max }, check, options, {
    type: 'integer',
    minimum: min,
    maximum: max,
  });
};

export const Flag = (options: FieldOptions = {}): PropertyDecorator =>
  field('flag', {}, (value) => typeof value === 'boolean', options, { type: Boolean });

/** `true` or `false` in a query, where everything is text. */
export const FlagText = (options: FieldOptions = {}): PropertyDecorator =>
  field('flag', {}, (value) => value === 'true' || value === 'false', options, { type: Boolean });

export const Texts = (
  options: FieldOptions & { min: number; maxItems: number; max?: number },
): PropertyDecorator => {
  const { min, maxItems, max = 100 } = options;
  const check: Check = (value) =>
    Array.isArray(value) &&
    value.length >= min &&
    value.length <= maxItems &&
    value.every((item) => typeof item === 'string' && item.length <= max && item.trim() !== '');
  return field('texts', { min, maxItems, max }, check, options, {
    type: 'array',
    minItems: min,
    maxItems,
    items: { type: 'string', minLength: 1, maxLength: max },
  });
};

const isPlainObject: Check = (value) =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** A part of the request with fields of its own. */
export const Nested = (of: () => new () => object, options: FieldOptions = {}): PropertyDecorator =>
  applyDecorators(
    Type(of),
    ValidateNested(),
    field('object', {}, isPlainObject, options, { type: () => of() }),
  );

/**
 * A list checked by one plain function instead of decorators per item, which would take a hundred
 * times as long on a thousand lines. The pipe asks the same function again for its findings.
 */
export const CheckedList = (
  check: ListCheck,
  schema: ApiPropertyOptions,
  options: FieldOptions = {},
): PropertyDecorator =>
  applyDecorators(
    keepPlain(check),
    field('list', {}, (value) => check(value, '').length === 0, options, schema),
  );
