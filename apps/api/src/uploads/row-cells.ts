/** Reads the cells of one row as fields of a line, noting everything that is wrong. */
import type { Holder } from '#domain';
import { isPlainDate } from '#domain';
import { type Cell, dayOfSerial } from '#table-files';
import type { FieldCode, Params } from '../problems/texts';
import { isCleanText, isOneLine } from '../requests/inspect-json';
import type { ColumnKey } from './columns';
import type { Reason } from './reasons';

const nameLengthMax = 100;
const sexLengthMax = 10;
const documentLengthMax = 50;
const identifierLengthMax = 50;
const scoreMax = 1_000;
/** Spreadsheets keep 15 digits of a number and put zeros in place of the rest. */
const exactDigitsMax = 15;
/** How a spreadsheet writes a long number that it rounded: 5.20102E+17. */
const rounded = /^\d(\.\d+)?e\+?\d+$/i;

type DocumentType = Holder['document']['type'];

const documentTypes: ReadonlyMap<string, DocumentType> = new Map([
  ['', 'resident-id'],
  ['resident-id', 'resident-id'],
  ['身份证', 'resident-id'],
  ['居民身份证', 'resident-id'],
  ['中国居民身份证', 'resident-id'],
  ['passport', 'passport'],
  ['护照', 'passport'],
  ['other', 'other'],
  ['其他', 'other'],
  ['其它', 'other'],
]);

const dayPatterns = [
  /^(\d{4})-(\d{1,2})-(\d{1,2})(?:[ T]00:00(?::00)?)?$/,
  /^(\d{4})[/.](\d{1,2})[/.](\d{1,2})(?: 0:00(?::00)?)?$/,
  /^(\d{4})年(\d{1,2})月(\d{1,2})日$/,
  /^(\d{4})(\d{2})(\d{2})$/,
];
/** Beyond this a number is not the day of a birth but something like 19900307. */
const daySerialMax = 99_999;

/** A calendar day in one of the ways people write it, as YYYY-MM-DD. */
export function dayOf({ text, kind }: Cell): string | undefined {
  if (kind === 'number' && Number(text) <= daySerialMax) return dayOfSerial(Number(text));
  for (const pattern of dayPatterns) {
    const match = pattern.exec(text);
    if (!match) continue;
    const [, year, month, day] = match;
    const date = `${year}-${month.padStart(2, '0')}-${day.padStart(2, '0')}`;
    return isPlainDate(date) ? date : undefined;
  }
  return undefined;
}

const absent: Cell = { text: '', kind: 'text' };

export class RowCells {
  readonly reasons: Reason[] = [];

  constructor(
    private readonly cells: readonly Cell[],
    private readonly places: ReadonlyMap<ColumnKey, number>,
  ) {}

  /** A serial or number whose form is a rule's business; what a spreadsheet rounded is none. */
  identifier(column: ColumnKey): string {
    return this.longNumber(column, this.required(column), identifierLengthMax);
  }

  holder(): Holder {
    const name = this.within('name', this.required('name').text, nameLengthMax);
    const sex = this.optional('sex', sexLengthMax);
    const birthDate = this.day('birthDate');
    const document = this.document();
    const education = this.optional('education', nameLengthMax);
    const scores = this.scores();
    return {
      name,
      ...(sex === undefined ? {} : { sex }),
      ...(birthDate === undefined ? {} : { birthDate }),
      document,
      ...(education === undefined ? {} : { education }),
      ...(scores === undefined ? {} : { scores }),
    };
  }

  /** Whether something stands in the cell, whatever it is. */
  has(column: ColumnKey): boolean {
    const { text, kind } = this.cellAt(column);
    return text !== '' || kind !== 'text';
  }

  /** What the cell's word means, an empty one too; those named in `values` are told to do. */
  meaning<Value>(
    column: ColumnKey,
    meanings: ReadonlyMap<string, Value>,
    values: string,
  ): Value | undefined {
    const noted = this.reasons.length;
    const meaning = meanings.get(this.cell(column).text.normalize('NFKC').toLowerCase());
    if (meaning === undefined && this.reasons.length === noted) {
      this.note(column, 'one-of', { values });
    }
    return meaning;
  }

  private document(): Holder['document'] {
    const known = '身份证, 护照, 其他, resident-id, passport';
    const type = this.meaning('documentType', documentTypes, known);
    const cell = this.required('documentNumber');
    const number = this.longNumber('documentNumber', cell, documentLengthMax);
    const isResident = type === 'resident-id';
    return { type: type ?? 'other', number: isResident ? number.toUpperCase() : number };
  }

  private scores(): Holder['scores'] {
    const theory = this.score('theory');
    const practical = this.score('practical');
    const overall = this.score('overall');
    if (theory === undefined && practical === undefined && overall === undefined) return undefined;
    return {
      ...(theory === undefined ? {} : { theory }),
      ...(practical === undefined ? {} : { practical }),
      ...(overall === undefined ? {} : { overall }),
    };
  }

  private cellAt(column: ColumnKey): Cell {
    const place = this.places.get(column);
    return (place === undefined ? undefined : this.cells[place]) ?? absent;
  }

  private cell(column: ColumnKey): Cell {
    const cell = this.cellAt(column);
    if (cell.kind === 'error') this.note(column, 'cell-error', { value: cell.text });
    else if (cell.kind === 'formula-without-result') this.note(column, 'formula-without-result');
    else if (!isCleanText(cell.text)) this.note(column, 'bad-character');
    else if (!isOneLine(cell.text)) this.note(column, 'line-in-cell');
    else return cell;
    return absent;
  }

  private required(column: ColumnKey): Cell {
    const noted = this.reasons.length;
    const cell = this.cell(column);
    if (cell.text === '' && this.reasons.length === noted) this.note(column, 'required');
    return cell;
  }

  private longNumber(column: ColumnKey, { text, kind }: Cell, max: number): string {
    const number = text.normalize('NFKC');
    const isRounded = kind === 'number' && number.replace(/\D/g, '').length > exactDigitsMax;
    if (isRounded || rounded.test(number)) this.note(column, 'rounded-number');
    return this.within(column, number, max);
  }

  private within(column: ColumnKey, text: string, max: number): string {
    if (text.length > max) this.note(column, 'text', { max });
    return text;
  }

  private optional(column: ColumnKey, max: number): string | undefined {
    const { text } = this.cell(column);
    return text === '' ? undefined : this.within(column, text, max);
  }

  private day(column: ColumnKey): string | undefined {
    const cell = this.cell(column);
    if (cell.text === '') return undefined;
    const day = dayOf(cell);
    if (day === undefined) this.note(column, 'day');
    return day;
  }

  private score(column: ColumnKey): number | undefined {
    const { text } = this.cell(column);
    if (text === '') return undefined;
    const score = Number(text.normalize('NFKC'));
    if (Number.isFinite(score) && score >= 0 && score <= scoreMax) return score;
    this.note(column, 'number', { min: 0, max: scoreMax });
    return undefined;
  }

  note(column: ColumnKey, code: FieldCode, params?: Params): void {
    this.reasons.push({ kind: 'cell', column, code, ...(params ? { params } : {}) });
  }
}
