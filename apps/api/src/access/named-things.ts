import { Injectable } from '@nestjs/common';
import {
  bookStream,
  type CentreCode,
  type Proposals,
  parseVoucherNumber,
  type StoredCommand,
} from '#domain';
import { EventLog } from '#event-log';
import { BookLedger, CentresLedger, EditionsLedger, ForgettingLedger } from '#ledger';
import { Problem } from '../problems/problem';
import { proposalPlace } from '../proposals/proposal-place';
import type { Requirement } from './requirement';

/** `<code of the sender>-<revision>`; more digits are no revision of ours. */
const consignmentPattern = /^(\d{8})-(\d{1,15})$/;

interface Named {
  readonly code?: CentreCode;
  readonly consignment?: string;
  readonly proposal?: string;
  readonly edition?: string;
  readonly voucher?: string;
}

/**
 * Whether the consignment, voucher, proposal or edition in a path exists, asked before the body is
 * looked at. What exists once stays, so that a yes may rest on what this process knows.
 */
@Injectable()
export class NamedThings {
  constructor(
    private readonly tree: CentresLedger,
    private readonly books: BookLedger,
    private readonly editions: EditionsLedger,
    private readonly forgetting: ForgettingLedger,
    private readonly log: EventLog,
  ) {}

  /** @throws Problem 404 */
  async require(requirement: Requirement, named: Named): Promise<void> {
    const { code = '', consignment = '', proposal = '', edition, voucher = '' } = named;
    if (requirement.kind === 'approves') {
      if (!(await this.isProposal(proposal))) throw new Problem(404, 'unknown-proposal');
    } else if (edition !== undefined) {
      if (!(await this.isEdition(edition))) throw new Problem(404, 'unknown-edition');
    } else if (requirement.kind === 'posts' && requirement.as === 'issuer') {
      if (!(await this.isVoucher(code, voucher))) throw new Problem(404, 'unknown-voucher');
    } else if (requirement.kind === 'posts' && requirement.as !== undefined) {
      const isThere =
        requirement.as === 'sender'
          ? await this.isSent(code, consignment)
          : await this.isAddressed(code, consignment);
      if (!isThere) throw new Problem(404, 'unknown-consignment');
    }
  }

  private async isProposal(proposal: string): Promise<boolean> {
    const known = await this.proposalsBeside(proposal, false);
    if (known.get(proposal)) return true;
    return (await this.proposalsBeside(proposal, true)).get(proposal) !== undefined;
  }

  /** All proposals of the stream that a proposal's number names. */
  private async proposalsBeside(
    proposal: string,
    fresh: boolean,
  ): Promise<Pick<Proposals<StoredCommand>, 'get'>> {
    const place = proposalPlace(proposal);
    switch (place.kind) {
      case 'book':
        return (await this.books.book(place.centre, { fresh })).proposals;
      case 'edition':
        return (await this.editions.edition(place.edition, { fresh })).proposals;
      case 'forgetting':
        return (await this.forgetting.state({ fresh })).proposals;
      default:
        place satisfies never;
        throw new Error('a proposal without a place');
    }
  }

  /** Every blank was once registered in the top centre's book. */
  private async isEdition(edition: string): Promise<boolean> {
    const top = (await this.tree.centres({ fresh: false })).top?.code;
    if (top === undefined) return false;
    const known = await this.books.book(top, { fresh: false });
    if (known.editions().has(edition)) return true;
    return (await this.books.book(top, { fresh: true })).editions().has(edition);
  }

  private async isVoucher(code: CentreCode, voucher: string): Promise<boolean> {
    const number = parseVoucherNumber(voucher);
    if (!number) return false;
    const known = await this.books.book(code, { fresh: false });
    if (known.vouchers.find(number)) return true;
    return (await this.books.book(code, { fresh: true })).vouchers.find(number) !== undefined;
  }

  private async isSent(code: CentreCode, consignment: string): Promise<boolean> {
    const known = await this.books.book(code, { fresh: false });
    if (known.sent.has(consignment)) return true;
    return (await this.books.book(code, { fresh: true })).sent.has(consignment);
  }

  /** One event is read: the sender's book may be large, and need not be in memory here. */
  private async isAddressed(code: CentreCode, consignment: string): Promise<boolean> {
    const [, sender, revision] = consignmentPattern.exec(consignment) ?? [];
    if (sender === undefined) return false;
    const event = await this.log.readAt(bookStream(sender), BigInt(revision));
    if (event?.type !== 'BlanksDispatched') return false;
    return event.data.to === code && event.data.consignment === consignment;
  }
}
