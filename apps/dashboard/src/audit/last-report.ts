interface Page<Report, Unreadable> {
  readonly items: readonly Report[];
  readonly unreadable: readonly Unreadable[];
  readonly next: string | null;
}

/** The newest report that can be read, and those newer than it that cannot. */
export interface LastReport<Report, Unreadable> {
  /** Null where there is none at all. */
  readonly report: Report | null;
  readonly unreadable: readonly Unreadable[];
}

/**
 * Asks for one report at a time. The server looks at some of the stream for one page: a page
 * without items says nothing of what is behind its `next`. Ends with the stream.
 */
export async function lastReport<Report, Unreadable>(
  ask: (after: string | undefined) => Promise<Page<Report, Unreadable>>,
): Promise<LastReport<Report, Unreadable>> {
  const unreadable: Unreadable[] = [];
  for (let after: string | undefined; ; ) {
    const page = await ask(after);
    unreadable.push(...page.unreadable);
    const [report = null] = page.items;
    if (report !== null || page.next === null) return { report, unreadable };
    after = page.next;
  }
}
