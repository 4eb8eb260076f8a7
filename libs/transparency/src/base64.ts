/** Base 64 of RFC 4648, section 4, in its one form. */

/** Undefined where writing the bytes again would not give the same text. */
export function base64Bytes(text: string): Buffer | undefined {
  const bytes = Buffer.from(text, 'base64');
  return bytes.toString('base64') === text ? bytes : undefined;
}
