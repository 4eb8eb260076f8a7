/** Figures as the pages show them. */
import type { Page } from 'playwright-core';

export function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, number) => total + number, 0);
}

export function add(...rows: readonly number[][]): number[] {
  return rows[0].map((_, column) => sum(rows.map((row) => row[column])));
}

const numberOf = (text: string): number => Number(text.replaceAll(',', ''));

export async function numbersOf(page: Page, selector: string): Promise<number[]> {
  return (await page.locator(selector).allInnerTexts()).map(numberOf);
}

/** Of every line, in order; all read in one moment, however the page goes on. */
export async function rowsOf(page: Page, line: string, figure: string): Promise<number[][]> {
  const rows = await page
    .locator(line)
    .evaluateAll(
      (lines, selector) =>
        lines.map((one) =>
          [...one.querySelectorAll<HTMLElement>(selector)].map(({ innerText }) => innerText),
        ),
      figure,
    );
  return rows.map((row) => row.map(numberOf));
}

/** The figures of every line of the table, in order. */
export async function stockRows(page: Page): Promise<number[][]> {
  const line = '.stock-table tr.ant-table-row';
  await page.locator(line).first().waitFor();
  return rowsOf(page, line, '.quantity');
}
