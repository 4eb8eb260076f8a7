import { once } from 'node:events';
import { crc32, createDeflateRaw } from 'node:zlib';
import { columnWidthOf, sheetEnd, sheetRow, sheetStart, workbookParts } from './sheet-xml';
import { type ZipPart, zipFile } from './write-zip';

/** Characters of XML compressed at a time. */
const stepLength = 64 * 1024;

/**
 * A workbook with one sheet whose cells are all text: no program takes a number with 18 digits for
 * one to round, or a cell that begins with `=` for one to compute. The first row is the headings.
 */
export async function writeXlsx(
  sheetName: string,
  headings: readonly string[],
  rows: Iterable<readonly string[]> | AsyncIterable<readonly string[]>,
): Promise<Buffer> {
  const parts: ZipPart[] = [];
  for (const [name, xml] of workbookParts(sheetName)) {
    parts.push(await packed(name, [xml]));
  }
  parts.push(await packed('xl/worksheets/sheet1.xml', sheetXml(headings, rows)));
  return zipFile(parts);
}

async function* sheetXml(
  headings: readonly string[],
  rows: Iterable<readonly string[]> | AsyncIterable<readonly string[]>,
): AsyncGenerator<string> {
  yield sheetStart(headings.map(columnWidthOf));
  yield sheetRow(1, headings, 'heading');
  let number = 1;
  for await (const cells of rows) {
    number += 1;
    yield sheetRow(number, cells, 'text');
  }
  yield sheetEnd;
}

async function packed(
  name: string,
  xml: Iterable<string> | AsyncIterable<string>,
): Promise<ZipPart> {
  const deflate = createDeflateRaw();
  const chunks: Buffer[] = [];
  deflate.on('data', (chunk: Buffer) => chunks.push(chunk));
  const ended = once(deflate, 'end');
  let crc = 0;
  let sizeBytes = 0;
  const write = async (text: string): Promise<void> => {
    const bytes = Buffer.from(text);
    crc = crc32(bytes, crc);
    sizeBytes += bytes.length;
    if (!deflate.write(bytes)) await once(deflate, 'drain');
  };
  let gathered = '';
  for await (const part of xml) {
    gathered += part;
    if (gathered.length < stepLength) continue;
    await write(gathered);
    gathered = '';
  }
  if (gathered !== '') await write(gathered);
  deflate.end();
  await ended;
  return { name, packed: Buffer.concat(chunks), crc, sizeBytes };
}
