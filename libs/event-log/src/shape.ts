/**
 * Tiny checkers for what is read back from the store. Each answers with what is wrong, or with
 * undefined. The path is put together only when something is, so that a sound event costs little.
 */
export type Shape = (value: unknown) => string | undefined;

const dashedDate = /^\d{4}-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\d|3[01])$/;
const utcInstant =
  /^\d{4}-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\d|3[01])T(?:[01]\d|2[0-3])(?::[0-5]\d){2}(?:\.\d{1,9})?Z$/;

const consignmentForm = /^\d{8}-(?:0|[1-9]\d{0,18})$/;

export const text: Shape = (value) => (typeof value === 'string' ? undefined : ' is not a text');

/** The sender's code and the revision of the dispatch in its stream. */
export const consignment: Shape = (value) =>
  typeof value === 'string' && consignmentForm.test(value) ? undefined : ' is no consignment';

export const plainDate: Shape = (value) =>
  typeof value === 'string' && dashedDate.test(value) ? undefined : ' is not a date';

export const instant: Shape = (value) =>
  typeof value === 'string' && utcInstant.test(value) ? undefined : ' is not an instant';

export const truth: Shape = (value) =>
  typeof value === 'boolean' ? undefined : ' is neither true nor false';

export const count: Shape = (value) =>
  Number.isSafeInteger(value) && (value as number) > 0 ? undefined : ' is not a count';

export const quantity: Shape = (value) =>
  Number.isSafeInteger(value) && (value as number) >= 0 ? undefined : ' is not a quantity';

/** A sum, which what was forged may bring below nothing. */
export const balance: Shape = (value) =>
  Number.isSafeInteger(value) ? undefined : ' is not a balance';

export const amount: Shape = (value) =>
  Number.isFinite(value) && (value as number) >= 0 ? undefined : ' is not an amount';

export const bytes: Shape = (value) =>
  value instanceof Uint8Array ? undefined : ' is not a block of bytes';

export const oneOf =
  (allowed: readonly unknown[]): Shape =>
  (value) =>
    allowed.includes(value) ? undefined : ` is none of ${allowed.join(', ')}`;

export const optional =
  (shape: Shape): Shape =>
  (value) =>
    value === undefined ? undefined : shape(value);

export const list =
  (shape: Shape): Shape =>
  (value) => {
    if (!Array.isArray(value)) return ' is not a list';
    for (let index = 0; index < value.length; index++) {
      const problem = shape(value[index]);
      if (problem !== undefined) return `[${index}]${problem}`;
    }
    return undefined;
  };

/** An object with at least these fields; a field that a later version added is passed over. */
export function fields<T extends object>(shapes: { [K in keyof T]-?: Shape }): Shape {
  const entries = Object.entries(shapes) as [string, Shape][];
  return (value) => {
    if (typeof value !== 'object' || value === null || Array.isArray(value)) {
      return ' is not an object';
    }
    for (const [name, shape] of entries) {
      const problem = shape((value as Record<string, unknown>)[name]);
      if (problem !== undefined) return `.${name}${problem}`;
    }
    return undefined;
  };
}

/** An object whose fields have any names. */
export const named =
  (shape: Shape): Shape =>
  (value) => {
    if (typeof value !== 'object' || value === null || Array.isArray(value)) {
      return ' is not an object';
    }
    for (const [name, item] of Object.entries(value)) {
      const problem = shape(item);
      if (problem !== undefined) return `.${name}${problem}`;
    }
    return undefined;
  };

/** One of several objects, told apart by their `type`. */
export const byType =
  (shapes: Readonly<Record<string, Shape>>): Shape =>
  (value) => {
    const type = typeof value === 'object' && value !== null && 'type' in value && value.type;
    if (typeof type !== 'string' || !Object.hasOwn(shapes, type)) return '.type is unknown';
    return shapes[type](value);
  };
