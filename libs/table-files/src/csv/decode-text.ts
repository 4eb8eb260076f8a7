import { TableFault } from '../table';

export type TextEncoding = 'utf-8' | 'utf-16le' | 'gb18030';

const nul = '\u0000';

function decodeAs(encoding: TextEncoding, bytes: Buffer): string | undefined {
  try {
    return new TextDecoder(encoding, { fatal: true }).decode(bytes);
  } catch {
    return undefined;
  }
}

/** By its byte order mark, else the first of the two that office programs write which fits. */
function encodingsOf(bytes: Buffer): readonly TextEncoding[] {
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return ['utf-16le'];
  if (bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf) return ['utf-8'];
  return ['utf-8', 'gb18030'];
}

/**
 * The text of a file: UTF-8 with or without its mark, GB18030 (what Excel saves in China; GBK and
 * GB2312 are parts of it), or UTF-16 with its mark (Excel's "Unicode text").
 *
 * @throws TableFault for bytes that are none of these, or hold NUL as only binary files do
 */
export function decodeText(bytes: Buffer): { readonly text: string; readonly as: TextEncoding } {
  for (const as of encodingsOf(bytes)) {
    const text = decodeAs(as, bytes);
    if (text === undefined) continue;
    if (text.includes(nul)) throw new TableFault('not-a-table');
    return { text, as };
  }
  throw new TableFault('encoding-unknown');
}
