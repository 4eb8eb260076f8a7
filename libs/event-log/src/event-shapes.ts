/** The shape of every event's stored data, and of the metadata that all share. */
import {
  type Actor,
  type AuditReport,
  auditChecks,
  auditVerdicts,
  type CorrectedRun,
  type CountedBook,
  type CountedDifference,
  type EventMetadata,
  findingSeverities,
  type IssuedRun,
  type JudgedAgainst,
  type LevelQuantities,
  type LiushuiEvent,
  type LossNotice,
  type Lot,
  levels,
  type Minutes,
  type Occupation,
  type OriginalCertificate,
  type QuarterFigures,
  type RangeText,
  type ReconciledViews,
  type ReportedDestruction,
  type ReportedFinding,
  type RequestMark,
  type ReturnRow,
  type Roster,
  roles,
  type SealedLine,
  type SeenCheckpoint,
  type StoredCommand,
  type SupersededRun,
  signers,
  spoilageCauses,
  tiers,
  type VerifiedLog,
  type VoucherRun,
  type Warning,
} from '#domain';
import {
  amount,
  balance,
  byType,
  bytes,
  consignment,
  count,
  fields,
  instant,
  list,
  named,
  oneOf,
  optional,
  plainDate,
  quantity,
  type Shape,
  text,
  truth,
} from './shape';

type DataOf<T extends LiushuiEvent['type']> = Extract<LiushuiEvent, { type: T }>['data'];

const level = oneOf(levels);
const range = fields<RangeText>({ from: text, to: text });
const ranges = list(range);
const lots = list(fields<Lot>({ level, edition: text, ranges }));
const texts = list(text);
const role = oneOf(roles);
const occupation = fields<Occupation>({ code: optional(text), name: text });
const roster = fields<Roster>({ reference: text, signedOn: plainDate, passed: quantity });
const lossNotice = fields<LossNotice>({ newspaper: text, publishedOn: plainDate });
const minutes = fields<Minutes>({ on: plainDate, place: text, method: text, witnesses: texts });
const run = fields<IssuedRun>({ serial: text, certificateNumber: text, count, edition: text });
const original = fields<OriginalCertificate>({
  issuedOn: plainDate,
  level,
  occupation,
  station: text,
  serial: optional(text),
});
const correctedRun = fields<CorrectedRun>({
  certificateNumber: text,
  level,
  count,
  recorded: fields<CorrectedRun['recorded']>({
    serial: text,
    edition: text,
    becomes: optional(oneOf(['stock', 'spoiled', 'missing'])),
  }),
  actual: fields<CorrectedRun['actual']>({ serial: text, edition: text }),
});
const voucherRun = fields<VoucherRun>({ voucherNumber: text, certificateNumber: text, count });
const supersededRun = fields<SupersededRun>({
  voucherNumber: text,
  certificateNumber: text,
  serial: text,
  count,
});
const difference = fields<CountedDifference>({
  from: text,
  to: text,
  book: oneOf(['stock', 'transit', 'issued', 'void', 'spoiled', 'missing', 'destroyed', 'unknown']),
  level: optional(level),
  edition: optional(text),
});
const quantities = fields<LevelQuantities>({
  5: quantity,
  4: quantity,
  3: quantity,
  2: quantity,
  1: quantity,
});
const actor = fields<Actor>({ user: text, role, centre: text });

const sealedLines = list(
  fields<SealedLine>({ stream: text, revision: text, event: text, line: count }),
);

type StoredOf<T extends StoredCommand['type']> = Extract<StoredCommand, { type: T }>;

/** A proposal keeps the command that it asks a second user for. */
const storedCommand = byType({
  RegisterBlanks: fields<StoredOf<'RegisterBlanks'>>({
    type: text,
    level,
    edition: text,
    ranges,
    deliveryNote: text,
    supplier: optional(text),
  }),
  ReverseRegistration: fields<StoredOf<'ReverseRegistration'>>({
    type: text,
    ranges,
    reason: text,
  }),
  DispatchBlanks: fields<StoredOf<'DispatchBlanks'>>({
    type: text,
    to: text,
    ranges,
    handedOverBy: text,
    application: optional(text),
    opening: optional(truth),
  }),
  ReceiveBlanks: fields<StoredOf<'ReceiveBlanks'>>({
    type: text,
    consignment,
    accepted: ranges,
    damaged: optional(ranges),
    missing: optional(ranges),
    unexpected: optional(ranges),
    countedBy: texts,
  }),
  RefuseBlanks: fields<StoredOf<'RefuseBlanks'>>({ type: text, consignment, reason: text }),
  TakeBackBlanks: fields<StoredOf<'TakeBackBlanks'>>({ type: text, consignment }),
  IssueCertificates: fields<StoredOf<'IssueCertificates'>>({
    type: text,
    roster,
    level,
    occupation,
    station: text,
    lines: list(
      fields<StoredOf<'IssueCertificates'>['lines'][number]>({
        serial: text,
        certificateNumber: text,
      }),
    ),
  }),
  CorrectIssues: fields<StoredOf<'CorrectIssues'>>({
    type: text,
    lines: list(
      fields<StoredOf<'CorrectIssues'>['lines'][number]>({
        certificateNumber: text,
        recordedSerial: text,
        actualSerial: text,
        recordedSheet: optional(oneOf(['stock', 'spoiled', 'missing'])),
      }),
    ),
    reason: text,
  }),
  VoidIssue: fields<StoredOf<'VoidIssue'>>({
    type: text,
    certificateNumber: text,
    sheet: oneOf(['in-hand', 'not-found']),
    cause: oneOf(spoilageCauses),
    reason: text,
  }),
  SpoilSerials: fields<StoredOf<'SpoilSerials'>>({
    type: text,
    cause: oneOf(spoilageCauses),
    ranges,
    note: optional(text),
  }),
  DestroySerials: fields<StoredOf<'DestroySerials'>>({ type: text, ranges, minutes }),
  PrintReplacement: fields<StoredOf<'PrintReplacement'>>({
    type: text,
    certificateNumber: text,
    serial: text,
    reason: oneOf(['lost', 'damaged']),
    lossNotice: optional(lossNotice),
    remark: optional(text),
    original: optional(original),
  }),
  ReverseSpoilage: fields<StoredOf<'ReverseSpoilage'>>({ type: text, ranges, reason: text }),
  ReportMissing: fields<StoredOf<'ReportMissing'>>({
    type: text,
    ranges,
    circumstances: text,
    noticePublished: optional(text),
    policeReport: optional(text),
  }),
  RecoverSerials: fields<StoredOf<'RecoverSerials'>>({
    type: text,
    ranges,
    into: oneOf(['stock', 'spoiled']),
    circumstances: text,
  }),
  CountStock: fields<StoredOf<'CountStock'>>({
    type: text,
    countedBy: texts,
    levels: optional(list(level)),
    ranges,
    spoiled: optional(ranges),
    asOfPosition: optional(text),
  }),
  IssueVouchers: fields<StoredOf<'IssueVouchers'>>({
    type: text,
    roster,
    level,
    occupation,
    station: text,
    lines: list(
      fields<StoredOf<'IssueVouchers'>['lines'][number]>({
        voucherNumber: text,
        certificateNumber: text,
      }),
    ),
  }),
  ReplaceVoucher: fields<StoredOf<'ReplaceVoucher'>>({
    type: text,
    voucherNumber: text,
    replacementNumber: text,
    lossNotice,
  }),
  VoidVoucher: fields<StoredOf<'VoidVoucher'>>({ type: text, voucherNumber: text, reason: text }),
  CloseCentre: fields<StoredOf<'CloseCentre'>>({ type: text, reason: text }),
  WithdrawEdition: fields<StoredOf<'WithdrawEdition'>>({
    type: text,
    from: plainDate,
    reason: text,
  }),
  ForgetHolder: fields<StoredOf<'ForgetHolder'>>({ type: text, lines: sealedLines, reason: text }),
} satisfies Record<StoredCommand['type'], Shape>);

const reportedFinding = fields<ReportedFinding>({
  severity: oneOf(findingSeverities),
  check: text,
  events: list(
    fields<ReportedFinding['events'][number]>({
      stream: text,
      revision: text,
      type: text,
      position: text,
    }),
  ),
  params: named(text),
});
const verifiedLog = fields<VerifiedLog>({
  treeSize: quantity,
  root: text,
  keys: texts,
  headCount: quantity,
  signedSize: quantity,
  mapRootCount: quantity,
  mappedSize: quantity,
  comparedWithDatabase: truth,
  comparedWithKept: truth,
});
const reconciledViews = fields<ReconciledViews>({
  treeSize: quantity,
  position: text,
  eventCount: quantity,
  laterEventCount: quantity,
  rows: list(fields<ReconciledViews['rows'][number]>({ view: text, count: quantity })),
  registered: balance,
  conservationHolds: truth,
});

/** One line per event type: the compiler asks for the line, and for every field in it. */
export const dataShapes: { readonly [T in LiushuiEvent['type']]: Shape } = {
  BlanksRegistered: fields<DataOf<'BlanksRegistered'>>({
    lots,
    supplier: text,
    deliveryNote: text,
  }),
  RegistrationReversed: fields<DataOf<'RegistrationReversed'>>({ lots, reason: text }),
  BlanksDispatched: fields<DataOf<'BlanksDispatched'>>({
    consignment,
    to: text,
    lots,
    handedOverBy: text,
    application: optional(text),
    opening: optional(truth),
  }),
  BlanksReceived: fields<DataOf<'BlanksReceived'>>({
    consignment,
    from: text,
    accepted: lots,
    damaged: lots,
    missing: lots,
    unexpected: ranges,
    countedBy: texts,
  }),
  BlanksRefused: fields<DataOf<'BlanksRefused'>>({ consignment, from: text, reason: text }),
  BlanksTakenBack: fields<DataOf<'BlanksTakenBack'>>({ consignment, to: text, lots }),
  CertificatesIssued: fields<DataOf<'CertificatesIssued'>>({
    roster,
    level,
    occupation,
    station: text,
    runs: list(run),
  }),
  ReplacementPrinted: fields<DataOf<'ReplacementPrinted'>>({
    certificateNumber: text,
    level,
    reason: oneOf(['lost', 'damaged']),
    printed: fields<DataOf<'ReplacementPrinted'>['printed']>({ serial: text, edition: text }),
    replaced: optional(
      fields<NonNullable<DataOf<'ReplacementPrinted'>['replaced']>>({
        serial: text,
        edition: text,
        becomes: oneOf(['void', 'spoiled']),
      }),
    ),
    lossNotice: optional(lossNotice),
    remark: text,
    original: optional(original),
    holderSealed: optional(truth),
  }),
  IssueCorrected: fields<DataOf<'IssueCorrected'>>({ runs: list(correctedRun), reason: text }),
  IssueVoided: fields<DataOf<'IssueVoided'>>({
    certificateNumber: text,
    level,
    sheet: fields<DataOf<'IssueVoided'>['sheet']>({
      serial: text,
      edition: text,
      becomes: oneOf(['spoiled', 'missing']),
    }),
    restored: optional(
      fields<NonNullable<DataOf<'IssueVoided'>['restored']>>({ serial: text, edition: text }),
    ),
    cause: oneOf(spoilageCauses),
    reason: text,
  }),
  SerialsSpoiled: fields<DataOf<'SerialsSpoiled'>>({
    lots,
    cause: oneOf(spoilageCauses),
    note: optional(text),
  }),
  SerialDestroyed: fields<DataOf<'SerialDestroyed'>>({ lots, minutes }),
  SpoilageReversed: fields<DataOf<'SpoilageReversed'>>({ lots, reason: text }),
  SerialsReportedMissing: fields<DataOf<'SerialsReportedMissing'>>({
    stock: lots,
    spoiled: lots,
    circumstances: text,
    noticePublished: optional(text),
    policeReport: optional(text),
  }),
  SerialsRecovered: fields<DataOf<'SerialsRecovered'>>({
    missing: lots,
    void: lots,
    into: oneOf(['stock', 'spoiled']),
    circumstances: text,
  }),
  StockCounted: fields<DataOf<'StockCounted'>>({
    levels: list(level),
    ranges,
    spoiled: optional(ranges),
    countedAt: text,
    countedBy: texts,
    missing: list(difference),
    unexpected: list(difference),
    movedSince: ranges,
  }),
  VouchersIssued: fields<DataOf<'VouchersIssued'>>({
    roster,
    level,
    occupation,
    station: text,
    runs: list(voucherRun),
    expiresOn: plainDate,
  }),
  VoucherSuperseded: fields<DataOf<'VoucherSuperseded'>>({ runs: list(supersededRun) }),
  VoucherReplaced: fields<DataOf<'VoucherReplaced'>>({
    voucherNumber: text,
    replacementNumber: text,
    certificateNumber: text,
    expiresOn: plainDate,
    lossNotice,
  }),
  VoucherVoided: fields<DataOf<'VoucherVoided'>>({
    voucherNumber: text,
    certificateNumber: text,
    reason: text,
  }),
  CentreClosed: fields<DataOf<'CentreClosed'>>({ reason: text }),
  HoldersSealed: bytes,
  ProposalMade: fields<DataOf<'ProposalMade'>>({
    proposal: text,
    command: storedCommand,
    expiresAt: instant,
  }),
  ProposalApproved: fields<DataOf<'ProposalApproved'>>({ proposal: text }),
  ProposalRefused: fields<DataOf<'ProposalRefused'>>({ proposal: text, reason: text }),
  ProposalExpired: fields<DataOf<'ProposalExpired'>>({ proposal: text }),
  CentreRegistered: fields<DataOf<'CentreRegistered'>>({
    code: text,
    name: text,
    tier: oneOf(tiers),
    parent: optional(text),
    areaCode: optional(text),
    address: optional(text),
    postcode: optional(text),
    liveFrom: plainDate,
  }),
  ManagerAppointed: fields<DataOf<'ManagerAppointed'>>({
    centre: text,
    responsible: text,
    responsiblePhone: text,
    responsibleEmail: optional(text),
    manager: text,
    managerPhone: text,
    managerEmail: text,
  }),
  WitnessKeyRegistered: fields<DataOf<'WitnessKeyRegistered'>>({ centre: text, key: text }),
  PolicySet: fields<DataOf<'PolicySet'>>({
    name: text,
    value: quantity,
    from: plainDate,
    province: optional(text),
  }),
  ReturnFiled: fields<DataOf<'ReturnFiled'>>({
    quarter: text,
    rows: list(fields<ReturnRow>({ occupation, level, assessed: quantity, passed: quantity })),
    signedBy: optional(text),
    signedOn: optional(plainDate),
    witness: optional(fields<SeenCheckpoint>({ checkpoint: text, signature: text })),
    late: truth,
    destroyed: list(
      fields<ReportedDestruction>({
        on: plainDate,
        level,
        edition: text,
        cause: oneOf(spoilageCauses),
        ranges,
        earlier: optional(truth),
      }),
    ),
    bookRevision: text,
  }),
  FeeShareRecorded: fields<DataOf<'FeeShareRecorded'>>({
    quarter: text,
    paid: truth,
    amount: optional(amount),
    paidOn: optional(plainDate),
  }),
  ApplicationFiled: fields<DataOf<'ApplicationFiled'>>({
    quarter: text,
    number: text,
    planned: quantities,
    figures: fields<QuarterFigures>({
      received: quantities,
      passed: quantities,
      destroyed: quantities,
      replaced: quantities,
      stock: quantities,
    }),
    countedAt: list(
      fields<DataOf<'ApplicationFiled'>['countedAt'][number]>({ centre: text, revision: text }),
    ),
    contact: optional(
      fields<NonNullable<DataOf<'ApplicationFiled'>['contact']>>({
        name: text,
        phone: text,
        mobile: text,
      }),
    ),
    remark: optional(text),
  }),
  ApplicationSigned: fields<DataOf<'ApplicationSigned'>>({ quarter: text, as: oneOf(signers) }),
  ApplicationReviewed: fields<DataOf<'ApplicationReviewed'>>({
    quarter: text,
    decision: oneOf(['approved', 'returned']),
    granted: optional(quantities),
    reason: optional(text),
    yardstick: quantities,
    ofYearBefore: optional(truth),
    returnOnTime: truth,
    feeSharePaid: truth,
  }),
  ZeroApplicationRecorded: fields<DataOf<'ZeroApplicationRecorded'>>({ quarter: text }),
  MonthlyFileMade: fields<DataOf<'MonthlyFileMade'>>({
    month: text,
    sha256: text,
    layout: count,
    rowCount: quantity,
    forgottenCount: quantity,
    countedAt: list(fields<CountedBook>({ centre: text, revision: text })),
    late: truth,
  }),
  RoleGranted: fields<DataOf<'RoleGranted'>>({ user: text, role, centre: text, backdate: truth }),
  RoleWithdrawn: fields<DataOf<'RoleWithdrawn'>>({ user: text, role, centre: text }),
  ShortageDeclared: fields<DataOf<'ShortageDeclared'>>({ levels: list(level) }),
  ShortageEnded: fields<DataOf<'ShortageEnded'>>({ levels: list(level) }),
  EditionWithdrawn: fields<DataOf<'EditionWithdrawn'>>({
    edition: text,
    from: plainDate,
    reason: text,
  }),
  HolderForgotten: fields<DataOf<'HolderForgotten'>>({ lines: sealedLines, reason: text }),
  MapRootRecorded: fields<DataOf<'MapRootRecorded'>>({ treeSize: count, root: text }),
  CheckpointSigned: fields<DataOf<'CheckpointSigned'>>({ checkpoint: text, key: text }),
  CheckpointWitnessed: fields<DataOf<'CheckpointWitnessed'>>({
    centre: text,
    key: text,
    checkpoint: text,
    signature: text,
  }),
  LogKeyReplaced: fields<DataOf<'LogKeyReplaced'>>({
    announcement: text,
    previous: text,
    key: text,
    reason: text,
  }),
  AuditReported: fields<AuditReport>({
    check: oneOf(auditChecks),
    program: text,
    begunAt: instant,
    endedAt: instant,
    verdict: oneOf(auditVerdicts),
    reason: optional(text),
    log: optional(verifiedLog),
    views: optional(reconciledViews),
    findingCount: quantity,
    errorCount: quantity,
    findings: list(reportedFinding),
  }),
};

const anything: Shape = () => undefined;

export const metadataShape: Shape = fields<EventMetadata>({
  schema: count,
  actor,
  approvedBy: optional(actor),
  occurredOn: plainDate,
  decidedAt: instant,
  judgedAgainst: optional(list(fields<JudgedAgainst>({ stream: text, revision: text }))),
  request: optional(fields<RequestMark>({ key: text, mac: text, macKey: text })),
  warnings: optional(
    list(
      fields<Warning>({
        rule: text,
        code: text,
        path: optional(text),
        line: optional(count),
        serial: optional(text),
        range: optional(range),
        params: anything,
      }),
    ),
  ),
  correlationId: text,
  causationId: optional(text),
  importedCreated: optional(instant),
});
