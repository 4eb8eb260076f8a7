/**
 * What a person typed or a scanner read: a serial (N1), a certificate number (N3), or neither.
 *
 * Chinese input methods type full-width letters and digits; scanners may add spaces. Both are read
 * as what was meant. Nothing else is guessed.
 */

export type TracedNumber =
  | { readonly kind: 'serial'; readonly text: string }
  | { readonly kind: 'certificate'; readonly text: string }
  | { readonly kind: 'neither'; readonly text: string }
  | { readonly kind: 'empty' };

const serialPattern = /^[A-Z]{0,6}[0-9]{6,12}$/;
const certificatePattern = /^[0-9]{16}$/;

export function readNumber(typed: string): TracedNumber {
  const text = typed.normalize('NFKC').replace(/\s+/g, '').toUpperCase();
  if (text === '') return { kind: 'empty' };
  if (serialPattern.test(text)) return { kind: 'serial', text };
  if (certificatePattern.test(text)) return { kind: 'certificate', text };
  return { kind: 'neither', text };
}
