import { Injectable } from '@nestjs/common';
import { bookStream, type Holder } from '#domain';
import { EventLog } from '#event-log';
import { Identity } from '#identity';
import type { SealedFact } from '#read-model';

/** Opens the sealed line of one certificate or voucher, wherever it lies. */
@Injectable()
export class SealedHolders {
  constructor(
    private readonly log: EventLog,
    private readonly identity: Identity,
  ) {}

  /** @throws when no sealed holders stand immediately before the fact */
  holderOf(fact: SealedFact, certificateNumber: string): Promise<Holder | 'forgotten'> {
    return this.openBefore(fact, certificateNumber);
  }

  /** For the time it takes: opens somebody's line and looks at nothing. */
  async openNearby(fact: SealedFact): Promise<void> {
    await this.openBefore(fact, undefined);
  }

  private async openBefore(
    { centre, revision, lineIndex }: SealedFact,
    certificateNumber: string | undefined,
  ): Promise<Holder | 'forgotten'> {
    const stream = bookStream(centre);
    const sealed = await this.log.readAt(stream, revision - 1n);
    if (sealed?.type !== 'HoldersSealed') {
      throw new Error(`${stream}@${revision} has no sealed holders before it`);
    }
    const place = { stream, eventId: sealed.id, certificateNumber };
    return this.identity.sealing.openLine(sealed.data, place, lineIndex);
  }
}
