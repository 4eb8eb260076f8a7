import { Injectable } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { centreOfPlace, placeOfProposal } from '#domain';
import { CentresLedger, ChangeEdition, ForgetPerson, PostInBook } from '#ledger';
import { ReadModel } from '#read-model';
import { Clock } from '../requests/clock';
import { Sweep } from '../requests/sweep';

const lookEveryMs = 180_000;
/** Rows that one look takes; those that are left wait for the next. */
const proposalsPerLookMax = 100;

/** Records that a proposal has expired, soon after its end. */
@Injectable()
export class ProposalExpiry extends Sweep<string> {
  constructor(
    private readonly bus: CommandBus,
    private readonly centres: CentresLedger,
    private readonly views: ReadModel,
    clock: Clock,
  ) {
    super(clock, lookEveryMs);
  }

  protected async due(): Promise<string[]> {
    const { answer } = await this.views.proposals(
      { status: 'expired', isOpen: true },
      { limit: proposalsPerLookMax, now: this.clock.now() },
    );
    return answer.items.map(({ number }) => number);
  }

  protected async record(proposal: string): Promise<boolean> {
    const command = await this.commandFor(proposal);
    if (!command) return false;
    const { kind } = await this.bus.execute(command);
    return kind === 'appended';
  }

  private async commandFor(proposal: string) {
    const place = placeOfProposal(proposal);
    const centre = place && centreOfPlace(place, await this.centres.centres({ fresh: false }));
    if (!place || centre === undefined) return undefined;
    const { request, context } = this.asked(centre);
    const command = { type: 'ExpireProposal', proposal, ...context } as const;
    switch (place.kind) {
      case 'book':
        return new PostInBook(request, command);
      case 'edition':
        return new ChangeEdition(request, place.edition, command);
      case 'forgetting':
        return new ForgetPerson(request, command);
      default:
        place satisfies never;
        throw new Error('a proposal without a place');
    }
  }
}
