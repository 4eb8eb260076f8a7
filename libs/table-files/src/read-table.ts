import { readCsv } from './csv/read-csv';
import { type OtherSheetsHeard, type TableBounds, TableFault, type TableRow } from './table';
import { readXlsx } from './xlsx/read-xlsx';

const zipMark = Buffer.from([0x50, 0x4b, 0x03, 0x04]);
const oldOfficeMark = Buffer.from([0xd0, 0xcf, 0x11, 0xe0]);

/**
 * The rows of a file, whatever its name says: a workbook is known by its first bytes, everything
 * else must be text. Of a workbook the first visible sheet is read, and the names of
 * the others are told.
 *
 * Throws a TableFault for what cannot be read, at the latest when a bound is passed: the rows given
 * before are not the whole table then.
 */
export async function* readTable(
  bytes: Buffer,
  bounds: TableBounds,
  hearOthers?: OtherSheetsHeard,
): AsyncGenerator<TableRow> {
  if (bytes.subarray(0, oldOfficeMark.length).equals(oldOfficeMark)) {
    throw new TableFault('old-or-locked-workbook');
  }
  const isWorkbook = bytes.subarray(0, zipMark.length).equals(zipMark);
  const rows = isWorkbook ? readXlsx(bytes, bounds, hearOthers) : readCsv(bytes, bounds);
  let rowCount = 0;
  for await (const row of rows) {
    rowCount += 1;
    if (rowCount > bounds.rowCountMax) {
      throw new TableFault('too-many-rows', bounds.rowCountMax, row.number);
    }
    yield row;
  }
}
