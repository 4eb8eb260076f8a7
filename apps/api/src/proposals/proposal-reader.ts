import { Injectable } from '@nestjs/common';
import { secondUserRule } from '#domain';
import { type Proposal, ReadModel } from '#read-model';
import { KnownUsers } from '../access/known-users';
import type { Principal } from '../access/principal';
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
    private readonly users: KnownUsers,
  ) {}

  async list({ principal }: CallerState, query: ProposalQueryDto): Promise<Reply<ProposalPageDto>> {
    const within = await this.visibility.rootFor(principal, query.centre);
    const { position, answer } = await this.views.proposals(
      { within, status: query.status },
      { after: query.after, limit: limitOf(query), now: this.clock.now() },
    );
    const items: ProposalDto[] = [];
    for (const proposal of answer.items) items.push(await this.proposalDto(proposal, principal));
    return found(position, { items, next: answer.next ?? null });
  }

  private async proposalDto(proposal: Proposal, { userId }: Principal): Promise<ProposalDto> {
    const { number, centre, status, command, occurredOn, madeAt, madeBy, expiresAt } = proposal;
    const { closed } = proposal;
    return {
      proposal: number,
      centre,
      status,
      command,
      rule: secondUserRule(command),
      occurredOn,
      madeAt: madeAt.toISOString(),
      madeBy,
      madeByName: await this.nameOf(madeBy),
      isOwn: madeBy === userId,
      expiresAt: expiresAt.toISOString(),
      closedAt: closed?.at.toISOString() ?? null,
      closedBy: closed?.by ?? null,
      closedByName: closed ? await this.nameOf(closed.by) : null,
      closedPosition: closed ? String(closed.position) : null,
      refusalReason: closed?.refusalReason ?? null,
    };
  }

  private async nameOf(userId: string): Promise<string | null> {
    const user = await this.users.byId(userId);
    return user?.displayName ?? null;
  }
}
