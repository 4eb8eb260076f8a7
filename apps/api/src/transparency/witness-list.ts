import { Injectable } from '@nestjs/common';
import { CentresLedger } from '#ledger';
import { PublishedLog, type WitnessedHead } from '#transparency';
import type {
  LogKeyListDto,
  WitnessDto,
  WitnessedHeadDto,
  WitnessListDto,
} from './transparency.dto';

/** Who watches the log, what each has seen of it, and which keys it was signed with. */
@Injectable()
export class WitnessList {
  constructor(
    private readonly published: PublishedLog,
    private readonly centres: CentresLedger,
  ) {}

  async witnesses(): Promise<WitnessListDto> {
    const { witnessKeys } = await this.centres.centres({ fresh: true });
    const seen = new Map<string, WitnessedHead>();
    for (const head of await this.published.witnessed()) {
      const before = seen.get(head.centre);
      if (!before || before.size <= head.size) seen.set(head.centre, head);
    }
    const items = [...witnessKeys.centres()].sort().map((centre): WitnessDto => {
      const keys = witnessKeys.of(centre).map((key) => ({ ...key }));
      const head = seen.get(centre);
      return head ? { centre, keys, seen: headDto(head) } : { centre, keys };
    });
    return { items, next: null };
  }

  async keys(): Promise<LogKeyListDto> {
    const keys = await this.published.keys();
    const items = keys.map(({ since, ...key }) => ({ ...key, since: since.toISOString() }));
    return { items, next: null };
  }
}

const headDto = ({ size, key, checkpoint, cosignedAt }: WitnessedHead): WitnessedHeadDto => ({
  size,
  key,
  checkpoint,
  cosignedAt: cosignedAt.toISOString(),
});
