/** `perhaps` of what does not say whether a holder is named in it. */
export type HoldersBefore = 'always' | 'perhaps' | 'never';

interface Fact {
  readonly type: string;
  /** Whatever a leaf of a log says: nobody need have checked it. */
  readonly data: object;
}

type Unchecked = Readonly<Partial<Record<'original' | 'holderSealed' | 'command', unknown>>>;

/**
 * Whether the sealed holders of a fact stand right before it in its stream. A proposal to replace a
 * certificate of the book does not say whether its holder is named anew.
 */
export function holdersBefore({ type, data }: Fact): HoldersBefore {
  const { original, holderSealed, command }: Unchecked = data;
  switch (type) {
    case 'CertificatesIssued':
    case 'VouchersIssued':
      return 'always';
    case 'ReplacementPrinted':
      return original || holderSealed ? 'always' : 'never';
    case 'ProposalMade':
      return typeof command === 'object' && command ? holdersOf(command) : 'never';
    default:
      return 'never';
  }
}

function holdersOf({ type, original }: { type?: unknown; original?: unknown }): HoldersBefore {
  switch (type) {
    case 'IssueCertificates':
    case 'IssueVouchers':
      return 'always';
    case 'PrintReplacement':
      return original ? 'always' : 'perhaps';
    default:
      return 'never';
  }
}
