/**
 * The texts of a PDF that Chromium printed, page by page, each with its place on the paper: enough
 * to know what is there and that it lies within the margins. Reads what Skia writes, no other PDF.
 */
import { inflateSync } from 'node:zlib';

export interface PrintedText {
  readonly text: string;
  /** Points from the left and from the top of the paper. */
  readonly x: number;
  readonly y: number;
}

export interface PdfPage {
  readonly width: number;
  readonly height: number;
  readonly texts: readonly PrintedText[];
  /** All of them in a row. */
  readonly text: string;
}

interface PdfFont {
  readonly codeLength: number;
  readonly characters: ReadonlyMap<string, string>;
}

/** [a b c d e f] as in the PDF: x' = ax + cy + e, y' = bx + dy + f. */
type Matrix = readonly [number, number, number, number, number, number];

export function pdfPages(pdf: Buffer): PdfPage[] {
  const objects = objectsOf(pdf.toString('latin1'));
  const fonts = new Map<string, PdfFont>();
  const fontOf = (id: string): PdfFont => {
    const known = fonts.get(id) ?? readFont(objects, id);
    fonts.set(id, known);
    return known;
  };
  return [...objects.values()]
    .filter(({ head }) => /\/Type \/Page\b/.test(head))
    .map(({ head }) => {
      const [, width, height] = /\/MediaBox \[0 0 ([\d.]+) ([\d.]+)\]/.exec(head) ?? [];
      const [, contents] = /\/Contents (\d+) 0 R/.exec(head) ?? [];
      const named = new Map(
        [...head.matchAll(/\/(F\d+) (\d+) 0 R/g)].map(([, name, id]) => [name, fontOf(id)]),
      );
      const placed = textsOf(streamOf(objects, contents), named);
      const texts = placed.map(({ text, x, y }) => ({ text, x, y: Number(height) - y }));
      const text = texts.map((one) => one.text).join('');
      return { width: Number(width), height: Number(height), texts, text };
    });
}

interface PdfObject {
  readonly head: string;
  readonly stream?: string;
}

function objectsOf(text: string): Map<string, PdfObject> {
  const objects = new Map<string, PdfObject>();
  const pattern = /(?:^|\n)(\d+) 0 obj\n/g;
  for (let found = pattern.exec(text); found; found = pattern.exec(text)) {
    const from = found.index + found[0].length;
    const streamAt = text.indexOf('stream\n', from);
    const endAt = text.indexOf('\nendobj', from);
    if (streamAt === -1 || endAt < streamAt) {
      objects.set(found[1], { head: text.slice(from, endAt) });
      continue;
    }
    const head = text.slice(from, streamAt);
    const length = Number(/\/Length (\d+)/.exec(head)?.[1]);
    const begin = streamAt + 'stream\n'.length;
    objects.set(found[1], { head, stream: text.slice(begin, begin + length) });
    pattern.lastIndex = begin + length;
  }
  return objects;
}

function streamOf(objects: ReadonlyMap<string, PdfObject>, id: string): string {
  const { head, stream } = objects.get(id) ?? {};
  if (head === undefined || stream === undefined) throw new Error(`no stream ${id}`);
  const bytes = Buffer.from(stream, 'latin1');
  return (head.includes('/FlateDecode') ? inflateSync(bytes) : bytes).toString('latin1');
}

function readFont(objects: ReadonlyMap<string, PdfObject>, id: string): PdfFont {
  const map = /\/ToUnicode (\d+) 0 R/.exec(objects.get(id)?.head ?? '')?.[1];
  if (map === undefined) return { codeLength: 2, characters: new Map() };
  const text = streamOf(objects, map);
  const codeLength = (/begincodespacerange\n<([0-9A-F]+)>/.exec(text)?.[1].length ?? 4) / 2;
  const characters = new Map<string, string>();
  for (const [, block] of text.matchAll(/beginbfchar\n([\s\S]*?)endbfchar/g)) {
    for (const [, code, utf16] of block.matchAll(/<([0-9A-F]+)> <([0-9A-F]+)>/g)) {
      characters.set(code, fromUtf16(utf16));
    }
  }
  for (const [, block] of text.matchAll(/beginbfrange\n([\s\S]*?)endbfrange/g)) {
    for (const [, from, to, utf16] of block.matchAll(
      /<([0-9A-F]+)> <([0-9A-F]+)> <([0-9A-F]+)>/g,
    )) {
      for (let code = Number.parseInt(from, 16); code <= Number.parseInt(to, 16); code++) {
        const key = code.toString(16).toUpperCase().padStart(from.length, '0');
        const unit = Number.parseInt(utf16, 16) + code - Number.parseInt(from, 16);
        characters.set(key, String.fromCharCode(unit));
      }
    }
  }
  return { codeLength, characters };
}

const fromUtf16 = (digits: string): string =>
  Buffer.from(digits, 'hex')
    .swap16()
    .toString('utf16le')
    .replace(/^\uFEFF/, '');

const times = (one: Matrix, other: Matrix): Matrix => [
  one[0] * other[0] + one[1] * other[2],
  one[0] * other[1] + one[1] * other[3],
  one[2] * other[0] + one[3] * other[2],
  one[2] * other[1] + one[3] * other[3],
  one[4] * other[0] + one[5] * other[2] + other[4],
  one[4] * other[1] + one[5] * other[3] + other[5],
];

const one: Matrix = [1, 0, 0, 1, 0, 0];
const operation =
  /<<\/ActualText <([0-9A-F]+)> >> BDC|(EMC)|^(q)$|^(Q)$|^([-\d. ]+) cm$|\/(F\d+) [\d.]+ Tf|([-\d. ]+) Tm|([-\d.]+) ([-\d.]+) Td|<([0-9A-F]+)> Tj/gm;

function textsOf(content: string, fonts: ReadonlyMap<string, PdfFont>): PrintedText[] {
  const texts: PrintedText[] = [];
  const saved: Matrix[] = [];
  let page = one;
  let line = one;
  let font: PdfFont | undefined;
  let actual: string | undefined;
  for (const found of content.matchAll(operation)) {
    const [, actualText, end, save, restore, moved, name, placed, right, up, codes] = found;
    if (actualText !== undefined) actual = fromUtf16(actualText);
    if (end) actual = undefined;
    if (save) saved.push(page);
    if (restore) page = saved.pop() ?? one;
    if (moved !== undefined) page = times(matrixOf(moved), page);
    if (name !== undefined) font = fonts.get(name);
    if (placed !== undefined) line = matrixOf(placed);
    if (right !== undefined) line = times([1, 0, 0, 1, Number(right), Number(up)], line);
    if (codes === undefined || !font) continue;
    const [, , , , x, y] = times(line, page);
    texts.push({ text: actual ?? decoded(codes, font), x, y });
    if (actual !== undefined) actual = '';
  }
  return texts;
}

function matrixOf(text: string): Matrix {
  const [a, b, c, d, e, f] = text.trim().split(/\s+/).map(Number);
  return [a, b, c, d, e, f];
}

function decoded(codes: string, { codeLength, characters }: PdfFont): string {
  const parts = codes.match(new RegExp(`.{${codeLength * 2}}`, 'g')) ?? [];
  return parts.map((code) => characters.get(code) ?? '\uFFFD').join('');
}
