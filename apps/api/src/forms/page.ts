/**
 * What every page to print has in common: markup that escapes whatever is put into it, the head of
 * the page, and the form on A4. Pages have no scripts and ask nothing of the network; a table that
 * goes on over several sheets repeats its head, and no row is cut.
 */
import type { Level, PlainDate } from '#domain';

/** Text that is markup already: only `html` and `ours` make it. */
class Markup {
  constructor(readonly text: string) {}
}

export type { Markup };

export type Printable = Markup | string | number | undefined | readonly Printable[];

const characters: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

function printed(value: Printable): string {
  if (value === undefined) return '';
  if (value instanceof Markup) return value.text;
  if (typeof value === 'object') return value.map(printed).join('');
  return String(value).replace(/[&<>"']/g, (found) => characters[found]);
}

/** Markup with values in it, each of them escaped unless it is markup itself. */
export function html(parts: TemplateStringsArray, ...values: readonly Printable[]): Markup {
  return new Markup(parts.map((part, index) => part + printed(values[index])).join(''));
}

/** Our own styles or drawing, taken as it is: nothing that anybody typed. */
export const ours = (text: string): Markup => new Markup(text);

/** 2013年3月20日 */
export function chineseDay(date: PlainDate): string {
  const [year, month, day] = date.split('-').map(Number);
  return `${year}年${month}月${day}日`;
}

/** What the forms call the levels. */
export const levelHeads: Readonly<Record<Level, string>> = {
  5: '初级',
  4: '中级',
  3: '高级',
  2: '技师',
  1: '高级技师',
};

export interface Page {
  readonly title: string;
  readonly styles: string;
  readonly body: Markup;
}

/** The whole document. */
export function pageOf({ title, styles, body }: Page): string {
  return html`<!doctype html>
<html lang="zh-CN">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<title>${title}</title>
<style>${ours(styles)}</style>
</head>
<body>
${body}
</body>
</html>
`.text;
}

export type Orientation = 'portrait' | 'landscape';

export interface Form {
  readonly title: string;
  readonly orientation: Orientation;
  /** Stands at the foot of every sheet, so that a loose one is known: codes and numbers only. */
  readonly reference: string;
  readonly body: Markup;
}

/** A form on as many sheets of A4 as it needs, each with its reference and number. */
export function formPage({ title, orientation, reference, body }: Form): string {
  if (!/^[0-9A-Za-z -]{1,60}$/.test(reference)) throw new Error(`no reference: ${reference}`);
  return pageOf({
    title: `${title} ${reference}`,
    styles: sheetStyles(orientation, reference) + formStyles,
    body: html`<main class="form ${orientation}">${body}</main>`,
  });
}

/** A line that somebody fills in by hand when nothing is there yet. */
export const filled = (value: string | undefined): Markup =>
  value ? html`<bdi>${value}</bdi>` : html`<span class="blank"></span>`;

/** A day, or the room to write one. */
export const dayOrBlank = (date: PlainDate | undefined): string =>
  date === undefined ? '　　　年　　月　　日' : chineseDay(date);

/** Who has signed, posted or approved in the system, and when as far as that is known. */
export interface SignedBy {
  readonly name: string;
  readonly on?: PlainDate;
}

export interface Signature {
  readonly label: string;
  /** Whose signature it is to be, or was, and when; seal and hand have room beside it. */
  readonly by?: string;
  readonly on?: PlainDate;
  /** Signed in the system, by a user of that name. */
  readonly inSystem?: boolean;
}

export function signature({ label, by, on, inSystem }: Signature): Markup {
  const name = by === undefined ? '' : html`<bdi>${by}</bdi>${inSystem ? '（系统签认）' : ''}`;
  return html`<div class="sign"><p>${label}：${name}</p><p class="day">${dayOrBlank(on)}</p></div>`;
}

/** Of a user who has signed or approved in the system, if one has. */
export const systemSignature = (label: string, signed: SignedBy | undefined): Signature =>
  signed ? { label, by: signed.name, on: signed.on, inSystem: true } : { label };

export const signatures = (all: readonly Signature[]): Markup =>
  html`<div class="signs">${all.map(signature)}</div>`;

export interface Column {
  readonly head: string;
  /** Millimetres; columns without one share what is left. */
  readonly width?: number;
  /** `left` for what is read as text; the rest stands in the middle. */
  readonly align?: 'left';
}

/** A table whose head is repeated on every sheet. */
export function grid(
  columns: readonly Column[],
  rows: readonly (readonly Printable[])[],
  foot: readonly Printable[] = [],
): Markup {
  const cols = columns.map(({ width }) =>
    width === undefined ? html`<col>` : html`<col style="width: ${width}mm">`,
  );
  const heads = columns.map(({ head }) => html`<th scope="col">${head}</th>`);
  const rowOf = (cells: readonly Printable[]) => html`<tr>${cells.map((cell, index) =>
    columns[index].align === 'left' ? html`<td class="left">${cell}</td>` : html`<td>${cell}</td>`,
  )}</tr>
`;
  return html`<table class="grid"><colgroup>${cols}</colgroup>
<thead><tr>${heads}</tr></thead>
<tbody>${rows.map(rowOf)}${foot.length > 0 ? rowOf(foot) : ''}</tbody></table>`;
}

const sheetSizes: Readonly<Record<Orientation, string>> = {
  portrait: 'A4 portrait',
  landscape: 'A4 landscape',
};

const sheetStyles = (orientation: Orientation, reference: string): string => `
@page { size: ${sheetSizes[orientation]}; margin: 14mm 15mm 16mm;
  @bottom-left { content: "${reference}"; font: 9pt "Noto Serif CJK SC", serif; }
  @bottom-right { content: "第 " counter(page) " 页　共 " counter(pages) " 页";
    font: 9pt "Noto Serif CJK SC", "SimSun", serif; } }
`;

const formStyles = `
* { box-sizing: border-box; }
body { margin: 0; background: #ddd; color: #000; line-height: 1.35;
  font-family: "SimSun", "宋体", "Noto Serif CJK SC", "Songti SC", serif; font-size: 11pt; }
.form { margin: 8mm auto; padding: 14mm 15mm 16mm; background: #fff; }
.portrait { width: 210mm; min-height: 297mm; }
.landscape { width: 297mm; min-height: 210mm; }
section + section { break-before: page; margin-top: 10mm; }
h1 { margin: 0 0 4mm; text-align: center; font-size: 19pt; letter-spacing: 1pt; }
h2 { margin: 5mm 0 2mm; font-size: 12pt; break-after: avoid; }
p { margin: 0; overflow-wrap: anywhere; }
bdi, td { unicode-bidi: isolate; overflow-wrap: anywhere; }
.line { display: flex; justify-content: space-between; gap: 6mm; margin: 0 0 2mm; }
.line > * { min-width: 0; overflow-wrap: anywhere; }
.line > .day { flex: none; }
.grid { width: 100%; border-collapse: collapse; table-layout: fixed; }
.grid th, .grid td { border: 0.3mm solid #000; padding: 1mm 1.2mm; text-align: center;
  font-weight: normal; vertical-align: middle; }
.grid thead th { font-weight: bold; }
.grid .left { text-align: left; }
.grid tr { break-inside: avoid; }
thead { display: table-header-group; }
.serials { font-size: 10pt; font-variant-numeric: tabular-nums; }
.serials td { padding-top: 0.5mm; padding-bottom: 0.5mm; }
.tall > * { height: 11mm; }
.opinion { min-height: 36mm; display: flex; flex-direction: column; justify-content: space-between;
  gap: 4mm; text-align: left; }
.signs { display: flex; flex-wrap: wrap; gap: 4mm 8mm; margin-top: 6mm; break-inside: avoid; }
.signs > .sign { flex: 1 1 48mm; min-height: 20mm; display: flex; flex-direction: column;
  justify-content: space-between; }
.day { text-align: right; white-space: nowrap; }
.blank { display: inline-block; min-width: 32mm; border-bottom: 0.2mm solid #000; }
.notes { margin-top: 3mm; font-size: 9.5pt; }
.small { font-size: 9.5pt; }
.notes p + p { margin-top: 1mm; }
@media print {
  body { background: #fff; }
  .form { width: auto; min-height: 0; margin: 0; padding: 0; }
  section + section { margin-top: 0; }
}
`;
