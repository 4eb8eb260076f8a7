import { Injectable } from '@nestjs/common';
import { type Proposal, ReadModel } from '#read-model';
import { Visibility } from '../access/visibility';
import type { CallerState } from '../requests/caller';
import { Clock } from '../requests/clock';
import { limitOf } from '../requests/query.dto';
import { found, type Reply } from '../requests/reply';
import type { ProposalDto, ProposalPageDto, ProposalQueryDto } from './proposals.dto';

@Injectable()
export class ProposalReader {
  constructor(
    private readonly views: ReadModel,
    private readonly visibility: Visibility,
    private readonly clock: Clock,
  ) {}

  async list({ principal }: CallerState, query: ProposalQueryDto): Promise<Reply<ProposalPageDto>> {
    const within = await this.visibility.rootFor(principal, query.centre);
    const { position, answer } = await this.views.proposals(
      { within, status: query.status },
      { after: query.after, limit: limitOf(query), now: this.clock.now() },
    );
    return found(position, { items: answer.items.map(proposalDto), next: answer.next ?? null });
  }
}

function proposalDto(proposal: Proposal): ProposalDto {
  const { number, centre, status, command, occurredOn, madeAt, madeBy, expiresAt } = proposal;
  return {
    proposal: number,
    centre,
    status,
    command,
    occurredOn,
    madeAt: madeAt.toISOString(),
    madeBy,
    expiresAt: expiresAt.toISOString(),
    closedAt: proposal.closed?.at.toISOString() ?? null,
    closedBy: proposal.closed?.by ?? null,
    refusalReason: proposal.closed?.refusalReason ?? null,
  };
}
