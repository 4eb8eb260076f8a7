/** How a cell came to its text: what a spreadsheet computed or rounded is not what was typed. */
export type CellKind = 'text' | 'number' | 'date' | 'formula-without-result' | 'error';

export interface Cell {
  /** Trimmed; a date is `YYYY-MM-DD`, a number its plain decimal digits. */
  readonly text: string;
  readonly kind: CellKind;
}

export interface TableRow {
  /** From 1, as the program that wrote the file counts; rows without any text are left out. */
  readonly number: number;
  /** Without gaps; what follows the last cell with text is left out. */
  readonly cells: readonly Cell[];
  /** Of a text file: a cell has a line end in it. A stray quotation mark may have joined rows. */
  readonly hasLineEnd?: true;
  /** Of a workbook: nobody sees it who looks at the sheet. */
  readonly isHidden?: true;
}

/** Told, before the first row, the names of further sheets with something to see, at most 50. */
export type OtherSheetsHeard = (names: readonly string[]) => void;

export interface TableBounds {
  /** Rows with text, headings included. */
  readonly rowCountMax: number;
  readonly columnCountMax: number;
  /** UTF-16 code units of one cell. */
  readonly cellLengthMax: number;
  /** Of everything that is unpacked from a compressed file, together. */
  readonly unpackedSizeBytesMax: number;
}

export type TableFaultReason =
  /** Neither text nor an .xlsx workbook. */
  | 'not-a-table'
  /** An .xls of before 2007, or a workbook with a password: both are wrapped alike. */
  | 'old-or-locked-workbook'
  | 'damaged'
  /** A quotation mark that opens or closes no cell; the row of the fault is a line of the text. */
  | 'quote-unbalanced'
  | 'encoding-unknown'
  | 'no-sheet'
  | 'too-many-rows'
  | 'too-many-columns'
  | 'cell-too-long'
  | 'unpacks-too-large';

/** Why a file cannot be read as a table. */
export class TableFault extends Error {
  override readonly name = 'TableFault';

  constructor(
    readonly reason: TableFaultReason,
    /** The bound that was passed. */
    readonly max?: number,
    /** The row at which reading ended, where there was one. */
    readonly row?: number,
  ) {
    super(reason);
  }
}

export const emptyCell: Cell = { text: '', kind: 'text' };

/** Drops the cells after the last one with text; undefined when none has any. */
export function rowOf(
  number: number,
  cells: readonly Cell[],
  bounds: TableBounds,
): TableRow | undefined {
  const last = cells.findLastIndex(({ text, kind }) => text !== '' || kind !== 'text');
  if (last < 0) return undefined;
  if (last >= bounds.columnCountMax) {
    throw new TableFault('too-many-columns', bounds.columnCountMax, number);
  }
  const kept = cells.slice(0, last + 1);
  for (const { text } of kept) {
    if (text.length > bounds.cellLengthMax) {
      throw new TableFault('cell-too-long', bounds.cellLengthMax, number);
    }
  }
  return { number, cells: kept };
}
