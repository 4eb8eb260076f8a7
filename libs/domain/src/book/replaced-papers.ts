/**
 * What the replacements of each number replaced, so that voiding one can put the paper before it in
 * force again (C12). Exceptions only: numbers never replaced are not in it.
 */
import { type CertificateNumber, formatCertificateNumber } from '../numbers/certificate-number';
import type { Serial } from '../serials/serial';

const paperSizeBytes = 120;

export class ReplacedPapers {
  /** Number → its replacements, oldest first: the serial that each declared void, if it did. */
  private readonly byNumber = new Map<string, (Serial | undefined)[]>();
  private papers = 0;

  get sizeBytes(): number {
    return (this.byNumber.size + this.papers) * paperSizeBytes;
  }

  /** `lost`: the serial that the replacement declared void; undefined where it declared none. */
  add(number: CertificateNumber, lost: Serial | undefined): void {
    const key = keyOf(number);
    this.byNumber.set(key, [...(this.byNumber.get(key) ?? []), lost]);
    this.papers++;
  }

  /** Whether the number's newest paper is a replacement. */
  has(number: CertificateNumber): boolean {
    return this.byNumber.has(keyOf(number));
  }

  /** The serial that the number's newest paper declared void. */
  lostBefore(number: CertificateNumber): Serial | undefined {
    return this.byNumber.get(keyOf(number))?.at(-1);
  }

  /** The newest replacement is void and the paper before it is in force again. */
  removeLast(number: CertificateNumber): void {
    const key = keyOf(number);
    const left = this.byNumber.get(key)?.slice(0, -1) ?? [];
    if (left.length === 0) this.byNumber.delete(key);
    else this.byNumber.set(key, left);
    this.papers--;
  }

  /** No paper of the number can be in force again but a further replacement. */
  removeAll(number: CertificateNumber): void {
    this.papers -= this.byNumber.get(keyOf(number))?.length ?? 0;
    this.byNumber.delete(keyOf(number));
  }
}

const keyOf = ({ prefix, sequence }: CertificateNumber) =>
  formatCertificateNumber(prefix, sequence);
