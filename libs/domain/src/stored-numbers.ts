/**
 * Numbers in a stored event. They were checked when it was decided: one that cannot be read is
 * damage, and throws.
 */
import { type CertificateNumber, parseCertificateNumber } from './numbers/certificate-number';
import { parseVoucherNumber, type VoucherNumber } from './numbers/voucher-number';
import {
  parseRange,
  parseSerial,
  type RangeText,
  type Serial,
  type SerialRange,
} from './serials/serial';

export function storedSerial(text: string): Serial {
  return parseSerial(text) ?? damage('serial', text);
}

export function storedRange(text: RangeText): SerialRange {
  return parseRange(text) ?? damage('serial range', `${text.from}–${text.to}`);
}

export function storedCertificateNumber(text: string): CertificateNumber {
  return parseCertificateNumber(text) ?? damage('certificate number', text);
}

export function storedVoucherNumber(text: string): VoucherNumber {
  return parseVoucherNumber(text) ?? damage('voucher number', text);
}

function damage(what: string, text: string): never {
  throw new Error(`stored event holds no ${what}: ${text}`);
}
