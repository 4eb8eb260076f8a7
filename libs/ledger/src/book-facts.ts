/** What other streams say about a command on a book, and how far they had been read. */
import {
  type Book,
  type BookCommand,
  bookStream,
  type CentreCode,
  type Centres,
  centresStream,
  type DispatchBlanks,
  type Facts,
  type Holder,
  isQuarter,
  type JudgedAgainst,
  type Proposal,
  parseSerial,
  type StoredBookCommand,
  shortageStream,
  shortLevels,
} from '#domain';
import type { AccessLedger } from './access.ledger';
import { approversGrant } from './approvers-grant';
import type { CentresLedger } from './centres.ledger';
import { certificateHolder } from './certificate-holder';
import type { EditionsLedger } from './editions.ledger';
import { type FoundFacts, nothing, together } from './found';
import { leftOpen } from './left-open';
import { movedSince } from './moved-since';
import type { LedgerPorts } from './ports';
import type { QuartersLedger } from './quarters.ledger';
import type { ShortagesLedger } from './shortages.ledger';
import type { VoucherOpening } from './voucher-holders';

export interface GatheredFacts {
  readonly facts: Facts;
  readonly judgedAgainst: readonly JudgedAgainst[];
  readonly causationId?: string;
  /** A pending proposal whose holders cannot all be read any more: it can only be refused. */
  readonly isHolderForgotten?: true;
}

/** Reads the folded book of another centre. */
export type ReadBook = (stream: string, fresh: boolean) => Promise<Book>;

/** The streams besides its own that a book is judged by. */
export interface BookSources {
  readonly centres: CentresLedger;
  readonly access: AccessLedger;
  readonly editions: EditionsLedger;
  readonly quarters: QuartersLedger;
  readonly shortages: ShortagesLedger;
}

interface Gathering {
  readonly centres: Centres;
  readonly fresh: boolean;
  readonly opening: VoucherOpening;
}

/** What T4 asks of a post's poster and day. */
type StatedBy = Parameters<typeof shortLevels>[1];

/** `<8-digit code>-<revision>`; more digits are no revision of ours. */
const consignmentPattern = /^(\d{8})-(\d{1,15})$/;

export class BookFacts {
  constructor(
    private readonly ports: LedgerPorts,
    private readonly sources: BookSources,
    private readonly readBook: ReadBook,
  ) {}

  /**
   * `fresh`: as stored now. What can only be refused on, or never changes, is read as stored
   * anyway. `opening` is the request's own: what one attempt opened serves the next.
   */
  async gather(
    book: Book,
    command: BookCommand,
    { fresh, opening }: { readonly fresh: boolean; readonly opening: VoucherOpening },
  ): Promise<GatheredFacts> {
    const centres = await this.sources.centres.centres({ fresh });
    const how = { centres, fresh, opening };
    if (command.type === 'ApproveProposal') return this.#forApproval(book, command, how);
    const { occurredOn, by } = command;
    const day = { occurredOn, by };
    return gathered(book.centre, centres, await this.#forCommand(book, command, { ...how, day }));
  }

  async #forCommand(
    book: Book,
    command: BookCommand | StoredBookCommand,
    { centres, fresh, opening, day }: Gathering & { readonly day: StatedBy },
  ): Promise<FoundFacts> {
    switch (command.type) {
      case 'ReceiveBlanks':
      case 'RefuseBlanks':
        return this.#dispatch(command.consignment);
      case 'TakeBackBlanks':
        return this.#answer(book, command.consignment, fresh);
      case 'DispatchBlanks':
        return together(
          this.#receiver(centres, command.to),
          this.#withdrawals(book, fresh),
          this.#granted(command),
        );
      case 'IssueCertificates':
        return together(
          this.#withdrawals(book, fresh),
          opening
            .holders(book, command.lines)
            .then((voucherHolders) => ({ facts: { voucherHolders }, against: [] })),
        );
      case 'IssueVouchers':
        return this.#shortages(book, centres, day);
      case 'PrintReplacement':
        return together(
          this.#withdrawals(book, fresh),
          certificateHolder(this.ports, book, command),
          this.#oldSheet(book, centres, command.original?.serial),
        );
      case 'CountStock':
        return this.#movedSince(book, command.asOfPosition);
      case 'CloseCentre':
        return leftOpen(book, centres, (centre) => this.readBook(bookStream(centre), true));
      case 'RegisterBlanks':
      case 'ReverseRegistration':
      case 'CorrectIssues':
      case 'VoidIssue':
      case 'ReverseSpoilage':
      case 'ReportMissing':
      case 'RecoverSerials':
      case 'ReplaceVoucher':
      case 'VoidVoucher':
      case 'SpoilSerials':
      case 'DestroySerials':
      case 'ApproveProposal':
      case 'RefuseProposal':
      case 'ExpireProposal':
        return nothing;
      default:
        command satisfies never;
        throw new Error('unknown command');
    }
  }

  /** The dispatch that a consignment's number names: final once it is there. */
  async #dispatch(consignment: string): Promise<FoundFacts> {
    const [, sender, revision] = consignmentPattern.exec(consignment) ?? [];
    if (sender === undefined) return nothing;
    const stream = bookStream(sender);
    const dispatch = await this.ports.log.readAt(stream, BigInt(revision));
    if (dispatch?.type !== 'BlanksDispatched') return nothing;
    return { facts: { dispatch }, against: [{ stream, revision }] };
  }

  /** What the receiver's book answered: final once it is there. */
  async #answer(book: Book, consignment: string, fresh: boolean): Promise<FoundFacts> {
    const receiver = book.sent.get(consignment)?.to;
    if (receiver === undefined) return nothing;
    const stream = bookStream(receiver);
    const { answers, revision } = await this.readBook(stream, fresh);
    const answer = answers.get(consignment);
    return { facts: { answer }, against: [{ stream, revision: String(revision) }] };
  }

  /**
   * Whether the receiver was closed, as its book says now: a centre that is closed stays so, and
   * what this process remembers of its book may be older.
   */
  async #receiver(centres: Centres, centre: CentreCode): Promise<FoundFacts> {
    if (!centres.get(centre)) return nothing;
    const stream = bookStream(centre);
    const { closedOn, revision } = await this.readBook(stream, true);
    const facts = { receiverClosedOn: closedOn };
    return { facts, against: [{ stream, revision: String(revision) }] };
  }

  /**
   * Whether the old sheet of a certificate older than the book was registered, as the top centre's
   * book says now (C1): all that this installation ever had came in there.
   */
  async #oldSheet(book: Book, centres: Centres, text: string | undefined): Promise<FoundFacts> {
    const serial = text === undefined ? undefined : parseSerial(text);
    const { top } = centres;
    if (!serial || !top || top.code === book.centre) return nothing;
    const stream = bookStream(top.code);
    const registering = await this.readBook(stream, true);
    const holding = registering.holdingOf(serial);
    const isOriginalRegistered = holding !== undefined && holding.status !== 'origin';
    return {
      facts: { isOriginalRegistered },
      against: [{ stream, revision: String(registering.revision) }],
    };
  }

  /** What was approved on the application that a dispatch cites: final once it is there. */
  async #granted({ to, application }: DispatchBlanks): Promise<FoundFacts> {
    if (application === undefined || !isQuarter(application)) return nothing;
    const { granted, against } = await this.sources.quarters.granted(to, application);
    return { facts: granted ? { granted } : {}, against: [against] };
  }

  async #withdrawals(book: Book, fresh: boolean): Promise<FoundFacts> {
    const { from, against } = await this.sources.editions.withdrawals(book.editions(), { fresh });
    return { facts: { withdrawnFrom: from }, against };
  }

  /** V1, T4: of what holds now, or held on the stated day; the event names each stream. */
  async #shortages(book: Book, centres: Centres, day: StatedBy): Promise<FoundFacts> {
    const sources = await this.sources.shortages.holdingFor(centres, book.centre);
    const { liveFrom } = centres.get(book.centre) ?? {};
    const against = sources
      .filter(({ revision }) => revision >= 0n)
      .map(({ centre, revision }) => ({
        stream: shortageStream(centre),
        revision: String(revision),
      }));
    return { facts: { shortLevels: shortLevels(sources, day, liveFrom) }, against };
  }

  async #movedSince(book: Book, position: string | undefined): Promise<FoundFacts> {
    if (position === undefined) return nothing;
    const { log } = this.ports;
    const since = await movedSince(log, book.centre, BigInt(position), book.revision);
    return { facts: { movedSince: since }, against: [] };
  }

  /** The proposed command decides which facts, and the approver's grant is read as it is now. */
  async #forApproval(
    book: Book,
    command: BookCommand & { type: 'ApproveProposal' },
    how: Gathering,
  ): Promise<GatheredFacts> {
    const { centres } = how;
    const proposal = book.proposals.get(command.proposal);
    if (!proposal) return gathered(book.centre, centres, nothing);
    const { centre } = book;
    const parent = centres.get(centre)?.parent;
    const places = book.closedOn === undefined ? [centre, parent] : [parent];
    const grant = await approversGrant(this.sources.access, command.by.user, places);
    const { occurredOn } = proposal;
    // Whoever states a day that far back could be asked for it when the proposal was made.
    const day = { occurredOn, by: { backdate: true } };
    const found = await this.#forCommand(book, proposal.command, { ...how, day });
    const made = await this.ports.log.readAt(bookStream(centre), proposal.revision);
    const sealed = await this.#holders(book, proposal);
    const isHolderForgotten = sealed === 'forgotten';
    const holders = isHolderForgotten ? undefined : sealed;
    return {
      ...gathered(centre, centres, {
        facts: { ...found.facts, grant: grant.fact, holders },
        against: [...found.against, ...(grant.against ? [grant.against] : [])],
      }),
      causationId: made?.id,
      ...(isHolderForgotten ? { isHolderForgotten } : {}),
    };
  }

  /** The holders sealed with a pending proposal, right before it, unless one was forgotten. */
  async #holders(
    { centre }: Book,
    { command, revision, status }: Proposal<StoredBookCommand>,
  ): Promise<Holder[] | 'forgotten' | undefined> {
    if (status !== 'pending' || !mayNameHolders(command)) return undefined;
    const stream = bookStream(centre);
    const sealed = await this.ports.log.readAt(stream, revision - 1n);
    if (sealed?.type !== 'HoldersSealed') return undefined;
    const lines = await this.ports.sealing.openAll(sealed.data, { stream, eventId: sealed.id });
    const holders = lines.flatMap(({ holder }) => (holder === 'forgotten' ? [] : [holder]));
    return holders.length < lines.length ? 'forgotten' : holders;
  }
}

function gathered(centre: CentreCode, centres: Centres, found: FoundFacts): GatheredFacts {
  const tree = { stream: centresStream, revision: String(centres.revision) };
  return {
    facts: { centres, policy: centres.policyFor(centre), ...found.facts },
    judgedAgainst: [tree, ...found.against],
  };
}

/** Commands whose personal data is sealed in front of their proposal. */
const mayNameHolders = ({ type }: StoredBookCommand) =>
  type === 'IssueCertificates' || type === 'IssueVouchers' || type === 'PrintReplacement';
