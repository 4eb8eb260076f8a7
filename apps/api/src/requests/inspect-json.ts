import { type FieldFinding, pointer } from '../problems/problem';

const depthMax = 10;
/**
 * Control characters other than tab and line ends have no place in any text we keep; nor has a
 * carriage return that ends no line, by which a terminal writes over what it showed.
 */
// biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what it looks for
const controls = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f]|\r(?!\n)/;
/** What turns the direction of writing makes a reader see another text than the one that is kept. */
const directions = /[\u202a-\u202e\u2066-\u2069]/;

const loneSurrogate = /\p{Surrogate}/u;

export const isCleanText = (text: string): boolean =>
  !controls.test(text) && !directions.test(text) && !loneSurrogate.test(text);

// biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what it looks for
const notOneLine = /[\u0000-\u001f\u007f-\u009f\u2028\u2029]/;

/** Whether there is no line end, tab or other control character: what a name or number may be. */
export const isOneLine = (text: string): boolean => !notOneLine.test(text);

/**
 * The first thing in parsed JSON that no later step should have to meet: nesting deeper than
 * 10 levels, control characters (NUL, which Postgres cannot store), turned writing, or lone surrogates (which UTF-8
 * cannot carry), and the names that every object of JavaScript has anyway, which a check could take for its own.
 */
export function findHostile(value: unknown, depth = 0): FieldFinding | undefined {
  if (typeof value === 'string') {
    return isCleanText(value) ? undefined : { path: '', code: 'bad-character' };
  }
  if (typeof value !== 'object' || value === null) return undefined;
  if (depth === depthMax) return { path: '', code: 'too-deep' };
  return Array.isArray(value) ? inList(value, depth) : inObject(value, depth);
}

function inList(list: readonly unknown[], depth: number): FieldFinding | undefined {
  for (let index = 0; index < list.length; index++) {
    const found = findHostile(list[index], depth + 1);
    if (found) return below(index, found);
  }
  return undefined;
}

function inObject(value: object, depth: number): FieldFinding | undefined {
  for (const key of Object.keys(value)) {
    if (key in Object.prototype) return below(key, { path: '', code: 'unknown-field' });
    if (!isCleanText(key)) return { path: '', code: 'bad-character' };
    const found = findHostile((value as Record<string, unknown>)[key], depth + 1);
    if (found) return below(key, found);
  }
  return undefined;
}

/** Paths are put together only on the way out, when something was found. */
const below = (step: string | number, found: FieldFinding): FieldFinding => ({
  ...found,
  path: pointer('', step) + found.path,
});

/** The same JSON value always as the same text: keys sorted. Only for values of bounded depth. */
export function canonicalJson(value: unknown): string {
  if (typeof value !== 'object' || value === null) return JSON.stringify(value) ?? 'null';
  if (Array.isArray(value)) return `[${value.map(canonicalJson).join(',')}]`;
  const fields = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1));
  return `{${fields.map(([key, item]) => `${JSON.stringify(key)}:${canonicalJson(item)}`).join(',')}}`;
}
