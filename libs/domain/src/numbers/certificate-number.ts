/**
 * Certificate numbers (N3): `YY`, the 8-digit institution code, the level digit and a 5-digit
 * sequence from 00001, which restarts per year, institution and level. 16 digits, no check digit.
 *
 * They exceed what a JavaScript number holds exactly, so the first 11 digits, which name the
 * sequence a number belongs to, stay text and only the sequence is a number.
 */
import type { CentreCode, Level } from '../vocabulary';

export interface CertificateNumber {
  /** Year, institution and level: the first 11 digits. */
  readonly prefix: string;
  readonly year: string;
  readonly institution: CentreCode;
  readonly level: Level;
  readonly sequence: number;
}

const numberPattern = /^([0-9]{2})([0-9]{8})([1-5])([0-9]{5})$/;
export const sequenceMax = 99_999;

/** Reads a certificate number; undefined when it is not one by N3. */
export function parseCertificateNumber(text: string): CertificateNumber | undefined {
  const match = numberPattern.exec(text);
  if (!match || match[4] === '00000') return undefined;
  return {
    prefix: text.slice(0, 11),
    year: match[1],
    institution: match[2],
    level: Number(match[3]) as Level,
    sequence: Number(match[4]),
  };
}

export function formatCertificateNumber(prefix: string, sequence: number): string {
  return prefix + String(sequence).padStart(5, '0');
}
