import { dayOfSerial } from '../excel-days';
import {
  type Cell,
  emptyCell,
  type OtherSheetsHeard,
  rowOf,
  type TableBounds,
  TableFault,
  type TableRow,
} from '../table';
import { isOn, readWorkbook, type Workbook } from './workbook';
import { type XmlEvents, xmlSteps } from './xml-steps';
import { ZipFile } from './zip-file';

/** Rows of the largest sheet that spreadsheet programs make. */
const sheetRowsMax = 1_048_576;
/** Where a number in a file is larger, its digits are not what was typed. */
const wholeDigitsMax = 1e21;

/** The rows of the first visible sheet of an .xlsx workbook. */
export async function* readXlsx(
  bytes: Buffer,
  bounds: TableBounds,
  hearOthers?: OtherSheetsHeard,
): AsyncGenerator<TableRow> {
  const zip = new ZipFile(bytes, bounds.unpackedSizeBytesMax);
  const workbook = await readWorkbook(zip, bounds);
  hearOthers?.(workbook.otherSheets);
  const sheet = new SheetRows(workbook, bounds);
  for await (const _ of xmlSteps(zip.read(workbook.sheetPart), sheet)) yield* sheet.take();
}

interface OpenCell {
  readonly column: number;
  readonly type: string;
  readonly style: number;
  value: string;
  hasValue: boolean;
  hasFormula: boolean;
}

/** Gathers rows from the sheet's elements as they pass. */
class SheetRows implements XmlEvents {
  private rows: TableRow[] = [];
  private number = 0;
  private cells: Cell[] = [];
  /** Where a cell lies that does not say so. */
  private nextColumn = 0;
  private cell: OpenCell | undefined;
  private isText = false;
  private isReading = false;
  private isHidden = false;

  constructor(
    private readonly workbook: Workbook,
    private readonly bounds: TableBounds,
  ) {}

  take(): readonly TableRow[] {
    const { rows } = this;
    this.rows = [];
    return rows;
  }

  open(name: string, attributes: Readonly<Record<string, string>>): void {
    switch (name) {
      case 'row':
        this.beginRow(attributes);
        return;
      case 'c':
        this.beginCell(attributes);
        return;
      case 'f':
        if (this.cell) this.cell.hasFormula = true;
        return;
      case 'rPh':
        this.isReading = true;
        return;
      case 'v':
      case 't':
        this.isText = !this.isReading;
        if (this.cell) this.cell.hasValue = true;
        return;
      default:
    }
  }

  text(part: string): void {
    if (this.isText && this.cell) this.cell.value += part;
  }

  close(name: string): void {
    if (name === 'v' || name === 't') this.isText = false;
    else if (name === 'rPh') this.isReading = false;
    else if (name === 'c') this.endCell();
    else if (name === 'row') this.endRow();
  }

  private beginRow({ r, hidden }: Readonly<Record<string, string>>): void {
    const number = r === undefined ? this.number + 1 : Number(r);
    if (!Number.isInteger(number) || number <= this.number || number > sheetRowsMax) {
      throw new TableFault('damaged', undefined, this.number);
    }
    this.number = number;
    this.isHidden = isOn(hidden);
    this.cells = [];
    this.nextColumn = 0;
  }

  private beginCell({ r, t = 'n', s = '0' }: Readonly<Record<string, string>>): void {
    const column = r === undefined ? this.nextColumn : columnOf(r);
    this.nextColumn = column + 1;
    this.cell = {
      column,
      type: t,
      style: Number(s),
      value: '',
      hasValue: false,
      hasFormula: false,
    };
  }

  /** Cells without text may lie anywhere: whole columns are coloured. They are passed over. */
  private endCell(): void {
    const { cell } = this;
    this.cell = undefined;
    if (!cell) return;
    const read = this.readCell(cell);
    if (read === emptyCell) return;
    if (cell.column >= this.bounds.columnCountMax) {
      throw new TableFault('too-many-columns', this.bounds.columnCountMax, this.number);
    }
    while (this.cells.length < cell.column) this.cells.push(emptyCell);
    this.cells[cell.column] = read;
  }

  private readCell({ type, value, style, hasValue, hasFormula }: OpenCell): Cell {
    if (hasFormula && !hasValue) return { text: '', kind: 'formula-without-result' };
    switch (type) {
      case 's':
        return hasValue ? textCell(this.sharedString(value)) : emptyCell;
      case 'str':
      case 'inlineStr':
        return textCell(value);
      case 'b':
        return textCell(value === '1' ? 'TRUE' : 'FALSE');
      case 'e':
        return { text: value, kind: 'error' };
      case 'd':
        return { text: value.slice(0, 10), kind: 'date' };
      case 'n':
        return hasValue && value.trim() !== '' ? this.numberCell(value, style) : emptyCell;
      default:
        throw new TableFault('damaged', undefined, this.number);
    }
  }

  private sharedString(index: string): string {
    const text = this.workbook.strings[Number(index)];
    if (text === undefined) throw new TableFault('damaged', undefined, this.number);
    return text;
  }

  private numberCell(value: string, style: number): Cell {
    const number = Number(value);
    if (!Number.isFinite(number)) throw new TableFault('damaged', undefined, this.number);
    const { dayStyles, countsFrom1904 } = this.workbook;
    const day = dayStyles.has(style) ? dayOfSerial(number, countsFrom1904) : undefined;
    if (day !== undefined) return { text: day, kind: 'date' };
    const isWhole = Number.isInteger(number) && Math.abs(number) < wholeDigitsMax;
    return { text: isWhole ? String(BigInt(number)) : String(number), kind: 'number' };
  }

  private endRow(): void {
    const row = rowOf(this.number, this.cells, this.bounds);
    if (row) this.rows.push(this.isHidden ? { ...row, isHidden: true } : row);
  }
}

function textCell(value: string): Cell {
  const text = value.trim();
  return text === '' ? emptyCell : { text, kind: 'text' };
}

const letterCount = 26;
const columnLettersMax = 3;

/** `C7` is column 2. */
function columnOf(reference: string): number {
  const letters = /^([A-Z]+)\d+$/.exec(reference)?.[1];
  if (letters === undefined || letters.length > columnLettersMax) throw new TableFault('damaged');
  let column = 0;
  for (const letter of letters) column = column * letterCount + letter.charCodeAt(0) - 64;
  return column - 1;
}
