import {
  centreOfBook,
  type ProposalApproved,
  type ProposalExpired,
  type ProposalMade,
  type ProposalRefused,
  type Recorded,
} from '#domain';
import { KeyedChanges } from '../database/keyed-changes';
import { ProposalRow } from './proposal.entity';

/** Proposals made and closed in a batch. */
export class ProposalChanges extends KeyedChanges<ProposalRow> {
  constructor() {
    super(ProposalRow, 'number');
  }

  make(event: Recorded<ProposalMade>): void {
    const { proposal, command, expiresAt } = event.data;
    // Outside the books proposals are the top centre's, and so is who makes them.
    const centre = centreOfBook(event.stream) ?? event.metadata.actor.centre;
    this.insert({
      number: proposal,
      centre,
      status: 'pending',
      command,
      occurredOn: event.metadata.occurredOn,
      expiresAt: new Date(expiresAt),
      madeBy: event.metadata.actor.user,
      madeAt: event.recordedAt,
      madePosition: event.position,
      closedBy: null,
      closedAt: null,
      closedPosition: null,
      refusalReason: null,
    });
  }

  approve(event: Recorded<ProposalApproved>): void {
    this.close(event, 'approved', null);
  }

  refuse(event: Recorded<ProposalRefused>): void {
    this.close(event, 'refused', event.data.reason);
  }

  expire(event: Recorded<ProposalExpired>): void {
    this.close(event, 'expired', null);
  }

  private close(
    event: Recorded<ProposalApproved | ProposalRefused | ProposalExpired>,
    status: string,
    refusalReason: string | null,
  ): void {
    this.update(event.data.proposal, {
      status,
      closedBy: event.metadata.actor.user,
      closedAt: event.recordedAt,
      closedPosition: event.position,
      refusalReason,
    });
  }
}
