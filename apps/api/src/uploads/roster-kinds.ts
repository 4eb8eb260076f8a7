/** What kinds of rosters there are: their columns, their lines, the command they are posted by. */
import {
  type BookCommandBody,
  formatCertificateNumber,
  type IssueLine,
  type Level,
  type LiushuiEvent,
  type Occupation,
  parseCertificateNumber,
  type Roster,
  type VoucherLine,
} from '#domain';
import type { ColumnKey } from './columns';
import type { TableKind, UploadedRow } from './uploaded-table';

export type RosterLine = IssueLine | VoucherLine;
export type RosterRow = UploadedRow<RosterLine>;

/** What the rows of one file have in common. */
export interface RosterParticulars {
  readonly roster: Roster;
  readonly level: Level;
  readonly occupation: Occupation;
  readonly station: string;
}

export interface RosterKind extends TableKind<RosterLine> {
  readonly name: 'issues' | 'vouchers';
  commandOf(particulars: RosterParticulars, lines: readonly RosterLine[]): BookCommandBody;
}

const holderColumns: readonly ColumnKey[] = [
  'certificateNumber',
  'name',
  'sex',
  'birthDate',
  'documentType',
  'documentNumber',
  'education',
  'theory',
  'practical',
  'overall',
];
const holderRequired: readonly ColumnKey[] = ['certificateNumber', 'name', 'documentNumber'];

const issues: RosterKind = {
  name: 'issues',
  columns: {
    all: ['serial', ...holderColumns],
    required: [['serial', ...holderRequired]],
  },
  unique: [
    { column: 'serial', rule: 'C7' },
    { column: 'certificateNumber', rule: 'C7' },
  ],
  lineOf: (cells): IssueLine => ({
    serial: cells.identifier('serial'),
    certificateNumber: cells.identifier('certificateNumber'),
    holder: cells.holder(),
  }),
  commandOf: (particulars, lines) => ({
    type: 'IssueCertificates',
    ...particulars,
    lines: lines as readonly IssueLine[],
  }),
};

const vouchers: RosterKind = {
  name: 'vouchers',
  columns: {
    all: ['voucherNumber', ...holderColumns],
    required: [['voucherNumber', ...holderRequired]],
  },
  unique: [
    { column: 'voucherNumber', rule: 'N7' },
    { column: 'certificateNumber', rule: 'C7' },
  ],
  lineOf: (cells): VoucherLine => ({
    voucherNumber: cells.identifier('voucherNumber'),
    certificateNumber: cells.identifier('certificateNumber'),
    holder: cells.holder(),
  }),
  commandOf: (particulars, lines) => ({
    type: 'IssueVouchers',
    ...particulars,
    lines: lines as readonly VoucherLine[],
  }),
};

export const rosterKinds = { issues, vouchers } as const;
export type RosterKindName = keyof typeof rosterKinds;

interface NumberRun {
  readonly certificateNumber: string;
  readonly count: number;
}

function* numbersOf(runs: readonly NumberRun[]): Generator<string> {
  for (const { certificateNumber, count } of runs) {
    const first = parseCertificateNumber(certificateNumber);
    if (!first) throw new Error('a stored run has no certificate number');
    for (let index = 0; index < count; index += 1) {
      yield formatCertificateNumber(first.prefix, first.sequence + index);
    }
  }
}

/** The certificate numbers of the lines that an append's events post, or propose to post. */
export function postedNumbers(events: Iterable<LiushuiEvent>): Set<string> {
  const numbers = new Set<string>();
  for (const event of events) {
    if (event.type === 'CertificatesIssued' || event.type === 'VouchersIssued') {
      for (const number of numbersOf(event.data.runs)) numbers.add(number);
    } else if (event.type === 'ProposalMade') {
      const { command } = event.data;
      if (command.type !== 'IssueCertificates' && command.type !== 'IssueVouchers') continue;
      for (const { certificateNumber } of command.lines) numbers.add(certificateNumber);
    }
  }
  return numbers;
}
