/**
 * A small installation in memory: a tree of centres and the books of all of them, with no store,
 * no clock and no ids. Commands are decided as in the real thing; what is accepted is recorded and
 * folded. Made for specs of the domain and of everything that reads recorded events.
 */
import {
  type BlanksDispatched,
  Book,
  type BookCommand,
  type BookCommandBody,
  type BookEvent,
  bookStream,
  type CentreCode,
  Centres,
  type CentresEvent,
  type CommandActor,
  type CommandContext,
  centresStream,
  type Decision,
  decide,
  decideQuarter,
  decideShortage,
  type EventMetadata,
  emptyQuarterFile,
  evolve,
  evolveCentres,
  evolveQuarter,
  evolveShortages,
  type Facts,
  type Grant,
  type Holder,
  isRefused,
  type Level,
  type PlainDate,
  type PolicyEntry,
  type QuarterCommandBody,
  type QuarterEvent,
  type QuarterFile,
  type QuarterText,
  quarterStream,
  type Recorded,
  type RecordedEvent,
  type Role,
  residentIdCheckCharacter,
  type ShortageEvent,
  Shortages,
  type StoredBookCommand,
  shortageStream,
  type Tier,
} from '#domain';
import type { KnownWorld } from './known-world';
import { factsOfNeighbours, factsOfQuarter } from './neighbours';
import { factsOfVouchers } from './voucher-facts';

/** Codes of a small tree: ministry, two provinces, three cities, two stations. */
export const tree = {
  ministry: '00000000',
  guizhou: '52000000',
  fujian: '35000000',
  guiyang: '52010000',
  zunyi: '52030000',
  fuzhou: '35010000',
  guiyangStation: '52012001',
  zunyiStation: '52032001',
} as const;

const registrations: readonly [CentreCode, string, Tier, CentreCode?][] = [
  [tree.ministry, '部中心', 'ministry'],
  [tree.guizhou, '贵州省中心', 'province', tree.ministry],
  [tree.fujian, '福建省中心', 'province', tree.ministry],
  [tree.guiyang, '贵阳市中心', 'city', tree.guizhou],
  [tree.zunyi, '遵义市中心', 'city', tree.guizhou],
  [tree.fuzhou, '福州市中心', 'city', tree.fujian],
  [tree.guiyangStation, '贵阳第一鉴定所', 'station', tree.guiyang],
  [tree.zunyiStation, '遵义第一鉴定所', 'station', tree.zunyi],
];

/**
 * Another ministry's policy (Q7): what a province sends to a city cites no application. It is what
 * fixtures that are not about the quarterly cycle begin with; the standard asks for one.
 */
export const sendsUncited = {
  name: 'cityCitesApplication',
  value: 0,
  from: '2013-04-01',
} as const satisfies PolicyEntry;

export interface PostOptions {
  /** The stated day; today unless said. */
  readonly on?: PlainDate;
  /** A user's id, which is also the display name. */
  readonly user?: string;
  readonly backdate?: boolean;
  /** Whose clerk or supervisor posts; the book's own unless said. */
  readonly as?: CentreCode;
  /** The approver's grant as supervisor; null for none. */
  readonly grant?: Partial<Grant> | null;
  readonly request?: EventMetadata['request'];
  /** Facts that are not the world's own. */
  readonly facts?: Partial<Facts>;
}

const supervisorGrant = {
  role: 'supervisor',
  backdate: false,
  grantedAt: '2012-01-01T00:00:00.000Z',
  grantedBy: 'admin',
  revision: 0n,
} as const;

/** A holder with a valid identity number; `seed` tells them apart. */
export function holderOf(seed: number): Holder {
  const digits = `52010219${String(800_000_000 + (seed % 100_000_000)).slice(0, 9)}`;
  const number = digits + residentIdCheckCharacter(digits);
  return { name: `考生${seed}`, document: { type: 'resident-id', number } };
}

export class World implements KnownWorld {
  readonly log: RecordedEvent[] = [];
  readonly centres = Centres.empty();
  /** Editions withdrawn, and from when (C14). */
  readonly withdrawnFrom = new Map<string, PlainDate>();
  /** Consignments that nobody has seen in the sender's book yet, as when two act at once. */
  readonly hidden = new Set<string>();
  /** Whether what is told of a book's latest moves is older than the book itself. */
  isBehind = false;
  /** Certificate numbers whose holders are forgotten; everybody else is known. */
  readonly forgotten = new Set<string>();
  private readonly books = new Map<CentreCode, Book>();
  private readonly quarterFiles = new Map<string, QuarterFile>();
  private readonly shortagesOf = new Map<CentreCode, Shortages>();
  /** Whom the sealed blocks name, by book and revision. */
  private readonly sealedHolders = new Map<string, readonly Holder[]>();
  private clockMs = Date.parse('2013-04-01T01:00:00Z');

  constructor(
    public today: PlainDate = '2013-04-01',
    policy: readonly PolicyEntry[] = [sendsUncited],
  ) {
    for (const [code, name, tier, parent] of registrations) {
      const data = { code, name, tier, ...(parent ? { parent } : {}), liveFrom: '2013-01-01' };
      this.recordOfCentres({ type: 'CentreRegistered', data });
    }
    for (const data of policy) this.recordOfCentres({ type: 'PolicySet', data });
  }

  private recordOfCentres(event: CentresEvent): void {
    const metadata = this.metadata({ user: 'admin', role: 'admin', centre: '' }, this.today);
    const recorded = this.record(event, centresStream, this.centres.revision + 1n, metadata);
    evolveCentres(this.centres, recorded as Recorded<CentresEvent>);
  }

  book(centre: CentreCode): Book {
    let book = this.books.get(centre);
    if (!book) {
      book = Book.empty(centre);
      this.books.set(centre, book);
    }
    return book;
  }

  /** What a centre has declared short for its subtree. */
  shortages(centre: CentreCode): Shortages {
    let shortages = this.shortagesOf.get(centre);
    if (!shortages) {
      shortages = Shortages.empty(centre);
      this.shortagesOf.set(centre, shortages);
    }
    return shortages;
  }

  /** Declares or ends a shortage of levels; a refusal is the answer, as of `post`. */
  shortage(
    type: 'DeclareShortage' | 'EndShortage',
    centre: CentreCode,
    levels: readonly Level[],
    options: PostOptions = {},
  ): Decision<ShortageEvent> {
    const context = this.context(centre, 'supervisor', options);
    const shortages = this.shortages(centre);
    const decision = decideShortage(shortages, { type, levels, ...context }, this);
    if (isRefused(decision)) return decision;
    const { by, occurredOn, decidedAt } = context;
    const actor = { user: by.user, role: by.role, centre: by.centre };
    for (const event of decision.events) {
      const metadata = this.metadata(actor, occurredOn, decidedAt);
      const revision = shortages.revision + 1n;
      const recorded = this.record(event, shortageStream(centre), revision, metadata);
      evolveShortages(shortages, recorded as Recorded<ShortageEvent>);
    }
    return decision;
  }

  /** Files in a statistical quarter, on figures of the own book; a refusal is the answer. */
  file(
    centre: CentreCode,
    quarter: QuarterText,
    body: QuarterCommandBody,
    options: PostOptions = {},
  ): Decision<QuarterEvent> {
    const stream = quarterStream(centre, quarter);
    const file = this.quarterFiles.get(stream) ?? emptyQuarterFile(stream);
    this.quarterFiles.set(stream, file);
    const role = body.type === 'SignApplication' ? 'supervisor' : 'clerk';
    const context = { ...this.context(centre, role, options), quarter };
    const facts = factsOfQuarter(this, centre, context.occurredOn);
    const decision = decideQuarter(file, { ...body, ...context }, facts);
    if (isRefused(decision)) return decision;
    const { by, occurredOn, decidedAt } = context;
    const actor = { user: by.user, role: by.role, centre: by.centre };
    for (const event of decision.events) {
      const metadata = this.metadata(actor, occurredOn, decidedAt);
      const recorded = this.record(event, stream, file.revision + 1n, metadata);
      evolveQuarter(file, recorded as Recorded<QuarterEvent>);
    }
    return decision;
  }

  /** Whom a sealed block of a book names, in line order. */
  sealed(centre: CentreCode, revision: bigint): readonly Holder[] {
    return this.sealedHolders.get(`${centre}@${revision}`) ?? [];
  }

  allBooks(): IterableIterator<Book> {
    return this.books.values();
  }

  /** Decides a command and, if it is accepted, records what it leads to. */
  post(centre: CentreCode, body: BookCommandBody, options: PostOptions = {}): Decision<BookEvent> {
    const command = this.command(centre, body, options);
    const decision = decide(this.book(centre), command, this.factsFor(centre, command, options));
    if (!isRefused(decision)) this.append(centre, command, decision, options);
    return decision;
  }

  /** As `post`, for set-up: a refusal is an error of the test. */
  must(centre: CentreCode, body: BookCommandBody, options: PostOptions = {}): readonly BookEvent[] {
    const decision = this.post(centre, body, options);
    if (isRefused(decision)) {
      throw new Error(`refused: ${JSON.stringify(decision.refusals)}`);
    }
    return decision.events;
  }

  /** As `post`; what waits for a second user is approved by one. The decision that stands. */
  settle(centre: CentreCode, body: BookCommandBody, options: PostOptions = {}) {
    const decision = this.post(centre, body, options);
    if (isRefused(decision) || decision.events.at(-1)?.type !== 'ProposalMade') return decision;
    const proposal = this.lastProposal(centre);
    return this.post(centre, { type: 'ApproveProposal', proposal }, { user: 'boss' });
  }

  /** Approves the last proposal in a centre's book, as somebody who may. */
  approve(centre: CentreCode, options: PostOptions = {}): readonly BookEvent[] {
    const proposal = this.lastProposal(centre);
    return this.must(centre, { type: 'ApproveProposal', proposal }, { user: 'boss', ...options });
  }

  /** The number of the last consignment that a centre sent. */
  lastConsignment(centre: CentreCode): string {
    return [...this.book(centre).sent.keys()].at(-1) ?? 'none';
  }

  /** The number of the last proposal in a centre's book. */
  lastProposal(centre: CentreCode): string {
    return [...this.book(centre).proposals.numbers()].at(-1) ?? 'none';
  }

  private command(centre: CentreCode, body: BookCommandBody, options: PostOptions): BookCommand {
    const role = body.type.endsWith('Proposal') ? 'supervisor' : 'clerk';
    return { ...body, ...this.context(centre, role, options) };
  }

  private context(centre: CentreCode, role: Role, options: PostOptions): CommandContext {
    const { on = this.today, user = 'clerk-a', backdate = false, as = centre } = options;
    const by: CommandActor = { user, displayName: user, role, centre: as, backdate };
    this.clockMs += 1_000;
    const time = new Date(this.clockMs).toISOString().slice(10);
    return { centre, occurredOn: on, by, decidedAt: `${this.today}${time}` };
  }

  private factsFor(centre: CentreCode, command: BookCommand, { grant, facts }: PostOptions): Facts {
    const asked = this.askedFor(centre, command);
    const consignment = 'consignment' in asked ? asked.consignment : undefined;
    const sender = consignment?.split('-')[0] ?? '';
    const sent = this.log.find(
      (event) => event.type === 'BlanksDispatched' && event.data.consignment === consignment,
    );
    const receiver = this.book(sender).sent.get(consignment ?? '')?.to ?? '';
    return {
      centres: this.centres,
      policy: this.centres.policyFor(centre),
      dispatch: sent as Recorded<BlanksDispatched> | undefined,
      answer: consignment ? this.book(receiver).answers.get(consignment) : undefined,
      grant:
        grant === null
          ? undefined
          : { ...supervisorGrant, user: command.by.user, centre, ...grant },
      withdrawnFrom: this.withdrawnFrom,
      ...factsOfNeighbours(this, centre, asked),
      ...factsOfVouchers(this, centre, command, asked),
      ...this.holdersFor(centre, command, asked),
      ...facts,
    };
  }

  /** Who is sealed: with the proposal, if it is one, and with the certificate that is replaced. */
  private holdersFor(
    centre: CentreCode,
    command: BookCommand,
    asked: BookCommand | StoredBookCommand,
  ): Pick<Facts, 'holders' | 'certificateHolder'> {
    if ('lines' in asked) return { holders: asked.lines.map((_, line) => holderOf(line)) };
    if (asked.type !== 'PrintReplacement') return {};
    const number = asked.certificateNumber;
    const certificateHolder = this.forgotten.has(number) ? 'forgotten' : holderOf(1);
    if (command.type !== 'ApproveProposal') return { certificateHolder };
    const { revision } = this.book(centre).proposals.get(command.proposal) ?? { revision: 0n };
    const isSealed = this.log.some(
      (event) =>
        event.type === 'HoldersSealed' &&
        event.stream === bookStream(centre) &&
        event.revision === revision - 1n,
    );
    return { certificateHolder, ...(isSealed ? { holders: [holderOf(0)] } : {}) };
  }

  /** The command itself, or the one that the proposal holds. */
  private askedFor(centre: CentreCode, command: BookCommand) {
    if (command.type !== 'ApproveProposal') return command;
    return this.book(centre).proposals.get(command.proposal)?.command ?? command;
  }

  private append(
    centre: CentreCode,
    command: BookCommand,
    decision: Exclude<Decision<BookEvent>, { refusals: unknown }>,
    { request }: PostOptions,
  ): void {
    const { by, occurredOn } = command;
    const actor = { user: by.user, role: by.role, centre: by.centre };
    const sealed: BookEvent[] = decision.holders
      ? [{ type: 'HoldersSealed', data: new Uint8Array([1]) }]
      : [];
    const events = [...decision.events];
    events.splice(decision.approved ? 1 : 0, 0, ...sealed);
    events.forEach((event, index) => {
      const { approved } = decision;
      const behalf = approved && index > 0;
      const own = this.metadata(behalf ? approved.author : actor, occurredOn, command.decidedAt);
      const metadata: EventMetadata = {
        ...own,
        ...(behalf ? { approvedBy: actor, occurredOn: approved.occurredOn } : {}),
        ...(request && index === 0 ? { request } : {}),
      };
      const book = this.book(centre);
      const recorded = this.record(event, bookStream(centre), book.revision + 1n, metadata);
      if (event.type === 'HoldersSealed' && decision.holders) {
        const holders = decision.holders.map(({ holder }) => holder);
        this.sealedHolders.set(`${centre}@${recorded.revision}`, holders);
      }
      evolve(book, recorded as Recorded<BookEvent>);
    });
  }

  private metadata(
    actor: EventMetadata['actor'],
    occurredOn: PlainDate,
    decidedAt = `${this.today}T00:00:00.000Z`,
  ): EventMetadata {
    const correlationId = `request-${this.log.length}`;
    return { schema: 1, actor, occurredOn, decidedAt, correlationId };
  }

  private record(
    event: BookEvent | CentresEvent | ShortageEvent | QuarterEvent,
    stream: string,
    revision: bigint,
    metadata: EventMetadata,
  ): RecordedEvent {
    const count = this.log.length;
    const recorded = {
      ...event,
      id: `00000000-0000-4000-8000-${String(count).padStart(12, '0')}`,
      stream,
      revision,
      position: BigInt(1_000 + count * 100),
      recordedAt: new Date(metadata.decidedAt),
      metadata,
    } as RecordedEvent;
    this.log.push(recorded);
    return recorded;
  }
}

/** A refusal by rule and code, or `accepted`: what a table of refusals compares. */
export function verdict(decision: Decision<BookEvent | ShortageEvent>): string {
  return isRefused(decision)
    ? decision.refusals.map(({ rule, code }) => `${rule} ${code}`).join(', ')
    : 'accepted';
}
