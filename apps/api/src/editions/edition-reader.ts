import { Injectable } from '@nestjs/common';
import type { EditionWithdrawal } from '#domain';
import { EditionsLedger } from '#ledger';
import { ReadModel, type Remainder, type SerialStatus } from '#read-model';
import { Visibility } from '../access/visibility';
import { Problem } from '../problems/problem';
import type { CallerState } from '../requests/caller';
import { type CentrePageQueryDto, limitOf } from '../requests/query.dto';
import { found, type Reply } from '../requests/reply';
import type { EditionDto, RemainderDto, WithdrawalDto } from './editions.dto';

const statusOf = {
  stock: 'in-stock',
  transit: 'in-transit',
  spoiled: 'spoiled',
  missing: 'missing',
} as const satisfies Record<Remainder['kind'], SerialStatus>;

@Injectable()
export class EditionReader {
  constructor(
    private readonly views: ReadModel,
    private readonly editions: EditionsLedger,
    private readonly visibility: Visibility,
  ) {}

  async one(
    { principal }: CallerState,
    edition: string,
    query: CentrePageQueryDto,
  ): Promise<Reply<EditionDto>> {
    const within = await this.visibility.rootFor(principal, query.centre);
    const page = { within, after: query.after, limit: limitOf(query) };
    const { position, answer } = await this.views.remaining(edition, page);
    if (!answer.isKnown) throw new Problem(404, 'unknown-edition');
    // The stream is read after the position was: it reflects that position at least.
    const { withdrawal } = await this.editions.edition(edition, { fresh: true });
    return found(position, {
      edition,
      withdrawal: withdrawal ? withdrawalDto(withdrawal) : null,
      items: answer.items.map(remainderDto),
      next: answer.next ?? null,
    });
  }
}

function withdrawalDto({ from, reason, ...decided }: EditionWithdrawal): WithdrawalDto {
  const { decidedAt, proposedBy, approvedBy } = decided;
  return { from, reason, decidedAt, proposedBy, approvedBy };
}

function remainderDto({ kind, ranges, ...rest }: Remainder): RemainderDto {
  return { ...rest, status: statusOf[kind], ranges: [...ranges] };
}
