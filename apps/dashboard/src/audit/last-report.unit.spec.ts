import { lastReport } from './last-report';

interface Page {
  readonly items: readonly string[];
  readonly next: string | null;
}

const asking = (pages: Readonly<Record<string, Page>>) => (after: string | undefined) =>
  Promise.resolve(pages[after ?? 'first']);

describe('the last report of a check', () => {
  it('is the first of the first page that has one, however many have none', async () => {
    const pages = {
      first: { items: [], next: 'a' },
      a: { items: [], next: 'b' },
      b: { items: ['newest', 'older'], next: 'c' },
    };
    expect(await lastReport(asking(pages))).toBe('newest');
  });

  it('is none only where nothing is left to look at', async () => {
    const pages = { first: { items: [], next: 'a' }, a: { items: [], next: null } };
    expect(await lastReport(asking(pages))).toBeNull();
  });
});
