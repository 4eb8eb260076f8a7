import { judge, type Verified } from './judgement';

const certificate: Verified = { genuine: true, kind: 'certificate', status: 'in-force' };
const voucher: Verified = { genuine: true, kind: 'voucher', status: 'valid' };

describe('[V7] an answer in words', () => {
  it.each<[Verified, string]>([
    [{ genuine: false }, 'not-confirmed'],
    [certificate, 'certificate'],
    [{ ...certificate, paper: 'in-force' }, 'paper-in-force'],
    [{ ...certificate, paper: 'replaced' }, 'paper-replaced'],
    [{ ...certificate, paper: 'unknown' }, 'paper-unknown'],
    [voucher, 'voucher-valid'],
    [{ ...voucher, status: 'expired' }, 'voucher-expired'],
    [{ ...voucher, status: 'superseded' }, 'voucher-superseded'],
    [{ ...voucher, status: 'replaced' }, 'voucher-replaced'],
  ])('%j is %s', (verified, judgement) => expect(judge(verified)).toBe(judgement));

  it.each<[object]>([
    [{}],
    [{ genuine: 'true', kind: 'certificate', status: 'in-force' }],
    [{ genuine: true }],
    [{ genuine: true, kind: 'diploma', status: 'in-force' }],
    [{ ...certificate, status: 'void' }],
    [{ ...certificate, paper: 'void' }],
    [{ ...voucher, status: 'void' }],
  ])('what nobody knows, such as %j, is not confirmed', (verified) =>
    expect(judge(verified as Verified)).toBe('not-confirmed'),
  );
});
