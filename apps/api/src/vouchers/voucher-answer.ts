import type { Voucher } from '#read-model';
import type { VoucherDto } from './vouchers.dto';

/** From what the view says to what the contract shows; where the holder is sealed stays inside. */
export function voucherDto(voucher: Voucher): VoucherDto {
  const { number, certificateNumber, status, level, occupation, station, centre } = voucher;
  const { roster, expiresOn, occurredOn, recordedAt, position, replaces, ended } = voucher;
  return {
    voucherNumber: number,
    certificateNumber,
    status,
    level,
    occupation,
    station,
    centre,
    roster,
    expiresOn,
    occurredOn,
    recordedAt: recordedAt.toISOString(),
    position: String(position),
    ...(replaces ? { replaces } : {}),
    ...(ended ? { ended: { ...ended, position: String(ended.position) } } : {}),
  };
}
