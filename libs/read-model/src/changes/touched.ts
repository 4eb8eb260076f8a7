/** Which views an event changes, and whose rows: what those who watch a screen are told. */
import { type CentreCode, centreOfBook, type LiushuiEvent, type RecordedEvent } from '#domain';

/** Names that clients know; `upload` is changed by the API, `everything` by a rebuild. */
export const viewNames = [
  'book',
  'stock',
  'consignment',
  'certificate',
  'voucher',
  'shortage',
  'proposal',
  'centre',
  'edition',
  'stock-count',
  'policy',
  'quarter',
  'audit-report',
  'upload',
  'everything',
] as const;
export type ViewName = (typeof viewNames)[number];

export interface Change {
  readonly view: ViewName;
  /** Undefined when it concerns everyone. */
  readonly centre?: CentreCode;
  readonly position: bigint;
}

/** Besides `book`, which every event of a book changes. */
const viewsOf = {
  BlanksRegistered: ['stock'],
  RegistrationReversed: ['stock'],
  BlanksDispatched: ['stock', 'consignment'],
  BlanksReceived: ['stock', 'consignment'],
  BlanksRefused: ['consignment'],
  BlanksTakenBack: ['stock', 'consignment'],
  CertificatesIssued: ['stock', 'certificate'],
  ReplacementPrinted: ['stock', 'certificate'],
  IssueCorrected: ['stock', 'certificate'],
  IssueVoided: ['stock', 'certificate'],
  SerialsSpoiled: ['stock'],
  SpoilageReversed: ['stock'],
  SerialDestroyed: ['stock'],
  SerialsReportedMissing: ['stock'],
  SerialsRecovered: ['stock', 'certificate'],
  StockCounted: ['stock-count'],
  VouchersIssued: ['voucher'],
  VoucherSuperseded: ['voucher'],
  VoucherReplaced: ['voucher'],
  VoucherVoided: ['voucher'],
  CentreClosed: ['centre'],
  HoldersSealed: [],
  ProposalMade: ['proposal'],
  ProposalApproved: ['proposal'],
  ProposalRefused: ['proposal'],
  ProposalExpired: ['proposal'],
  CentreRegistered: ['centre'],
  ManagerAppointed: ['centre'],
  PolicySet: ['policy'],
  WitnessKeyRegistered: ['centre'],
  ReturnFiled: ['quarter'],
  FeeShareRecorded: ['quarter'],
  ApplicationFiled: ['quarter'],
  ApplicationSigned: ['quarter'],
  ApplicationReviewed: ['quarter'],
  ZeroApplicationRecorded: ['quarter'],
  MonthlyFileMade: ['quarter'],
  RoleGranted: [],
  RoleWithdrawn: [],
  ShortageDeclared: ['shortage'],
  ShortageEnded: ['shortage'],
  EditionWithdrawn: ['edition'],
  HolderForgotten: ['certificate', 'voucher'],
  MapRootRecorded: [],
  CheckpointSigned: [],
  CheckpointWitnessed: [],
  LogKeyReplaced: [],
  AuditReported: ['audit-report'],
} as const satisfies Record<LiushuiEvent['type'], readonly ViewName[]>;

/** The other end of a consignment: its transit is the sender's stock, its answer the receiver's. */
function counterpart(event: RecordedEvent): CentreCode | undefined {
  switch (event.type) {
    case 'BlanksDispatched':
    case 'BlanksTakenBack':
      return event.data.to;
    case 'BlanksReceived':
    case 'BlanksRefused':
      return event.data.from;
    default:
      return undefined;
  }
}

function centreOf(event: RecordedEvent): CentreCode | undefined {
  switch (event.type) {
    case 'CentreRegistered':
      return event.data.code;
    case 'ManagerAppointed':
    case 'WitnessKeyRegistered':
      return event.data.centre;
    default:
      return centreOfBook(event.stream);
  }
}

export function changesOf(event: RecordedEvent): Change[] {
  if (event.type === 'HoldersSealed') return [];
  const { position } = event;
  const views: readonly ViewName[] = viewsOf[event.type];
  const own = centreOfBook(event.stream) === undefined ? views : ['book' as const, ...views];
  const centre = centreOf(event);
  const other = counterpart(event);
  return [
    ...own.map((view) => ({ view, centre, position })),
    ...(other === undefined ? [] : views.map((view) => ({ view, centre: other, position }))),
  ];
}

/** One change for each view and centre, at the last position. */
export function mergedChanges(changes: readonly Change[]): Change[] {
  const last = new Map<string, Change>();
  for (const change of changes) {
    const key = `${change.view} ${change.centre ?? ''}`;
    const before = last.get(key);
    if (!before || before.position < change.position) last.set(key, change);
  }
  return [...last.values()];
}
