interface Page<Report> {
  readonly items: readonly Report[];
  readonly next: string | null;
}

/**
 * The newest report, or null where there is none at all. The server looks at some of the stream for
 * one page: a page without items says nothing of what is behind its `next`. Ends with the stream.
 */
export async function lastReport<Report>(
  ask: (after: string | undefined) => Promise<Page<Report>>,
): Promise<Report | null> {
  for (let after: string | undefined; ; ) {
    const { items, next } = await ask(after);
    if (items.length > 0) return items[0];
    if (next === null) return null;
    after = next;
  }
}
