/**
 * The two hands with which people work a page: the mouse, or the keyboard alone. Both know the same
 * verbs, so that a spec tells a task once and sees it done either way, in either language.
 */
import type { Download, FileChooser, Locator, Page } from 'playwright-core';
import { eventually } from './eventually';

export interface Hand {
  readonly hand: 'click' | 'keyboard';
  /** Puts the focus there. */
  readonly goTo: (target: Locator) => Promise<void>;
  /** Puts a text in place of what the field holds; a day as YYYY-MM-DD. */
  readonly fill: (field: Locator, text: string) => Promise<void>;
  /** Presses a button, follows a link, opens what is folded. */
  readonly press: (target: Locator) => Promise<void>;
  /** Turns a box on or off. */
  readonly toggle: (box: Locator) => Promise<void>;
  /** Turns on one of several of which one is on. */
  readonly turn: (radio: Locator) => Promise<void>;
  /** Takes the option with these words from a list; where it can be searched, the words are typed. */
  readonly choose: (list: Locator, words: string) => Promise<void>;
}

const tabsMax = 100;
const optionsMax = 30;

/** Where the focus has to go for an element: for one of several radios, to any of them. */
function wayOfFocus(wanted: Element): 'there' | 'on' | 'back' {
  const at = document.activeElement;
  const isRadio = (one: Element | null): one is HTMLInputElement =>
    one instanceof HTMLInputElement && one.type === 'radio';
  const isAmongThem = isRadio(at) && isRadio(wanted) && at.name === wanted.name;
  if (at === wanted || isAmongThem) return 'there';
  const follows = at ? wanted.compareDocumentPosition(at) & Node.DOCUMENT_POSITION_FOLLOWING : 0;
  return follows ? 'back' : 'on';
}

/** Goes to it with Tab alone, past everything in between, as somebody without a mouse does. */
export async function tabTo(page: Page, wanted: Locator): Promise<void> {
  await wanted.waitFor({ state: 'attached' });
  for (let tabs = 0; tabs <= tabsMax; tabs += 1) {
    const way = await wanted.evaluate(wayOfFocus);
    if (way === 'there') return;
    await page.keyboard.press(way === 'on' ? 'Tab' : 'Shift+Tab');
  }
  throw new Error(`${wanted} is not reached within ${tabsMax} presses of Tab`);
}

const orders = [
  ['year', 'month', 'day'],
  ['day', 'month', 'year'],
  ['month', 'day', 'year'],
] as const;
type Order = (typeof orders)[number];
/** In which order the browser's own field for a day has its parts, by language. */
const knownOrders = new Map<string, Order>();

async function typeParts(page: Page, order: Order, text: string): Promise<void> {
  const [year, month, day] = text.split('-');
  for (const part of order) {
    await page.keyboard.type({ year, month, day }[part]);
    // The other two go on by themselves; a year could have more than four digits.
    if (part === 'year') await page.keyboard.press('ArrowRight');
  }
}

/** Tried on a page of its own: what is typed in the wrong order would be another day. */
async function orderIn(page: Page): Promise<Order> {
  const language = await page.evaluate(() => navigator.language);
  const known = knownOrders.get(language);
  if (known) return known;
  const scratch = await page.context().newPage();
  try {
    for (const order of orders) {
      await scratch.setContent('<input type="date" autofocus>');
      await scratch.locator('input').focus();
      await typeParts(scratch, order, '2013-11-25');
      if ((await scratch.locator('input').inputValue()) !== '2013-11-25') continue;
      knownOrders.set(language, order);
      return order;
    }
  } finally {
    await scratch.close();
  }
  throw new Error('a day cannot be typed in this browser');
}

async function typeDay(field: Locator, day: string): Promise<void> {
  const page = field.page();
  const order = await orderIn(page);
  await tabTo(page, field);
  for (const _ of order) await page.keyboard.press('ArrowLeft');
  await typeParts(page, order, day);
}

/** Fields that a choice brings or takes away follow a moment later: nobody is quicker than a frame. */
const nextFrame = (page: Page): Promise<void> =>
  page.evaluate(
    () => new Promise<void>((resolve) => requestAnimationFrame(() => setTimeout(resolve))),
  );

/**
 * Puts texts into fields, one after another, before the page can follow the first of them, as on a
 * slow machine. A text that ends with a line break is asked for, as by a scanner.
 */
export function typeAtOnce(
  page: Page,
  texts: readonly (readonly [id: string, text: string])[],
): Promise<void> {
  return page.evaluate((all) => {
    for (const [id, text] of all) {
      const field = document.getElementById(id) as HTMLInputElement;
      field.focus();
      // React takes no notice of a value that is set on the field itself.
      Reflect.set(HTMLInputElement.prototype, 'value', text.trimEnd(), field);
      field.dispatchEvent(new Event('input', { bubbles: true }));
      if (text.endsWith('\n')) field.form?.requestSubmit();
    }
  }, texts);
}

/** Keys go to whatever has the focus: a page that takes it away meanwhile loses what is typed. */
const untilHeld = (field: Locator, text: string): Promise<void> =>
  eventually(async () => {
    const held = await field.inputValue();
    if (held !== text) throw new Error(`${field} holds "${held}" where "${text}" was typed`);
  });

const exactly = { exact: true };
const labelOf = (input: Locator) => input.locator('xpath=ancestor::label[1]');
const isSearched = (list: Locator) =>
  list.evaluate((input) => input instanceof HTMLInputElement && !input.readOnly);
const isNative = (list: Locator) => list.evaluate((input) => input.tagName === 'SELECT');

const click: Hand = {
  hand: 'click',
  goTo: (target) => target.click(),
  fill: async (field, text) => {
    await field.click();
    await field.fill(text);
  },
  press: (target) => target.click(),
  toggle: (box) => labelOf(box).click(),
  turn: async (radio) => {
    await labelOf(radio).click();
    await nextFrame(radio.page());
  },
  choose: async (list, words) => {
    if (await isNative(list)) {
      await list.selectOption({ label: words });
      return;
    }
    await list.click();
    const searched = await isSearched(list);
    if (searched) await list.fill(words);
    const options = list.page().locator('.ant-select-item-option:visible');
    const wanted = searched ? { hasText: words } : { has: list.page().getByText(words, exactly) };
    await options.filter(wanted).first().click();
  },
};
const keyboard: Hand = {
  hand: 'keyboard',
  goTo: (target) => tabTo(target.page(), target),
  fill: async (field, text) => {
    const page = field.page();
    await tabTo(page, field);
    if ((await field.getAttribute('type')) === 'date') await typeDay(field, text);
    else {
      await page.keyboard.press('Control+A');
      await (text === '' ? page.keyboard.press('Delete') : page.keyboard.type(text));
    }
    await untilHeld(field, text);
  },
  press: async (target) => {
    await tabTo(target.page(), target);
    await target.page().keyboard.press('Enter');
  },
  toggle: async (box) => {
    await tabTo(box.page(), box);
    await box.page().keyboard.press('Space');
  },
  turn: async (radio) => {
    const page = radio.page();
    await tabTo(page, radio);
    for (let presses = 0; presses < optionsMax; presses += 1) {
      if (await radio.isChecked()) return nextFrame(page);
      await page.keyboard.press('ArrowDown');
      // Where the address says which one is on, it is a moment later.
      await page.locator('input:focus:not(:checked)').waitFor({ state: 'detached' });
    }
    throw new Error(`${radio} cannot be chosen by the arrow keys`);
  },
  choose: async (list, words) => {
    const page = list.page();
    await tabTo(page, list);
    if (await isNative(list)) return walkNative(list, words);
    const searched = await isSearched(list);
    if (searched) await page.keyboard.type(words);
    else await page.keyboard.press('Enter');
    const active = page.locator('.ant-select-item-option-active:visible');
    await active.waitFor();
    // What was chosen before becomes the active one just after the list has opened.
    await nextFrame(page);
    for (let option = 0; option < optionsMax; option += 1) {
      const text = (await active.innerText()).trim();
      if (text === words || (searched && text.includes(words))) {
        await page.keyboard.press('Enter');
        await active.waitFor({ state: 'detached' });
        return;
      }
      await page.keyboard.press('ArrowDown');
    }
    throw new Error(`no option says ${words}`);
  },
};

async function walkNative(list: Locator, words: string): Promise<void> {
  const chosen = () =>
    list.evaluate((select) => (select as HTMLSelectElement).selectedOptions[0]?.text);
  for (let option = 0; option < optionsMax; option += 1) {
    if ((await chosen()) === words) return;
    await list.page().keyboard.press('ArrowDown');
  }
  throw new Error(`no option says ${words}`);
}

/** A hand and a language. */
export interface Way extends Hand {
  readonly name: string;
  readonly locale: 'zh-CN' | 'en-GB';
  /** What the page says in this language. */
  readonly say: <Words>(chinese: Words, english: Words) => Words;
  /** Which of two runs of a task it is: each takes blanks and numbers of its own. */
  readonly run: 0 | 1;
}

function way(hand: Hand, locale: Way['locale']): Way {
  const isChinese = locale === 'zh-CN';
  return {
    ...hand,
    name: `by ${hand.hand} in ${isChinese ? 'Chinese' : 'English'}`,
    locale,
    say: (chinese, english) => (isChinese ? chinese : english),
    run: hand.hand === 'click' ? 0 : 1,
  };
}

export const clickInChinese = way(click, 'zh-CN');
export const clickInEnglish = way(click, 'en-GB');
export const keysInChinese = way(keyboard, 'zh-CN');
export const keysInEnglish = way(keyboard, 'en-GB');

/** Two runs of one task see each hand once, and each language once. */
export const ways = [clickInChinese, keysInEnglish] as const;
/** The same the other way round, for tasks that others do the first way. */
export const otherWays = [clickInEnglish, keysInChinese] as const;

/** Whoever works with them: with the other hand, and in the other language. */
export function beside({ hand, locale }: Way): Way {
  const others =
    hand === 'click' ? [keysInChinese, keysInEnglish] : [clickInChinese, clickInEnglish];
  return others[locale === 'zh-CN' ? 1 : 0];
}

interface Answers {
  readonly download: Download;
  readonly popup: Page;
  readonly filechooser: FileChooser;
}

/** Presses it, and answers what the browser opens or hands over; the way there may take its time. */
export async function pressFor<Kind extends keyof Answers>(
  hand: Hand,
  target: Locator,
  kind: Kind,
): Promise<Answers[Kind]> {
  const page = target.page();
  // A button that is still at work on what it was pressed for before takes no press.
  await target.and(page.locator(':not(.ant-btn-loading)')).waitFor({ state: 'attached' });
  if (hand.hand === 'keyboard') await hand.goTo(target);
  const [answer] = await Promise.all([
    page.waitForEvent(kind as 'download') as Promise<unknown>,
    hand.press(target),
  ]);
  return answer as Answers[Kind];
}

/** Hands in files at a field; the dialog that the browser opens for it is answered. */
export async function attach(
  hand: Hand,
  field: Locator,
  files: Parameters<FileChooser['setFiles']>[0],
): Promise<void> {
  const dialog = await pressFor(hand, field, 'filechooser');
  await dialog.setFiles(files);
}
