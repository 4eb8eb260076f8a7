/** Lines of a post, written as runs: what advances line by line is said once. */

/** Where an item stands: at a number of a named row of numbers. */
export interface Place {
  readonly row: string;
  readonly at: number;
}

export interface Run<Item> {
  readonly first: Item;
  readonly count: number;
}

/** Joins items that follow each other as long as all their places advance by one. */
export function joinRuns<Item>(
  items: readonly Item[],
  placesOf: (item: Item) => readonly Place[],
): Run<Item>[] {
  const runs: { first: Item; places: readonly Place[]; count: number }[] = [];
  for (const item of items) {
    const places = placesOf(item);
    const run = runs.at(-1);
    const isNext = run?.places.every(
      ({ row, at }, index) => places[index].row === row && places[index].at === at + run.count,
    );
    if (run && isNext) run.count++;
    else runs.push({ first: item, places, count: 1 });
  }
  return runs;
}
