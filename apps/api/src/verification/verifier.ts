import { Injectable } from '@nestjs/common';
import { type Holder, sameForm } from '#domain';
import {
  type Certificate,
  ReadModel,
  type SealedFact,
  type Verifiable,
  type Voucher,
} from '#read-model';
import { Readiness } from '../health/readiness';
import { SealedHolders } from '../queries/sealed-holders';
import { Clock } from '../requests/clock';
import type { VerifiedDto } from './verify.dto';

export interface Question {
  /** One form, as `numberForm` makes it. */
  readonly number: string;
  readonly fact: SecondFact;
  readonly serial?: string;
}

export type SecondFact =
  | { readonly kind: 'name'; readonly name: string }
  | { readonly kind: 'id-tail'; readonly idTail: string };

/** What there is of a number, whoever it belongs to. */
interface Found {
  readonly answer: VerifiedDto;
  readonly certificateNumber: string;
  readonly fact: SealedFact;
}

const idTailLength = 4;
const notGenuine: VerifiedDto = { genuine: false };

/** Numbers as people type them: full-width digits, spaces, small letters. */
export const numberForm = (text: string): string => sameForm(text).toUpperCase();

/** Whether a certificate or voucher is genuine, for anyone who has a second fact of its holder. */
@Injectable()
export class Verifier {
  constructor(
    private readonly views: ReadModel,
    private readonly sealed: SealedHolders,
    private readonly readiness: Readiness,
    private readonly clock: Clock,
  ) {}

  /**
   * Does the same whatever is asked: one look at the views and one sealed line opened, that of the
   * holder or somebody's.
   *
   * @throws Problem 503 while the views are not up to date: a voided paper must not pass
   */
  async verify({ number, fact, serial }: Question): Promise<VerifiedDto> {
    await this.readiness.requireCurrentViews();
    const { answer } = await this.views.verifiable(number, this.clock.now());
    const found = foundCertificate(answer, serial) ?? foundVoucher(answer);
    if (!found) {
      if (answer.nearby) await this.sealed.openNearby(answer.nearby);
      return notGenuine;
    }
    const holder = await this.sealed.holderOf(found.fact, found.certificateNumber);
    return holder !== 'forgotten' && isOf(holder, fact) ? found.answer : notGenuine;
  }
}

function isOf({ name, document }: Holder, fact: SecondFact): boolean {
  if (fact.kind === 'name') return sameForm(name) === sameForm(fact.name);
  const tail = sameForm(fact.idTail);
  return tail.length === idTailLength && sameForm(document.number).slice(-idTailLength) === tail;
}

/** Undefined for a number without a serial in force: its issue was voided. */
function foundCertificate(
  { certificate, centreName }: Verifiable,
  serial: string | undefined,
): Found | undefined {
  if (certificate?.serial === undefined) return undefined;
  const { level, occupation, centre, issuedOn } = certificate;
  return {
    answer: {
      genuine: true,
      kind: 'certificate',
      status: 'in-force',
      level,
      occupation,
      centre,
      centreName,
      issuedOn,
      ...(serial === undefined ? {} : { paper: paperOf(certificate, serial) }),
    },
    certificateNumber: certificate.number,
    fact: certificate.holder,
  };
}

function paperOf({ serial, papers }: Certificate, asked: string): VerifiedDto['paper'] {
  const number = numberForm(asked);
  if (serial === number) return 'in-force';
  const bore = papers.some((paper) => paper.serial === number && paper.status !== 'mistaken');
  return bore ? 'replaced' : 'unknown';
}

/** The newest that is not void; where the issue of its number was voided, only one given since. */
function foundVoucher({
  certificateOfVoucher: issued,
  vouchers,
  centreName,
}: Verifiable): Found | undefined {
  const isVoided = issued !== undefined && issued.serial === undefined;
  const counts: readonly Voucher['status'][] = isVoided
    ? ['in-force', 'expired']
    : ['in-force', 'expired', 'superseded', 'replaced'];
  const voucher = vouchers.findLast(({ status }) => counts.includes(status));
  if (!voucher) return undefined;
  const { level, occupation, centre, roster, expiresOn, certificateNumber } = voucher;
  return {
    answer: {
      genuine: true,
      kind: 'voucher',
      status: statusOf(voucher),
      level,
      occupation,
      centre,
      centreName,
      issuedOn: roster.signedOn,
      expiresOn,
    },
    certificateNumber,
    fact: voucher,
  };
}

function statusOf({ status }: Voucher): VerifiedDto['status'] {
  switch (status) {
    case 'in-force':
      return 'valid';
    case 'expired':
    case 'superseded':
    case 'replaced':
      return status;
    case 'void':
      throw new Error('a void voucher is not genuine');
    default:
      status satisfies never;
  }
}
