/** A court clerk's page: a key and a file in, what is proved and what is not out. */
import {
  type CheckedEvidence,
  checkEvidence,
  evidenceSizeBytesMax,
  fingerprintOf,
  type PublicKey,
  parsePublicKey,
} from '#transparency/check';
import './page.css';
import { type Language, say, type Word } from './words';

type Child = Node | string | undefined;

/** Whatever comes from a file goes in as text. */
function element<Tag extends keyof HTMLElementTagNameMap>(
  tag: Tag,
  attributes: Readonly<Record<string, string>>,
  ...children: readonly Child[]
): HTMLElementTagNameMap[Tag] {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) made.setAttribute(name, value);
  made.append(...children.filter((child) => child !== undefined));
  return made;
}

interface ReadKeys {
  readonly keys: readonly PublicKey[];
  /** The first line that is none, from 1. */
  readonly badLine?: number;
}

function readKeys(text: string): ReadKeys {
  const keys: PublicKey[] = [];
  for (const [at, line] of text.split('\n').entries()) {
    if (line.trim() === '') continue;
    const key = parsePublicKey(line.trim());
    if (!key) return { keys: [], badLine: at + 1 };
    keys.push(key);
  }
  return { keys };
}

/** What says how far the proof reaches stands beside what is proved. */
const reachSteps: ReadonlySet<string> = new Set(['complete', 'uncovered', 'later']);

/** As the dashboard remembers it; a page that was kept as a file may have no storage to ask. */
function readersLanguage(): Language {
  let chosen: string | null = null;
  try {
    chosen = localStorage.getItem('liushui.language');
  } catch {
    // Then the browser's own language counts.
  }
  return (chosen ?? navigator.language).startsWith('zh') ? 'zh' : 'en';
}

class EvidencePage {
  private language: Language = readersLanguage();
  private keysText = '';
  private file: { readonly name: string; readonly text: string | undefined } | undefined;
  /** The newest that was given: one that was given before it is not judged any more. */
  private taking: File | undefined;

  constructor(private readonly root: HTMLElement) {
    this.draw();
    // A file that misses its place must not replace the page.
    for (const type of ['dragover', 'drop'] as const) {
      window.addEventListener(type, (event) => event.preventDefault());
    }
  }

  private readonly result = element('div', { role: 'status', 'aria-live': 'polite' });
  private readonly fingerprints = element('div', {});

  private say(word: Word, params?: Readonly<Record<string, string>>): string {
    return say(word, this.language, params);
  }

  private draw(): void {
    document.documentElement.lang = this.language === 'zh' ? 'zh-CN' : 'en';
    document.title = this.say('title');
    const other = element(
      'button',
      { type: 'button', class: 'screen-only' },
      this.say('otherLanguage'),
    );
    other.addEventListener('click', () => {
      this.language = this.language === 'zh' ? 'en' : 'zh';
      this.draw();
    });
    this.root.replaceChildren(
      element('header', {}, element('h1', {}, this.say('title')), other),
      element('p', { class: 'quiet screen-only' }, this.say('intro')),
      this.keysCard(),
      this.fileCard(),
      this.result,
    );
    this.check();
  }

  private keysCard(): HTMLElement {
    const keys = element('textarea', {
      id: 'keys',
      spellcheck: 'false',
      autocomplete: 'off',
      'aria-describedby': 'keys-help',
    });
    keys.value = this.keysText;
    keys.addEventListener('input', () => {
      this.keysText = keys.value;
      this.check();
    });
    return element(
      'section',
      {},
      element('label', { for: 'keys' }, this.say('keys')),
      element('p', { id: 'keys-help', class: 'quiet' }, this.say('keysHelp')),
      keys,
      this.fingerprints,
    );
  }

  private fileCard(): HTMLElement {
    const input = element('input', {
      id: 'file',
      class: 'unseen',
      type: 'file',
      accept: '.json,application/json',
    });
    input.addEventListener('change', () => void this.take(input.files?.[0]));
    const drop = element(
      'div',
      { class: 'drop' },
      element('div', { class: 'quiet' }, this.say('drop')),
      input,
      element('label', { for: 'file', class: 'button' }, this.say('choose')),
      this.fileName(),
    );
    drop.addEventListener('dragover', () => drop.classList.add('over'));
    drop.addEventListener('dragleave', () => drop.classList.remove('over'));
    drop.addEventListener('drop', (event) => {
      drop.classList.remove('over');
      void this.take(event.dataTransfer?.files[0]);
    });
    const heading = element('h2', {}, this.say('file'));
    return element('section', { class: 'screen-only' }, heading, drop);
  }

  private fileName(): HTMLElement | undefined {
    return this.file && element('p', { class: 'quiet' }, this.file.name);
  }

  private async take(file: File | undefined): Promise<void> {
    if (!file) return;
    // What was said of an earlier file goes first: a large one is read and judged for seconds.
    this.file = undefined;
    this.taking = file;
    this.draw();
    this.result.replaceChildren(element('p', { class: 'quiet' }, this.say('checking')));
    const text = await textOf(file);
    await shown();
    if (this.taking !== file) return;
    this.file = { name: file.name, text };
    this.draw();
  }

  private check(): void {
    const { keys, badLine } = readKeys(this.keysText);
    const bad = badLine === undefined ? undefined : this.say('keyBad', { line: String(badLine) });
    this.fingerprints.replaceChildren(
      ...(bad === undefined ? [] : [element('p', { role: 'alert' }, bad)]),
      ...keys.map((key) =>
        element(
          'p',
          {},
          element('span', { class: 'quiet' }, `${key.name} · ${this.say('fingerprint')} `),
          element('span', { class: 'fingerprint' }, fingerprintOf(key)),
        ),
      ),
    );
    this.showAnswer(keys);
  }

  /** Nothing that was said of an earlier file stands while, or after, this one is judged. */
  private showAnswer(keys: readonly PublicKey[]): void {
    this.result.replaceChildren();
    try {
      this.result.replaceChildren(...this.answer(keys));
    } catch {
      const heading = element('strong', {}, this.say('not-judged'));
      const told = element('p', {}, this.say('pageFailed'));
      this.result.replaceChildren(this.banner('refused', heading, told, this.fileName()));
    }
  }

  private answer(keys: readonly PublicKey[]): Node[] {
    if (!this.file) return [];
    const { text } = this.file;
    if (keys.length === 0) return [this.banner('refused', this.say('needKey'))];
    if (text === undefined) return [this.banner('refused', this.say('unreadable'))];
    const checked = checkEvidence(text, keys);
    const isProved = checked.verdict === 'proved';
    return [
      this.verdict(checked),
      this.steps(checked),
      ...(isProved && checked.history.length > 0 ? [this.history(checked)] : []),
      ...(isProved ? [this.limits()] : []),
      this.printButton(),
    ];
  }

  private banner(kind: 'proved' | 'refused', ...children: readonly Child[]): HTMLElement {
    return element('div', { class: `verdict ${kind}` }, ...children);
  }

  private verdict(checked: CheckedEvidence): HTMLElement {
    const { verdict, serial, accountTold, design } = checked;
    const heading = element('strong', {}, this.say(verdict));
    if (verdict !== 'proved') {
      return this.banner('refused', heading, element('p', {}, this.say('doNotRely')));
    }
    const where = accountTold?.[this.language] ?? this.say('neverRegistered');
    const between = this.language === 'zh' ? '：' : ': ';
    const now = accountTold ? `${serial}${between}${where}` : `${serial} ${where}`;
    const told = element('p', {}, element('b', {}, now));
    const paper = design && element('p', {}, design[this.language]);
    const reach = checked.steps
      .filter(({ id }) => reachSteps.has(id))
      .map((step) => element('p', {}, step.told[this.language]));
    const asOf = element('p', {}, this.asOf(checked));
    return this.banner('proved', heading, told, asOf, paper, ...reach, this.fileName());
  }

  private asOf({ completeTo, completeAt }: CheckedEvidence): string {
    const at = completeAt === undefined ? undefined : beijingTime(new Date(completeAt));
    const entry = String(completeTo);
    return at === undefined ? this.say('asOf', { entry }) : this.say('asOfAt', { entry, at });
  }

  private steps(checked: CheckedEvidence): HTMLElement {
    const items = checked.steps.map(({ holds, isNote, told }) =>
      element(
        'li',
        holds ? {} : { class: 'fails' },
        element('span', { class: 'mark' }, isNote ? '·' : holds ? '✓' : '✗'),
        element('span', {}, told[this.language]),
      ),
    );
    const list = element('ul', { class: 'steps' }, ...items);
    const notes = this.notes(checked).map((text) => element('p', { class: 'quiet' }, text));
    return element('section', {}, element('h2', {}, this.say('steps')), list, ...notes);
  }

  private history({ history }: CheckedEvidence): HTMLElement {
    const columns = (['day', 'happening', 'where', 'paper', 'entry'] as const).map((word) =>
      element('th', { scope: 'col' }, this.say(word)),
    );
    const rows = history.map((step) => {
      const later = step.isLater
        ? element('div', { class: 'quiet' }, `（${this.say('later')}）`)
        : undefined;
      return element(
        'tr',
        {},
        element('td', {}, step.occurredOn),
        element('td', {}, step.happening[this.language], later),
        element('td', {}, step.where[this.language]),
        element('td', {}, step.reference),
        element('td', { class: 'quiet' }, `${step.index} · ${step.stream}@${step.revision}`),
      );
    });
    const head = element('thead', {}, element('tr', {}, ...columns));
    const table = element('table', {}, head, element('tbody', {}, ...rows));
    const scroll = element('div', { class: 'scroll' }, table);
    return element('section', {}, element('h2', {}, this.say('history')), scroll);
  }

  private notes({ verdict, cosignatures, earlier }: CheckedEvidence): string[] {
    if (verdict !== 'proved') return [];
    return [
      ...cosignatures.map(({ name, timeSeconds }) =>
        timeSeconds === undefined
          ? this.say('cosignedUnknown', { name })
          : this.say('cosigned', { name, at: cosignedAt(timeSeconds) }),
      ),
      ...earlier.flatMap(({ size, cosignatures: before }) =>
        before.map(({ name, timeSeconds }) => {
          const where = { name, size: String(size) };
          return timeSeconds === undefined
            ? this.say('cosignedEarlierUnknown', where)
            : this.say('cosignedEarlier', { ...where, at: cosignedAt(timeSeconds) });
        }),
      ),
    ];
  }

  private limits(): HTMLElement {
    const limits = (['limit1', 'limit2', 'limit3'] as const).map((word) =>
      element('p', {}, this.say(word)),
    );
    return element('section', {}, element('h2', {}, this.say('limits')), ...limits);
  }

  private printButton(): HTMLElement {
    const button = element('button', { type: 'button' }, this.say('print'));
    button.addEventListener('click', () => window.print());
    return element('p', { class: 'screen-only' }, button);
  }
}

/** Undefined where it cannot be read. What is larger than evidence can be is not read at all. */
async function textOf(file: File): Promise<string | undefined> {
  if (file.size > evidenceSizeBytesMax) return ' '.repeat(evidenceSizeBytesMax + 1);
  try {
    const bytes = await file.arrayBuffer();
    return new TextDecoder('utf-8', { ignoreBOM: true }).decode(bytes);
  } catch {
    return undefined;
  }
}

/** Resolves when what was drawn can be seen. */
const shown = (): Promise<void> =>
  new Promise((resolve) => requestAnimationFrame(() => setTimeout(resolve)));

/** To the minute; undefined for what is no time: whoever writes a leaf can write anything. */
function beijingTime(at: Date): string | undefined {
  const shifted = new Date(at.getTime() + 8 * 3_600_000);
  if (Number.isNaN(shifted.getTime())) return undefined;
  return shifted.toISOString().slice(0, 16).replace('T', ' ');
}

/** By the clock of the witness; as it stands where it is no time. */
const cosignedAt = (timeSeconds: bigint): string =>
  beijingTime(new Date(Number(timeSeconds) * 1_000)) ?? String(timeSeconds);

const root = document.getElementById('page');
if (root) new EvidencePage(root);
