/**
 * What the address asks now. Whoever makes the next address begins with this: what a page was drawn
 * with may lack a change of a moment ago, and would take it back.
 */
export const searchNow = (): URLSearchParams => new URLSearchParams(location.search);

/** The same with other values; what is empty is left out. */
export function searchWith(changes: Readonly<Record<string, string | undefined>>): URLSearchParams {
  const search = searchNow();
  for (const [name, value] of Object.entries(changes)) {
    if (value) search.set(name, value);
    else search.delete(name);
  }
  return search;
}
