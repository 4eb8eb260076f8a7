import { Injectable } from '@nestjs/common';
import { bookStream, type CentreCode } from '#domain';
import { EventLog } from '#event-log';
import { BookLedger } from '#ledger';
import { Problem } from '../problems/problem';
import { centreOfProposal } from '../proposals/proposal-number';
import type { Requirement } from './requirement';

/** `<code of the sender>-<revision>`; more digits are no revision of ours. */
const consignmentPattern = /^(\d{8})-(\d{1,15})$/;

interface Named {
  readonly code?: CentreCode;
  readonly consignment?: string;
  readonly proposal?: string;
}

/**
 * Whether the consignment or proposal in a path exists, asked before the body is looked at. What
 * exists once stays, so that a yes may rest on what this process knows.
 */
@Injectable()
export class NamedThings {
  constructor(
    private readonly books: BookLedger,
    private readonly log: EventLog,
  ) {}

  /** @throws Problem 404 */
  async require(requirement: Requirement, named: Named): Promise<void> {
    const { code = '', consignment = '', proposal = '' } = named;
    if (requirement.kind === 'approves') {
      if (!(await this.isProposal(proposal))) throw new Problem(404, 'unknown-proposal');
    } else if (requirement.kind === 'posts' && requirement.as !== undefined) {
      const isThere =
        requirement.as === 'sender'
          ? await this.isSent(code, consignment)
          : await this.isAddressed(code, consignment);
      if (!isThere) throw new Problem(404, 'unknown-consignment');
    }
  }

  private async isProposal(proposal: string): Promise<boolean> {
    const centre = centreOfProposal(proposal);
    const known = await this.books.book(centre, { fresh: false });
    if (known.proposals.get(proposal)) return true;
    return (await this.books.book(centre, { fresh: true })).proposals.get(proposal) !== undefined;
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
