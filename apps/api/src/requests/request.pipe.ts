import { type ArgumentMetadata, Injectable, type PipeTransform, type Type } from '@nestjs/common';
import { plainToInstance } from 'class-transformer';
import { type ValidationError, validateSync } from 'class-validator';
import { type FieldFinding, malformed, pointer } from '../problems/problem';
import { type FieldCode, fieldTexts, type Params } from '../problems/texts';
import { findHostile } from './inspect-json';
import { plainFieldsOf } from './plain-fields';

/** What class-validator calls its own checks, in our words. */
const ownNames: Readonly<Record<string, FieldCode>> = {
  whitelistValidation: 'unknown-field',
  isDefined: 'required',
  nestedValidation: 'object',
};

const codeOf = (constraint: string): FieldCode | undefined =>
  constraint in fieldTexts ? (constraint as FieldCode) : ownNames[constraint];

/** A field that is absent fails every check; only "required" is worth saying. */
function mostTelling(constraints: Readonly<Record<string, string>>): string {
  const names = Object.keys(constraints);
  return names.find((name) => name === 'isDefined') ?? names[0];
}

function findingsOf(dto: object, errors: readonly ValidationError[], base: string): FieldFinding[] {
  return errors.flatMap((error) => {
    const path = pointer(base, error.property);
    const listCheck =
      error.constraints?.list === undefined ? undefined : plainFieldsOf(dto).get(error.property);
    if (listCheck && error.value !== undefined) return [...listCheck(error.value, path)];
    if (error.constraints) {
      const name = mostTelling(error.constraints);
      const code = codeOf(name);
      if (!code) throw new Error(`no words for the check ${name}`);
      const params = error.contexts?.[name] as Params | undefined;
      return [{ path, code, ...(params ? { params } : {}) }];
    }
    return findingsOf(Object, error.children ?? [], path);
  });
}

function isDto(metatype: ArgumentMetadata['metatype']): metatype is Type<object> {
  return (
    metatype !== undefined &&
    ![String, Number, Boolean, Array, Object, BigInt].includes(metatype as never)
  );
}

/** Builds the DTO; long lists go in as they came, their own check having the say. */
function toInstance(dto: Type<object>, value: Record<string, unknown>): object {
  const plain = plainFieldsOf(dto);
  if (plain.size === 0) return plainToInstance(dto, value);
  const rest: Record<string, unknown> = {};
  const kept: Record<string, unknown> = {};
  for (const [key, item] of Object.entries(value)) (plain.has(key) ? kept : rest)[key] = item;
  return Object.assign(plainToInstance(dto, rest), kept);
}

/**
 * Turns bodies and queries into DTOs. Shape, type and unknown fields are judged here (400), each
 * finding with a JSON Pointer; rules are the domain's (422).
 */
@Injectable()
export class RequestPipe implements PipeTransform {
  transform(value: unknown, { metatype, type }: ArgumentMetadata): unknown {
    if (type === 'param' || !isDto(metatype)) return value;
    if (type === 'custom') return value;
    if (typeof value !== 'object' || value === null || Array.isArray(value)) {
      throw malformed({ path: '', code: 'object' });
    }
    if (type === 'query') refuseHostile(value);
    const instance = toInstance(metatype, value as Record<string, unknown>);
    const errors = validateSync(instance, {
      whitelist: true,
      forbidNonWhitelisted: true,
      forbidUnknownValues: false,
      validationError: { target: false },
    });
    if (errors.length > 0) throw malformed(...findingsOf(metatype, errors, ''));
    return instance;
  }
}

function refuseHostile(query: object): void {
  const hostile = findHostile(query);
  if (hostile) throw malformed(hostile);
}
