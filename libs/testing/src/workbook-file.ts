/** Workbooks made by hand, so that specs can make what no program would. */
import { crc32, deflateRawSync } from 'node:zlib';
import { workbookParts, zipFile } from '#table-files';

type Parts = Readonly<Record<string, string | Buffer>>;

export function zipOf(parts: Parts): Buffer {
  return zipFile(
    Object.entries(parts).map(([name, content]) => {
      const bytes = Buffer.from(content as string);
      return { name, packed: deflateRawSync(bytes), crc: crc32(bytes), sizeBytes: bytes.length };
    }),
  );
}

/** A workbook around the inside of `<sheetData>`; `parts` replace or add to what stands around it. */
export function workbookOf(sheetData: string, parts: Parts = {}): Buffer {
  return zipOf({
    ...Object.fromEntries(workbookParts('Sheet1')),
    'xl/worksheets/sheet1.xml': `<worksheet><sheetData>${sheetData}</sheetData></worksheet>`,
    ...parts,
  });
}
