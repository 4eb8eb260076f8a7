/**
 * Tables as people keep them in files: .csv and .xlsx, read and written.
 *
 * What always holds: whatever bytes are given, reading ends within the bounds it was given, in
 * memory and in rows, and says in a TableFault why it ended early; rows come one after another and
 * nothing is ever written to disk; what is written is text, so that no spreadsheet program computes
 * with it or rounds it.
 *
 * It must not know what the columns mean.
 */
export { decodeText, type TextEncoding } from './csv/decode-text';
export { csvLine, csvMark } from './csv/write-csv';
export { dayOfSerial } from './excel-days';
export { readTable } from './read-table';
export {
  type Cell,
  type CellKind,
  type OtherSheetsHeard,
  type TableBounds,
  TableFault,
  type TableFaultReason,
  type TableRow,
} from './table';
export { workbookParts } from './xlsx/sheet-xml';
export { writeXlsx } from './xlsx/write-xlsx';
export { zipFile } from './xlsx/write-zip';
