import { randomUUID } from 'node:crypto';
import {
  Injectable,
  Logger,
  type OnApplicationBootstrap,
  type OnApplicationShutdown,
} from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { centreOfPlace, type ExpireProposal, placeOfProposal, shanghaiDate } from '#domain';
import { CentresLedger, ChangeEdition, ForgetPerson, PostInBook } from '#ledger';
import { ReadModel } from '#read-model';
import { describeError } from '../logging';
import { Clock } from '../requests/clock';

const lookEveryMs = 180_000;
/** Rows that one look takes; those that are left wait for the next. */
const proposalsPerLookMax = 100;

/** Not a person: what the calendar does. */
const system = { user: 'system', displayName: '', role: 'admin', backdate: false } as const;

/**
 * Records that a proposal has expired, soon after its end. Every process looks; the views only
 * spare questions, the stream that the proposal lives in decides, so that it is recorded once.
 */
@Injectable()
export class ProposalExpiry implements OnApplicationBootstrap, OnApplicationShutdown {
  private readonly log = new Logger(ProposalExpiry.name);
  private looking: NodeJS.Timeout | undefined;
  private isStopping = false;

  constructor(
    private readonly bus: CommandBus,
    private readonly centres: CentresLedger,
    private readonly views: ReadModel,
    private readonly clock: Clock,
  ) {}

  onApplicationBootstrap(): void {
    void this.look();
    this.looking = setInterval(() => void this.look(), lookEveryMs).unref();
  }

  onApplicationShutdown(): void {
    this.isStopping = true;
    clearInterval(this.looking);
  }

  /** How many were recorded; what fails is done the next time. */
  async look(): Promise<number> {
    try {
      const { answer } = await this.views.proposals(
        { status: 'expired', isOpen: true },
        { limit: proposalsPerLookMax, now: this.clock.now() },
      );
      let count = 0;
      for (const { number } of answer.items) {
        if (this.isStopping) break;
        if (await this.record(number)) count += 1;
      }
      if (count > 0) this.log.log(`${count} proposals recorded as expired`);
      return count;
    } catch (error) {
      if (!this.isStopping) {
        this.log.warn({ err: describeError(error) }, 'expired proposals are not recorded');
      }
      return 0;
    }
  }

  private async record(proposal: string): Promise<boolean> {
    const command = await this.commandFor(proposal);
    if (!command) return false;
    const { kind } = await this.bus.execute(command);
    return kind === 'appended';
  }

  private async commandFor(proposal: string) {
    const place = placeOfProposal(proposal);
    const centre = place && centreOfPlace(place, await this.centres.centres({ fresh: false }));
    if (!place || centre === undefined) return undefined;
    const now = this.clock.now();
    const request = { requestId: randomUUID(), principal: system.user, fingerprint: '' };
    const body: ExpireProposal = { type: 'ExpireProposal', proposal };
    const command = {
      ...body,
      centre,
      occurredOn: shanghaiDate(now),
      by: { ...system, centre },
      decidedAt: now.toISOString(),
    };
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
