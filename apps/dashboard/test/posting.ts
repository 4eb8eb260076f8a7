/** How people of the browser specs post: with either hand, and with a second person's help. */
import type { Locator, Page } from 'playwright-core';
import { type Hand, tabTo } from './hands';
import { daysAgo } from './office';
import type { Visitor } from './visitor';

/** While it was just busy, its name still begins with that of the mark of loading. */
export const check = (page: Page) => page.getByRole('button', { name: /(^| )(检查|Check)$/ });
export const verdict = (page: Page) => page.locator('.post-verdict');
export const outcome = (page: Page) => page.locator('.outcome');
export const faults = (page: Page) => page.locator('.post-faults').getByRole('alert');
export const proposalOn = (page: Page, number: string) =>
  page.locator('.proposal', { hasText: number });

/** What stands at the field of that id after a check. */
export const atField = (page: Page, id: string) =>
  page.locator('.ant-form-item', { has: page.locator(`#${id}`) }).locator('.ant-form-item-explain');

/** Types into a field reached by Tab, in place of what is there. */
export async function typeAt(page: Page, id: string, text: string): Promise<void> {
  await tabTo(page, page.locator(`#${id}`));
  await page.keyboard.press('Control+A');
  await page.keyboard.type(text);
}

/** Fields by their ids, in the order of the page. */
export async function fillFields(page: Page, hand: Hand, fields: Record<string, string>) {
  for (const [id, text] of Object.entries(fields)) await hand.fill(page.locator(`#${id}`), text);
}

export interface Roster {
  readonly reference: string;
  readonly level: string | RegExp;
  readonly signedOn?: string;
  readonly passed?: number;
}

/** The head of a roster: turners of the first station; signed six days ago unless said. */
export async function fillRoster(page: Page, hand: Hand, roster: Roster): Promise<void> {
  const { reference, level, signedOn = daysAgo(6), passed = 2 } = roster;
  await page.locator('#roster_reference').waitFor();
  await fillFields(page, hand, {
    roster_reference: reference,
    roster_signedOn: signedOn,
    roster_passed: String(passed),
  });
  await hand.turn(page.locator('.level-choice').getByRole('radio', { name: level }));
  await fillFields(page, hand, { occupation_name: '车工' });
  await hand.choose(page.locator('#station'), '52011001');
}

export interface Person {
  readonly paper: string;
  readonly number: string;
  readonly name: string;
  /** The number of a passport. */
  readonly passport: string;
}

/** One line of a roster. */
export async function fillPerson(page: Page, hand: Hand, person: Person, row = 0): Promise<void> {
  const { paper, number, name, passport } = person;
  const at = (column: string) => page.locator(`#line-${row}-${column}`);
  await hand.fill(at('paper'), paper);
  await hand.fill(at('certificateNumber'), number);
  await hand.fill(at('name'), name);
  const passportInWords = at('documentType').locator('option[value=passport]');
  await hand.choose(at('documentType'), (await passportInWords.innerText()).trim());
  await hand.fill(at('documentNumber'), passport);
}

/** Asks whether a filled form could be recorded. */
export async function tryOut(page: Page, { hand }: Hand): Promise<void> {
  if (hand === 'click') await check(page).click();
  else await page.keyboard.press('Control+Enter');
}

export const focused = (target: Locator) => target.and(target.page().locator(':focus')).waitFor();

/** Presses what the focus goes to by itself: with the keyboard, Enter is enough. */
async function pressNext(button: Locator, { hand }: Hand): Promise<void> {
  if (hand === 'click') return button.click();
  await focused(button);
  await button.page().keyboard.press('Enter');
}

/** Sends what was checked to be recorded. */
export const post = (page: Page, hand: Hand) =>
  pressNext(verdict(page).getByRole('button').last(), hand);

/** Records what was checked. */
export async function record(page: Page, hand: Hand): Promise<void> {
  await post(page, hand);
  await outcome(page).waitFor();
}

/** From a filled form to what was recorded. */
export async function goOn(page: Page, hand: Hand): Promise<void> {
  await tryOut(page, hand);
  await record(page, hand);
}

/** A second person finds the proposal that names this number, and approves it. */
export async function approve({ page }: Visitor, hand: Hand, number: string): Promise<void> {
  const proposal = proposalOn(page, number);
  await hand.press(proposal.getByRole('button', { name: /^(批准……|Approve …)$/ }));
  await pressNext(proposal.getByRole('button', { name: /^(确认批准|Approve now)$/ }), hand);
  await page.getByText(/已批准并记录|Approved and recorded/).waitFor();
}

/** Of what was recorded just now, as the page tells it. */
export async function positionOn(page: Page): Promise<string> {
  const told = await outcome(page).first().innerText();
  const [, position] = /(?:record no\.|第) (\d+)/.exec(told) ?? [];
  if (position === undefined) throw new Error(`no record is told: ${told}`);
  return position;
}
