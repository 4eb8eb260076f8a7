/** How people of the browser specs post: by the keyboard alone, or with a second person's help. */
import type { Locator, Page } from 'playwright-core';
import { daysAgo } from './office';
import type { Visitor } from './visitor';

/** While it was just busy, its name still begins with that of the mark of loading. */
export const check = (page: Page) => page.getByRole('button', { name: /(^| )(检查|Check)$/ });
export const verdict = (page: Page) => page.locator('.post-verdict');
export const outcome = (page: Page) => page.locator('.outcome');
export const faults = (page: Page) => page.locator('.post-faults').getByRole('alert');

/** What stands at the field of that id after a check. */
export const atField = (page: Page, id: string) =>
  page.locator('.ant-form-item', { has: page.locator(`#${id}`) }).locator('.ant-form-item-explain');

const tabsMax = 60;

/** Goes to it with Tab alone, past everything before it, as somebody without a mouse does. */
export async function tabTo(page: Page, wanted: Locator): Promise<void> {
  await wanted.waitFor({ state: 'attached' });
  for (let tabs = 0; tabs <= tabsMax; tabs += 1) {
    if (await wanted.evaluate((element) => element === document.activeElement)) return;
    await page.keyboard.press('Tab');
  }
  throw new Error(`${wanted} is not reached within ${tabsMax} presses of Tab`);
}

/** Types into a field reached by Tab, in place of what is there. */
export async function typeAt(page: Page, id: string, text: string): Promise<void> {
  await tabTo(page, page.locator(`#${id}`));
  await page.keyboard.press('Control+A');
  await page.keyboard.type(text);
}

const optionsMax = 12;

/** Opens a list reached by Tab, and takes the option with these words by the arrow keys. */
export async function chooseAt(page: Page, id: string, words: string): Promise<void> {
  await tabTo(page, page.locator(`#${id}`));
  await page.keyboard.press('Enter');
  const active = page.locator('.ant-select-item-option-active:visible');
  await active.waitFor();
  for (let option = 0; option < optionsMax; option += 1) {
    if ((await active.innerText()).trim() === words) {
      await page.keyboard.press('Enter');
      await active.waitFor({ state: 'detached' });
      return;
    }
    await page.keyboard.press('ArrowDown');
  }
  throw new Error(`no option says ${words}`);
}

/** Among buttons of one choice, reached by Tab: the arrow keys go on until the wanted one is on. */
export async function turnTo(page: Page, first: Locator, wanted: Locator): Promise<void> {
  await tabTo(page, first);
  for (let presses = 0; presses < optionsMax; presses += 1) {
    if (await wanted.isChecked()) return;
    await page.keyboard.press('ArrowDown');
  }
  throw new Error(`${wanted} cannot be chosen by the arrow keys`);
}

interface Roster {
  readonly reference: string;
  readonly level: string | RegExp;
}

/** The head of a roster: signed six days ago, two people passed, turners of the first station. */
export async function fillRoster(page: Page, { reference, level }: Roster): Promise<void> {
  await page.locator('#roster_reference').fill(reference);
  await page.locator('#roster_signedOn').fill(daysAgo(6));
  await page.locator('#roster_passed').fill('2');
  await page.getByLabel(level).check();
  await page.locator('#occupation_name').fill('车工');
  await page.locator('#station').click();
  await page.keyboard.type('52011001');
  await page.keyboard.press('Enter');
}

/** From a filled form to what was recorded, by the keyboard alone. */
export async function goOnByKeyboard(page: Page): Promise<void> {
  await page.keyboard.press('Control+Enter');
  await verdict(page).waitFor();
  await page.keyboard.press('Enter');
  await outcome(page).waitFor();
}

/** The same with the mouse. */
export async function goOnByClick(page: Page): Promise<void> {
  await check(page).click();
  await verdict(page).getByRole('button').last().click();
  await outcome(page).waitFor();
}

const approveButton = /^(批准……|Approve …)$/;
const approveNowButton = /^(确认批准|Approve now)$/;
const approved = (page: Page) => page.getByText(/已批准并记录|Approved and recorded/);

/** A second person finds the proposal that names this number, and approves it with the mouse. */
export async function approveByClick({ page }: Visitor, number: string): Promise<void> {
  const proposal = page.locator('.proposal', { hasText: number });
  await proposal.getByRole('button', { name: approveButton }).click();
  await proposal.getByRole('button', { name: approveNowButton }).click();
  await approved(page).waitFor();
}

/** The same by the keyboard alone. */
export async function approveByKeyboard({ page }: Visitor, number: string): Promise<void> {
  const proposal = page.locator('.proposal', { hasText: number });
  await tabTo(page, proposal.getByRole('button', { name: approveButton }));
  await page.keyboard.press('Enter');
  await page.keyboard.press('Enter');
  await approved(page).waitFor();
}
