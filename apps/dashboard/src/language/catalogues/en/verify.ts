/** Words of the public check. */
export const verify = {
  title: 'Check a certificate',
  intro:
    'Enter the number on the certificate or voucher, and the holder’s name or the last four characters of their identity number.',
  number: 'Certificate or voucher number',
  numberHint: 'Filled in already if you came here by the QR code.',
  numberMissing: 'Enter the number.',
  by: 'Compare with',
  name: 'Name',
  idTail: 'End of the identity number',
  nameLabel: 'Holder’s name',
  nameMissing: 'Enter the holder’s full name.',
  idTailLabel: 'Last four characters of the identity number',
  idTailMissing: 'Enter the last four characters of the identity number.',
  serial: 'Serial (optional)',
  serialHint: 'Printed on the paper. With it you learn whether the paper in your hand is in force.',
  submit: 'Check',
  result: 'Result',
  kind: 'Document',
  kinds: { certificate: 'Vocational qualification certificate', voucher: 'Voucher of a pass' },
  occupation: 'Occupation',
  level: 'Level',
  centre: 'Issued by',
  issuedOn: 'Issued on',
  expiresOn: 'Valid until',
  foot: 'The answer only says whether number and details belong together. Nothing else about the holder is shown.',
  judgements: {
    'not-confirmed': {
      title: 'Not confirmed',
      what: 'The number and the details do not belong together, or the paper was declared void, or the holder’s details were erased at their own request. Compare and try again, or ask the centre that issued it.',
    },
    certificate: {
      title: 'The certificate number is genuine',
      what: 'To be sure of the paper in your hand, enter its serial as well: after a loss the old paper is no longer in force.',
    },
    'paper-in-force': {
      title: 'The certificate is genuine',
      what: 'The serial belongs to it: the paper in your hand is in force.',
    },
    'paper-replaced': {
      title: 'This paper is void',
      what: 'The number is genuine, but the paper with this serial has been replaced. Do not accept it.',
    },
    'paper-unknown': {
      title: 'This paper does not belong to the certificate',
      what: 'The number is genuine, but this serial was never used for it. Compare the serial; if it is as printed, do not accept the paper.',
    },
    'voucher-valid': {
      title: 'The voucher is genuine and valid',
      what: 'Until it expires it proves the pass.',
    },
    'voucher-expired': {
      title: 'The voucher is genuine but has expired',
      what: 'It proves nothing any more; the holder can collect the certificate with it.',
    },
    'voucher-superseded': {
      title: 'The voucher was followed by the certificate',
      what: 'The certificate has been issued: go by that.',
    },
    'voucher-replaced': {
      title: 'The voucher was lost and replaced',
      what: 'This one is no longer valid: go by its replacement.',
    },
  },
};
