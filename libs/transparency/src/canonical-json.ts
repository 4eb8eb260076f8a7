/** JSON in the one form of RFC 8785: members in the order of their names' UTF-16 units, no spaces. */

/** Names as they stand in a text; those of our events are few. */
const quotedNames = new Map<string, string>();
const quotedNamesMax = 1_000;
/** In UTF-16 units; longer ones are not remembered. */
const quotedNameLengthMax = 64;
/** Above it, sorting by insertion takes longer than the engine's way. */
const insertedNamesMax = 16;

/**
 * The form of a value that was parsed from JSON. Lone surrogates, for which the RFC has no form,
 * are escaped as ECMAScript's JSON.stringify does: whatever was stored must have a form.
 */
export function canonicalJson(value: unknown): string {
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  let text = '';
  if (Array.isArray(value)) {
    for (const item of value) text += `${text === '' ? '' : ','}${canonicalJson(item)}`;
    return `[${text}]`;
  }
  for (const name of inOrder(Object.keys(value))) {
    const member = canonicalJson((value as Record<string, unknown>)[name]);
    text += `${text === '' ? '' : ','}${quoted(name)}:${member}`;
  }
  return `{${text}}`;
}

/** Sorts them where they stand. */
function inOrder(names: string[]): readonly string[] {
  if (names.length > insertedNamesMax) return names.sort();
  for (let next = 1; next < names.length; next += 1) {
    const name = names[next];
    let at = next;
    for (; at > 0 && names[at - 1] > name; at -= 1) names[at] = names[at - 1];
    names[at] = name;
  }
  return names;
}

function quoted(name: string): string {
  const known = quotedNames.get(name);
  if (known !== undefined) return known;
  const text = JSON.stringify(name);
  const isRemembered = quotedNames.size < quotedNamesMax && name.length <= quotedNameLengthMax;
  if (isRemembered) quotedNames.set(name, text);
  return text;
}
