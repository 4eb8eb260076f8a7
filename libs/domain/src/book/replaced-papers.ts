/**
 * What the replacements of each number replaced, so that voiding one can put the paper before it in
 * force again (C12). Exceptions only: numbers never replaced are not in it.
 */
import { type CertificateNumber, formatCertificateNumber } from '../numbers/certificate-number';
import type { Serial } from '../serials/serial';

const paperSizeBytes = 120;

export class ReplacedPapers {
  /** Number → the serials that its replacements replaced, oldest first, if they replaced any. */
  private readonly byNumber = new Map<string, (Serial | undefined)[]>();
  private papers = 0;

  get sizeBytes(): number {
    return (this.byNumber.size + this.papers) * paperSizeBytes;
  }

  /** `replaced`: undefined where no serial was in force. */
  add(number: CertificateNumber, replaced: Serial | undefined): void {
    const key = keyOf(number);
    this.byNumber.set(key, [...(this.byNumber.get(key) ?? []), replaced]);
    this.papers++;
  }

  /** Whether the number's newest paper is a replacement. */
  has(number: CertificateNumber): boolean {
    return this.byNumber.has(keyOf(number));
  }

  /** The serial that the number's newest paper replaced. */
  before(number: CertificateNumber): Serial | undefined {
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
}

const keyOf = ({ prefix, sequence }: CertificateNumber) =>
  formatCertificateNumber(prefix, sequence);
