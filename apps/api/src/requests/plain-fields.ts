import type { FieldFinding } from '../problems/problem';

/** Looks through a long list by hand, and says what is wrong with which item. */
export type ListCheck = (value: unknown, path: string) => readonly FieldFinding[];

/** Of each DTO class: the fields that class-transformer must not walk through, and their checks. */
const plainFieldsByClass = new Map<object, Map<string, ListCheck>>();
const none: ReadonlyMap<string, ListCheck> = new Map();

export function keepPlain(check: ListCheck): PropertyDecorator {
  return (prototype, name) => {
    const fields = plainFieldsByClass.get(prototype.constructor) ?? new Map<string, ListCheck>();
    fields.set(String(name), check);
    plainFieldsByClass.set(prototype.constructor, fields);
  };
}

export const plainFieldsOf = (dto: object): ReadonlyMap<string, ListCheck> =>
  plainFieldsByClass.get(dto) ?? none;
