import { Injectable } from '@nestjs/common';
import type { CentreCode, Holder, Role } from '#domain';
import type { Certificate, Voucher } from '#read-model';
import type { Principal } from '../access/principal';
import { Standing } from '../access/standing';
import { SealedHolders } from './sealed-holders';

/** Who works with people's papers. Viewers see numbers, administrators see neither. */
const seesPeople: readonly Role[] = ['clerk', 'supervisor', 'auditor'];

/** The holder of one certificate, for those who may see whom it names. */
@Injectable()
export class HolderReader {
  constructor(
    private readonly standing: Standing,
    private readonly sealed: SealedHolders,
  ) {}

  /** Undefined for callers who may not see people; null when the person was forgotten. */
  async of(principal: Principal, certificate: Certificate): Promise<Holder | null | undefined> {
    if (!(await this.maySee(principal, certificate))) return undefined;
    const holder = await this.sealed.holderOf(certificate.holder, certificate.number);
    return holder === 'forgotten' ? null : holder;
  }

  /** As `of`, for whom a voucher names. */
  async ofVoucher(principal: Principal, voucher: Voucher): Promise<Holder | null | undefined> {
    if (!(await this.maySee(principal, voucher))) return undefined;
    const holder = await this.sealed.holderOf(voucher, voucher.certificateNumber);
    return holder === 'forgotten' ? null : holder;
  }

  /** Whether the caller may see whom papers of the centre name. */
  async maySee(
    { grants }: Principal,
    { centre }: { readonly centre: CentreCode },
  ): Promise<boolean> {
    for (const grant of grants) {
      if (seesPeople.includes(grant.role) && (await this.standing.covers(grant, centre))) {
        return true;
      }
    }
    return false;
  }
}
