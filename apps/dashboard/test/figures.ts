/** Figures as the pages show them. */
import type { Page } from 'playwright-core';

export function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, number) => total + number, 0);
}

export function add(...rows: readonly number[][]): number[] {
  return rows[0].map((_, column) => sum(rows.map((row) => row[column])));
}

export async function numbersOf(page: Page, selector: string): Promise<number[]> {
  const texts = await page.locator(selector).allInnerTexts();
  return texts.map((text) => Number(text.replaceAll(',', '')));
}

/** The figures of every line of the table, in order. */
export async function stockRows(page: Page): Promise<number[][]> {
  await page.locator('.stock-table tr.ant-table-row').first().waitFor();
  const rows = await page.locator('.stock-table tr.ant-table-row').all();
  return Promise.all(
    rows.map(async (row) =>
      (await row.locator('.quantity').allInnerTexts()).map((text) =>
        Number(text.replaceAll(',', '')),
      ),
    ),
  );
}
