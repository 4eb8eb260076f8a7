/** A column with room for more rows, and in it what the old one holds. */
export function grown<Column extends { set(from: Column): void }>(
  fresh: Column,
  old: Column,
): Column {
  fresh.set(old);
  return fresh;
}
