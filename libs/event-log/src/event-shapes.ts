/** The shape of every event's stored data, and of the metadata that all share. */
import {
  type Actor,
  type EventMetadata,
  type IssuedRun,
  type JudgedAgainst,
  type LiushuiEvent,
  type LossNotice,
  type Lot,
  levels,
  type Minutes,
  type Occupation,
  type RangeText,
  type RequestMark,
  type Roster,
  roles,
  type StoredCommand,
  spoilageCauses,
  tiers,
  type Warning,
} from '#domain';
import {
  byType,
  bytes,
  count,
  fields,
  instant,
  list,
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
const actor = fields<Actor>({ user: text, role, centre: text });

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
  DispatchBlanks: fields<StoredOf<'DispatchBlanks'>>({
    type: text,
    to: text,
    ranges,
    handedOverBy: text,
  }),
  ReceiveBlanks: fields<StoredOf<'ReceiveBlanks'>>({
    type: text,
    consignment: text,
    accepted: ranges,
    damaged: optional(ranges),
    missing: optional(ranges),
    unexpected: optional(ranges),
    countedBy: texts,
  }),
  RefuseBlanks: fields<StoredOf<'RefuseBlanks'>>({ type: text, consignment: text, reason: text }),
  TakeBackBlanks: fields<StoredOf<'TakeBackBlanks'>>({ type: text, consignment: text }),
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
  }),
} satisfies Record<StoredCommand['type'], Shape>);

/** One line per event type: the compiler asks for the line, and for every field in it. */
export const dataShapes: { readonly [T in LiushuiEvent['type']]: Shape } = {
  BlanksRegistered: fields<DataOf<'BlanksRegistered'>>({
    lots,
    supplier: text,
    deliveryNote: text,
  }),
  BlanksDispatched: fields<DataOf<'BlanksDispatched'>>({
    consignment: text,
    to: text,
    lots,
    handedOverBy: text,
  }),
  BlanksReceived: fields<DataOf<'BlanksReceived'>>({
    consignment: text,
    from: text,
    accepted: lots,
    damaged: lots,
    missing: lots,
    unexpected: ranges,
    countedBy: texts,
  }),
  BlanksRefused: fields<DataOf<'BlanksRefused'>>({ consignment: text, from: text, reason: text }),
  BlanksTakenBack: fields<DataOf<'BlanksTakenBack'>>({ consignment: text, to: text, lots }),
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
    replaced: fields<DataOf<'ReplacementPrinted'>['replaced']>({
      serial: text,
      edition: text,
      becomes: oneOf(['void', 'spoiled']),
    }),
    lossNotice: optional(lossNotice),
    remark: text,
  }),
  SerialsSpoiled: fields<DataOf<'SerialsSpoiled'>>({
    lots,
    cause: oneOf(spoilageCauses),
    note: optional(text),
  }),
  SerialDestroyed: fields<DataOf<'SerialDestroyed'>>({ lots, minutes }),
  HoldersSealed: bytes,
  ProposalMade: fields<DataOf<'ProposalMade'>>({
    proposal: text,
    command: storedCommand,
    expiresAt: instant,
  }),
  ProposalApproved: fields<DataOf<'ProposalApproved'>>({ proposal: text }),
  ProposalRefused: fields<DataOf<'ProposalRefused'>>({ proposal: text, reason: text }),
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
  RoleGranted: fields<DataOf<'RoleGranted'>>({ user: text, role, centre: text, backdate: truth }),
  RoleWithdrawn: fields<DataOf<'RoleWithdrawn'>>({ user: text, role, centre: text }),
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
