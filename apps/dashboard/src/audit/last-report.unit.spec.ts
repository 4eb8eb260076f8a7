import { lastReport } from './last-report';

interface Page {
  readonly items: readonly string[];
  readonly unreadable: readonly number[];
  readonly next: string | null;
}

const asking = (pages: Readonly<Record<string, Page>>) => (after: string | undefined) =>
  Promise.resolve(pages[after ?? 'first']);

describe('the last report of a check', () => {
  it('is the first of the first page that has one, however many have none', async () => {
    const pages = {
      first: { items: [], unreadable: [9], next: 'a' },
      a: { items: [], unreadable: [], next: 'b' },
      b: { items: ['newest'], unreadable: [7, 6], next: 'c' },
      c: { items: ['older'], unreadable: [2], next: null },
    };
    const last = { report: 'newest', unreadable: [9, 7, 6] };
    expect(await lastReport(asking(pages))).toEqual(last);
  });

  it('is none only where nothing is left to look at, and what cannot be read is told', async () => {
    const pages = {
      first: { items: [], unreadable: [3], next: 'a' },
      a: { items: [], unreadable: [1], next: null },
    };
    expect(await lastReport(asking(pages))).toEqual({ report: null, unreadable: [3, 1] });
  });
});
