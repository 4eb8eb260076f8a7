/** JSON in the one form of RFC 8785: members in the order of their names' UTF-16 units, no spaces. */

/**
 * The form of a value that was parsed from JSON. Lone surrogates, for which the RFC has no form,
 * are escaped as ECMAScript's JSON.stringify does: whatever was stored must have a form.
 */
export function canonicalJson(value: unknown): string {
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  if (Array.isArray(value)) return `[${value.map(canonicalJson).join(',')}]`;
  let members = '';
  for (const name of Object.keys(value).sort()) {
    const member = canonicalJson((value as Record<string, unknown>)[name]);
    members += `${members === '' ? '' : ','}${JSON.stringify(name)}:${member}`;
  }
  return `{${members}}`;
}
