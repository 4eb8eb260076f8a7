/** What an answer of the public check comes to. */
import type { Schemas } from '../api/client';

export type Verified = Schemas['VerifiedDto'];

export type Judgement =
  | 'not-confirmed'
  | 'paper-replaced'
  | 'paper-unknown'
  | 'paper-in-force'
  | 'certificate'
  | 'voucher-valid'
  | 'voucher-expired'
  | 'voucher-superseded'
  | 'voucher-replaced';

export const tones = {
  'not-confirmed': 'error',
  'paper-replaced': 'error',
  'paper-unknown': 'error',
  'paper-in-force': 'success',
  certificate: 'success',
  'voucher-valid': 'success',
  'voucher-expired': 'warning',
  'voucher-superseded': 'warning',
  'voucher-replaced': 'error',
} as const satisfies Record<Judgement, string>;

const ofVoucher: Readonly<Record<string, Judgement>> = {
  valid: 'voucher-valid',
  expired: 'voucher-expired',
  superseded: 'voucher-superseded',
  replaced: 'voucher-replaced',
};

/** Whatever is not known to be good is not confirmed: a void paper never passes. */
export function judge({ genuine, kind, status, paper }: Verified): Judgement {
  if (genuine !== true) return 'not-confirmed';
  if (kind === 'voucher') return ofVoucher[status ?? ''] ?? 'not-confirmed';
  if (kind !== 'certificate' || status !== 'in-force') return 'not-confirmed';
  switch (paper) {
    case undefined:
      return 'certificate';
    case 'in-force':
    case 'replaced':
    case 'unknown':
      return `paper-${paper}`;
    default:
      paper satisfies never;
      return 'not-confirmed';
  }
}
