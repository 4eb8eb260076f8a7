/** What the public check needs of one number, the same work whether or not anything bears it. */
import type { CentreCode, PlainDate } from '#domain';
import { type Certificate, readCertificate } from '../certificates/query';
import type { View } from '../database/snapshot';
import { readVoucher, type Voucher, vouchersOfCertificate } from '../vouchers/query';

const numberDigits = 16;

/** A fact in the book of `centre` whose sealed holders stand immediately before it. */
export interface SealedFact {
  readonly centre: CentreCode;
  readonly revision: bigint;
  readonly lineIndex: number;
}

export interface Verifiable {
  readonly certificate?: Certificate;
  /** What became of the number for which the voucher asked for was given. */
  readonly certificateOfVoucher?: Certificate;
  /** Of that voucher number, or all of that certificate number, oldest first. */
  readonly vouchers: readonly Voucher[];
  /** Name of the centre that issued what was found. */
  readonly centreName?: string;
  /** Somebody else's, to be opened when nothing was found; absent while nobody has a certificate. */
  readonly nearby?: SealedFact;
}

/** `number` may be anything that somebody types. */
export async function readVerifiable(
  view: View,
  number: string,
  today: PlainDate,
): Promise<Verifiable> {
  const certificate = await readCertificate(view, number);
  const ofCertificate = await vouchersOfCertificate(view, number, today);
  const voucher = await readVoucher(view, number, today);
  const certificateOfVoucher = await readCertificate(view, voucher?.certificateNumber ?? number);
  const vouchers = voucher && ofCertificate.length === 0 ? [voucher] : ofCertificate;
  const nearby = await readNearby(view, number);
  const centre = certificate?.centre ?? vouchers.at(-1)?.centre ?? nearby?.centre;
  const [named] = await view.rows<{ name: string }>(
    `SELECT name FROM ${view.schema}.centre WHERE code = $1`,
    [centre ?? ''],
  );
  const centreName = named?.name;
  return { certificate, certificateOfVoucher, vouchers, centreName, nearby };
}

/** The issue whose numbers lie next to the one asked for: always the same for one number. */
async function readNearby(view: View, number: string): Promise<SealedFact | undefined> {
  const digits = number.replace(/\D/g, '').slice(0, numberDigits).padEnd(numberDigits, '0');
  const issues = `SELECT centre, revision, line_index FROM ${view.schema}.certificate
    WHERE line_index IS NOT NULL AND first_number`;
  const [row] = await view.rows<{ centre: string; revision: string; line_index: number }>(
    `(${issues} <= $1::bigint ORDER BY first_number DESC LIMIT 1) UNION ALL
     (${issues} > $1::bigint ORDER BY first_number LIMIT 1) LIMIT 1`,
    [digits],
  );
  return row && { centre: row.centre, revision: BigInt(row.revision), lineIndex: row.line_index };
}
