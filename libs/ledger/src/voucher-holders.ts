/** Whom the vouchers of a post name (V2): only their lines are opened, and only once a post. */
import { type Book, bookStream, type Holder, parseCertificateNumber } from '#domain';
import type { LedgerPorts } from './ports';

/** Sealed blocks, of at most some 900 KiB each, that are in memory at a time. */
const blocksAtOnceMax = 4;

/** By certificate number. */
export type VoucherHolders = ReadonlyMap<string, Holder | 'forgotten'>;

interface SealedVoucher {
  readonly certificateNumber: string;
  readonly sealedAt: bigint;
  readonly lineIndex: number;
}

/**
 * Remembers what it opened for the attempts of one post, and no longer. A post names at most 1,000
 * vouchers, so that many blocks are read at most, a few at a time.
 */
export class VoucherOpening {
  readonly #opened = new Map<string, Holder | 'forgotten'>();

  constructor(private readonly ports: Pick<LedgerPorts, 'log' | 'sealing'>) {}

  async holders(
    book: Book,
    lines: readonly { readonly certificateNumber: string }[],
  ): Promise<VoucherHolders> {
    const wanted = lines.flatMap((line) => sealedVoucher(book, line.certificateNumber));
    const blocks = new Map<bigint, SealedVoucher[]>();
    for (const voucher of wanted) {
      if (this.#opened.has(keyOf(voucher))) continue;
      const block = blocks.get(voucher.sealedAt);
      if (block) block.push(voucher);
      else blocks.set(voucher.sealedAt, [voucher]);
    }
    const waiting = [...blocks.values()];
    while (waiting.length > 0) {
      const next = waiting.splice(0, blocksAtOnceMax);
      await Promise.all(next.map((vouchers) => this.#open(bookStream(book.centre), vouchers)));
    }
    return new Map(
      wanted.flatMap((voucher) => {
        const holder = this.#opened.get(keyOf(voucher));
        return holder ? [[voucher.certificateNumber, holder] as const] : [];
      }),
    );
  }

  async #open(stream: string, vouchers: readonly SealedVoucher[]): Promise<void> {
    const revision = vouchers[0].sealedAt;
    const sealed = await this.ports.log.readAt(stream, revision);
    if (sealed?.type !== 'HoldersSealed') {
      throw new Error(`${stream}@${revision} has no sealed holders`);
    }
    const lines = vouchers.map(({ lineIndex }) => lineIndex);
    const place = { stream, eventId: sealed.id };
    const opened = await this.ports.sealing.openLines(sealed.data, place, lines);
    vouchers.forEach((voucher, index) => {
      const { certificateNumber, holder } = opened[index];
      if (certificateNumber !== voucher.certificateNumber) {
        throw new Error(`${stream}@${revision}: line ${voucher.lineIndex} is of another number`);
      }
      this.#opened.set(keyOf(voucher), holder);
    });
  }
}

function sealedVoucher(book: Book, certificateNumber: string): SealedVoucher[] {
  const number = parseCertificateNumber(certificateNumber);
  const voucher = number && book.vouchers.inForceFor(number);
  if (!voucher) return [];
  return [{ certificateNumber, sealedAt: voucher.sealedAt, lineIndex: voucher.lineIndex }];
}

const keyOf = ({ sealedAt, lineIndex }: SealedVoucher) => `${sealedAt}/${lineIndex}`;
