import { Injectable } from '@nestjs/common';
import { type Refusal, shanghaiDate } from '#domain';
import { ReadModel, type Voucher } from '#read-model';
import { Visibility } from '../access/visibility';
import { notYourCentre, notYourRole, Problem, RefusedProblem } from '../problems/problem';
import { HolderReader } from '../queries/holder-reader';
import type { CallerState } from '../requests/caller';
import { Clock } from '../requests/clock';
import { limitOf } from '../requests/query.dto';
import { found, type Reply } from '../requests/reply';
import { PublicAddress } from './public-address';
import { voucherDto } from './voucher-answer';
import { voucherPage } from './voucher-page';
import type { VoucherPageDto, VoucherQueryDto, VoucherWithHolderDto } from './vouchers.dto';

/** Vouchers for those at or above the centre that issued them. */
@Injectable()
export class VoucherReader {
  constructor(
    private readonly views: ReadModel,
    private readonly visibility: Visibility,
    private readonly holders: HolderReader,
    private readonly clock: Clock,
    private readonly address: PublicAddress,
  ) {}

  async list(
    { principal }: CallerState,
    { status, centre, certificateNumber, ...query }: VoucherQueryDto,
  ): Promise<Reply<VoucherPageDto>> {
    const within = await this.visibility.rootFor(principal, centre);
    const page = { after: query.after, limit: limitOf(query), now: this.clock.now() };
    const { position, answer } = await this.views.vouchers(
      { within, status, certificateNumber },
      page,
    );
    return found(position, { items: answer.items.map(voucherDto), next: answer.next ?? null });
  }

  async one(caller: CallerState, number: string): Promise<Reply<VoucherWithHolderDto>> {
    const { position, voucher } = await this.visible(caller, number);
    const { certificateSerial } = voucher;
    const holder = await this.holders.ofVoucher(caller.principal, voucher);
    return found(position, {
      ...voucherDto(voucher),
      ...(certificateSerial === undefined ? {} : { certificateSerial }),
      ...(holder === undefined ? {} : { holder }),
    });
  }

  /** The voucher as a page to print, in Chinese: only of one that is still a proof (V3, V6). */
  async printed(caller: CallerState, number: string): Promise<string> {
    const { voucher } = await this.visible(caller, number);
    const holder = await this.holders.ofVoucher(caller.principal, voucher);
    if (holder === undefined) throw notYourRole();
    const refusal = whyNotPrinted(voucher, shanghaiDate(this.clock.now()));
    if (refusal) throw new RefusedProblem([refusal]);
    if (holder === null) {
      const params = { number };
      throw new RefusedProblem([{ rule: 'V2', code: 'voucher-holder-forgotten', params }]);
    }
    const centres = await this.visibility.centres();
    const centreName = centres.get(voucher.centre)?.name ?? voucher.centre;
    const verifyAt = this.address.ofCheck(voucher.number);
    return voucherPage({ voucher, holder, centreName, verifyAt });
  }

  /** @throws Problem 404, 403 */
  private async visible({ principal }: CallerState, number: string) {
    const { position, answer } = await this.views.voucher(number, this.clock.now());
    if (!answer) throw new Problem(404, 'unknown-voucher');
    if (!(await this.visibility.seesAny(principal, [answer.centre]))) throw notYourCentre();
    return { position, voucher: answer };
  }
}

function whyNotPrinted({ number, status, expiresOn, ended }: Voucher, today: string) {
  if (status === 'in-force') return undefined;
  const refusal: Refusal =
    status === 'expired'
      ? { rule: 'V6', code: 'voucher-expired', params: { number, expiresOn } }
      : {
          rule: 'V6',
          code: 'voucher-not-in-force',
          params: { number, status, on: ended?.on ?? today },
        };
  return refusal;
}
