/** What other streams say about a command on a book, and how far they had been read. */
import {
  accessStream,
  type BlanksDispatched,
  type Book,
  type BookCommand,
  bookStream,
  type CentreCode,
  type Centres,
  type ConsignmentAnswer,
  centresStream,
  type Facts,
  type Grant,
  type Holder,
  type JudgedAgainst,
  type Proposal,
  type Recorded,
  type StoredBookCommand,
} from '#domain';
import type { AccessLedger } from './access.ledger';
import type { CentresLedger } from './centres.ledger';
import type { LedgerPorts } from './ports';

export interface GatheredFacts {
  readonly facts: Facts;
  readonly judgedAgainst: readonly JudgedAgainst[];
  readonly causationId?: string;
  /** A pending proposal whose holders cannot all be read any more: it can only be refused. */
  readonly isHolderForgotten?: true;
}

/** Reads the folded book of another centre. */
export type ReadBook = (stream: string, fresh: boolean) => Promise<Book>;

type Found<Fact> = { readonly fact?: Fact; readonly against?: JudgedAgainst };

/** `<8-digit code>-<revision>`; more digits are no revision of ours. */
const consignmentPattern = /^(\d{8})-(\d{1,15})$/;

export class BookFacts {
  constructor(
    private readonly ports: LedgerPorts,
    private readonly centres: CentresLedger,
    private readonly access: AccessLedger,
    private readonly readBook: ReadBook,
  ) {}

  /** `fresh`: as stored now. What can only be refused on, or never changes, is read as stored anyway. */
  async gather(book: Book, command: BookCommand, fresh: boolean): Promise<GatheredFacts> {
    const centres = await this.centres.centres({ fresh });
    if (command.type === 'ApproveProposal') return this.#forApproval(book, command, centres, fresh);
    return gathered(book.centre, centres, await this.#forCommand(book, command, fresh));
  }

  async #forCommand(
    book: Book,
    command: BookCommand | StoredBookCommand,
    fresh: boolean,
  ): Promise<{ dispatch?: Found<Recorded<BlanksDispatched>>; answer?: Found<ConsignmentAnswer> }> {
    switch (command.type) {
      case 'ReceiveBlanks':
      case 'RefuseBlanks':
        return { dispatch: await this.#dispatch(command.consignment) };
      case 'TakeBackBlanks':
        return { answer: await this.#answer(book, command.consignment, fresh) };
      case 'RegisterBlanks':
      case 'ReverseRegistration':
      case 'CorrectIssues':
      case 'VoidIssue':
      case 'ReverseSpoilage':
      case 'ReportMissing':
      case 'RecoverSerials':
      case 'CountStock':
      case 'IssueVouchers':
      case 'ReplaceVoucher':
      case 'VoidVoucher':
      case 'CloseCentre':
      case 'DispatchBlanks':
      case 'IssueCertificates':
      case 'SpoilSerials':
      case 'DestroySerials':
      case 'PrintReplacement':
      case 'ApproveProposal':
      case 'RefuseProposal':
        return {};
      default:
        command satisfies never;
        throw new Error('unknown command');
    }
  }

  /** The dispatch that a consignment's number names: final once it is there. */
  async #dispatch(consignment: string): Promise<Found<Recorded<BlanksDispatched>>> {
    const [, sender, revision] = consignmentPattern.exec(consignment) ?? [];
    if (sender === undefined) return {};
    const stream = bookStream(sender);
    const event = await this.ports.log.readAt(stream, BigInt(revision));
    if (event?.type !== 'BlanksDispatched') return {};
    return { fact: event, against: { stream, revision } };
  }

  /** What the receiver's book answered: final once it is there. */
  async #answer(
    book: Book,
    consignment: string,
    fresh: boolean,
  ): Promise<Found<ConsignmentAnswer>> {
    const receiver = book.sent.get(consignment)?.to;
    if (receiver === undefined) return {};
    const stream = bookStream(receiver);
    const { answers, revision } = await this.readBook(stream, fresh);
    return { fact: answers.get(consignment), against: { stream, revision: String(revision) } };
  }

  /** The proposed command decides which facts, and the approver's grant is read as it is now. */
  async #forApproval(
    book: Book,
    command: BookCommand & { type: 'ApproveProposal' },
    centres: Centres,
    fresh: boolean,
  ): Promise<GatheredFacts> {
    const proposal = book.proposals.get(command.proposal);
    if (!proposal) return gathered(book.centre, centres, {});
    const grants = await this.access.grants({ fresh: true });
    const parent = centres.get(book.centre)?.parent;
    const places = parent === undefined ? [book.centre] : [book.centre, parent];
    const fact = oldest(
      places.map((place: CentreCode) => grants.find(command.by.user, 'supervisor', place)),
    );
    const against = { stream: accessStream, revision: String(grants.revision) };
    const found = await this.#forCommand(book, proposal.command, fresh);
    const { log } = this.ports;
    const made = await log.readAt(bookStream(book.centre), proposal.revision);
    const holders = await this.#holders(book, proposal);
    const isHolderForgotten = holders === 'forgotten';
    const gatheredFacts = gathered(
      book.centre,
      centres,
      { ...found, grant: { fact, against } },
      isHolderForgotten ? undefined : holders,
    );
    return {
      ...gatheredFacts,
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

function gathered(
  centre: CentreCode,
  centres: Centres,
  found: {
    dispatch?: Found<Recorded<BlanksDispatched>>;
    answer?: Found<ConsignmentAnswer>;
    grant?: Found<Grant>;
  },
  holders?: readonly Holder[],
): GatheredFacts {
  const { dispatch, answer, grant } = found;
  const others = [dispatch, answer, grant].flatMap((one) => (one?.against ? [one.against] : []));
  return {
    facts: {
      centres,
      policy: centres.policyFor(centre),
      dispatch: dispatch?.fact,
      answer: answer?.fact,
      grant: grant?.fact,
      holders,
    },
    judgedAgainst: [{ stream: centresStream, revision: String(centres.revision) }, ...others],
  };
}

/** Commands whose personal data is sealed in front of their proposal. */
const mayNameHolders = ({ type }: StoredBookCommand) =>
  type === 'IssueCertificates' || type === 'IssueVouchers' || type === 'PrintReplacement';

const oldest = (grants: readonly (Grant | undefined)[]): Grant | undefined =>
  grants
    .filter((grant) => grant !== undefined)
    .sort((a, b) => (a.grantedAt < b.grantedAt ? -1 : 1))
    .at(0);
