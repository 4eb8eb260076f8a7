import { Injectable } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import type { ApproveProposal, RefuseProposal } from '#domain';
import { Identity } from '#identity';
import { ChangeEdition, ForgetPerson, ForgettingLedger, PostInBook } from '#ledger';
import { ForgettingCompletion } from '../forgetting/forgetting-completion';
import { HolderFinder } from '../forgetting/holder-finder';
import { type RowsOfPiece, rowsOfHolders } from '../forgetting/uploaded-rows';
import { CommandContexts, requestOf } from '../requests/command-context';
import type { CommandOrder } from '../requests/order';
import { replyTo } from '../requests/outcome-reply';
import type { Reply } from '../requests/reply';
import { proposalPlace } from './proposal-place';

/** Hands what a second user decides to the stream in which the proposal lives. */
@Injectable()
export class ProposalDesk {
  constructor(
    private readonly bus: CommandBus,
    private readonly contexts: CommandContexts,
    private readonly forgetting: ForgettingCompletion,
    private readonly forgettings: ForgettingLedger,
    private readonly finder: HolderFinder,
    private readonly identity: Identity,
  ) {}

  async decide(order: CommandOrder, body: ApproveProposal | RefuseProposal): Promise<Reply> {
    const uploaded = await this.uploadedNow(body);
    const command = await this.commandFor(order, body);
    const outcome = await this.bus.execute(command);
    const isForgotten = command instanceof ForgetPerson && body.type === 'ApproveProposal';
    if (isForgotten && outcome.kind === 'appended') {
      await this.forgetting.finish(outcome.position, uploaded);
    }
    return replyTo(outcome, order.language);
  }

  /**
   * Rows of finished uploads that are to go with the lines. Looked for before the lines are: what
   * an upload posts meanwhile is among those.
   */
  private async uploadedNow(body: ApproveProposal | RefuseProposal): Promise<RowsOfPiece[]> {
    const asked = await this.pendingForgetting(body);
    return asked ? rowsOfHolders(this.identity, await this.finder.holdersOf(asked)) : [];
  }

  private async pendingForgetting({ type, proposal }: ApproveProposal | RefuseProposal) {
    if (type !== 'ApproveProposal' || proposalPlace(proposal).kind !== 'forgetting') return;
    const { proposals } = await this.forgettings.state({ fresh: true });
    const asked = proposals.get(proposal);
    return asked?.status === 'pending' ? asked : undefined;
  }

  /** What was posted since a forgetting was proposed is forgotten with the rest. */
  private async linesNow(body: ApproveProposal | RefuseProposal) {
    const asked = await this.pendingForgetting(body);
    return asked ? this.finder.linesLike(asked.command.lines) : [];
  }

  private async commandFor(order: CommandOrder, body: ApproveProposal | RefuseProposal) {
    const place = proposalPlace(body.proposal);
    const request = requestOf(order);
    // Outside books only supervisors of the top centre decide, each by the grant there.
    const centre = place.kind === 'book' ? place.centre : order.grant.centre;
    const command = { ...body, ...this.contexts.of(order, centre) };
    switch (place.kind) {
      case 'book':
        return new PostInBook(request, command);
      case 'edition':
        return new ChangeEdition(request, place.edition, command);
      case 'forgetting':
        return new ForgetPerson(request, command, await this.linesNow(body));
      default:
        place satisfies never;
        throw new Error('a proposal without a place');
    }
  }
}
