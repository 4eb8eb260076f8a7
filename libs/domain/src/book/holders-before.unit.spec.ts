import { holdersBefore } from './holders-before';

const proposed = (command: unknown) => ({ type: 'ProposalMade', data: { command } });

describe('sealed holders', () => {
  it('stand before whatever names holders, and before what asks for it', () => {
    const original = { issuedOn: '2010-05-01' };
    expect(
      [
        { type: 'CertificatesIssued', data: {} },
        { type: 'VouchersIssued', data: {} },
        { type: 'ReplacementPrinted', data: { original } },
        { type: 'ReplacementPrinted', data: { holderSealed: true } },
        proposed({ type: 'IssueCertificates' }),
        proposed({ type: 'IssueVouchers' }),
        proposed({ type: 'PrintReplacement', original }),
      ].map(holdersBefore),
    ).toEqual(Array(7).fill('always'));
  });

  it('may stand before a proposal to replace a certificate, which does not say', () => {
    expect(holdersBefore(proposed({ type: 'PrintReplacement' }))).toBe('perhaps');
  });

  it('stand before nothing else, whatever stands in it', () => {
    expect(
      [
        { type: 'BlanksRegistered', data: { original: {}, holderSealed: true } },
        { type: 'ReplacementPrinted', data: {} },
        proposed({ type: 'DestroySerials' }),
        proposed(null),
        proposed('IssueCertificates'),
        proposed(undefined),
      ].map(holdersBefore),
    ).toEqual(Array(6).fill('never'));
  });
});
