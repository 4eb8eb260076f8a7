/** What a workbook says around its cells: which sheet, which strings, which styles are dates. */
import { type TableBounds, TableFault } from '../table';
import { walkXml } from './xml-steps';
import type { ZipFile } from './zip-file';

const workbookPart = 'xl/workbook.xml';
const relationsPart = 'xl/_rels/workbook.xml.rels';
const stringsPart = 'xl/sharedStrings.xml';
const stylesPart = 'xl/styles.xml';

/** Names that are told of sheets besides the one that is read, and what a name may have. */
const otherSheetsMax = 50;
const sheetNameLengthMax = 100;

/** Formats that every spreadsheet program knows by number; 27–36 and 50–58 are the Chinese ones. */
const builtInDateFormats: readonly (readonly [number, number])[] = [
  [14, 17],
  [22, 22],
  [27, 31],
  [36, 36],
  [50, 54],
  [57, 58],
];

export interface Workbook {
  readonly sheetPart: string;
  /** Names of the other sheets that are not hidden. */
  readonly otherSheets: readonly string[];
  readonly countsFrom1904: boolean;
  readonly strings: readonly string[];
  /** Indexes of the cell styles that show a number as a day. */
  readonly dayStyles: ReadonlySet<number>;
}

export async function readWorkbook(zip: ZipFile, bounds: TableBounds): Promise<Workbook> {
  if (!zip.has(workbookPart)) throw new TableFault('not-a-table');
  const { relation, otherSheets, countsFrom1904 } = await readSheets(zip);
  return {
    sheetPart: await readTarget(zip, relation),
    otherSheets,
    countsFrom1904,
    strings: zip.has(stringsPart) ? await readStrings(zip, bounds) : [],
    dayStyles: zip.has(stylesPart) ? await readDayStyles(zip) : new Set(),
  };
}

/** How XML says yes. */
export const isOn = (attribute: string | undefined): boolean => /^(1|true)$/.test(attribute ?? '');

interface Sheets {
  /** Of the first sheet that is not hidden. */
  readonly relation: string;
  readonly otherSheets: readonly string[];
  readonly countsFrom1904: boolean;
}

async function readSheets(zip: ZipFile): Promise<Sheets> {
  const otherSheets: string[] = [];
  let relation: string | undefined;
  let countsFrom1904 = false;
  await walkXml(zip.read(workbookPart), {
    open(name, attributes) {
      if (name === 'workbookPr') countsFrom1904 = isOn(attributes.date1904);
      if (name !== 'sheet') return;
      if (attributes.state !== undefined && attributes.state !== 'visible') return;
      if (relation === undefined) relation = relationOf(attributes);
      else if (otherSheets.length < otherSheetsMax) {
        otherSheets.push((attributes.name ?? '').slice(0, sheetNameLengthMax));
      }
    },
  });
  if (relation === undefined) throw new TableFault('no-sheet');
  return { relation, otherSheets, countsFrom1904 };
}

/** The attribute `id` with whatever prefix: the one without a prefix is another thing. */
const relationOf = (attributes: Readonly<Record<string, string>>): string | undefined =>
  Object.entries(attributes).find(([name]) => name.endsWith(':id'))?.[1];

async function readTarget(zip: ZipFile, relation: string): Promise<string> {
  let target: string | undefined;
  await walkXml(zip.read(relationsPart), {
    open(name, { Id, Target }) {
      if (name === 'Relationship' && Id === relation) target = Target;
    },
  });
  if (target === undefined) throw new TableFault('damaged');
  return target.startsWith('/') ? target.slice(1) : `xl/${target}`;
}

/** Strings are cut just beyond the bound of a cell: a cell that uses such a one is refused there. */
async function readStrings(zip: ZipFile, bounds: TableBounds): Promise<string[]> {
  const countMax = bounds.rowCountMax * bounds.columnCountMax;
  const strings: string[] = [];
  let text = '';
  let isText = false;
  let isReading = false;
  await walkXml(zip.read(stringsPart), {
    open(name) {
      if (name === 'si') text = '';
      else if (name === 'rPh') isReading = true;
      else if (name === 't') isText = true;
    },
    text(part) {
      if (isText && !isReading && text.length <= bounds.cellLengthMax) text += part;
    },
    close(name) {
      if (name === 't') isText = false;
      else if (name === 'rPh') isReading = false;
      if (name !== 'si') return;
      if (strings.length === countMax) throw new TableFault('unpacks-too-large', countMax);
      strings.push(text.slice(0, bounds.cellLengthMax + 1));
    },
  });
  return strings;
}

async function readDayStyles(zip: ZipFile): Promise<ReadonlySet<number>> {
  const dayFormats = new Set<number>();
  const dayStyles = new Set<number>();
  let isCellStyles = false;
  let index = 0;
  await walkXml(zip.read(stylesPart), {
    open(name, attributes) {
      if (name === 'numFmt' && showsDay(attributes.formatCode ?? '')) {
        dayFormats.add(Number(attributes.numFmtId));
      }
      if (name === 'cellXfs') isCellStyles = true;
      if (name !== 'xf' || !isCellStyles) return;
      const format = Number(attributes.numFmtId ?? 0);
      if (dayFormats.has(format) || isBuiltInDay(format)) dayStyles.add(index);
      index += 1;
    },
    close(name) {
      if (name === 'cellXfs') isCellStyles = false;
    },
  });
  return dayStyles;
}

const isBuiltInDay = (format: number): boolean =>
  builtInDateFormats.some(([first, last]) => format >= first && format <= last);

/** Whether a format has a year or a day in it, outside of quoted text, escapes and colours. */
export const showsDay = (format: string): boolean =>
  /[yd]/i.test(format.replace(/"[^"]*"|\[[^\]]*\]|\\./g, ''));
