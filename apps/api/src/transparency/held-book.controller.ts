import { setTimeout as delay } from 'node:timers/promises';
import { Controller, Get, Param, Query } from '@nestjs/common';
import { ApiBearerAuth, ApiOperation, ApiResponse, ApiTags } from '@nestjs/swagger';
import { parseSerial, type Serial } from '#domain';
import { HeldBookMaker, type MadeBlock, type ShownLeaf } from '#transparency';
import { ReadsCentre } from '../access/requirement';
import { ApiProblems } from '../problems/api-problems';
import { Problem, RefusedProblem } from '../problems/problem';
import { MovementReader } from '../queries/movement-reader';
import { Caller, type CallerState } from '../requests/caller';
import { languageHeader } from '../requests/documented';
import { Turns } from '../requests/turns';
import {
  BookLeafPageDto,
  BookLeavesQueryDto,
  HeldBlockDto,
  type LogLeafDto,
} from './held-book.dto';

/** A root is recorded and signed over within moments; longer, and something is wrong. */
const waitMsMax = 5_000;
const retryMs = 100;
const retryAfterSeconds = 60;
/** A block has up to 64 MiB of events: so many are gathered at a time, and so many more wait. */
const blocksAtOnceMax = 2;
const blocksWaitingMax = 32;

/** What the witness of a centre recomputes before it cosigns (TL-23). */
@ApiTags('transparency')
@ApiBearerAuth()
@Controller('centres/:code/witness')
export class HeldBookController {
  private readonly blocks = new Turns(blocksAtOnceMax, blocksWaitingMax);

  constructor(
    private readonly maker: HeldBookMaker,
    private readonly movements: MovementReader,
  ) {}

  @Get('leaves')
  @ReadsCentre()
  @ApiOperation({
    summary: "The events of a centre's book as leaves of the log",
    description: 'Up to 1,000, or some 4 MiB. Sealed holders are counted and not shown.',
  })
  @languageHeader
  @ApiResponse({ status: 200, description: 'Found.', type: BookLeafPageDto })
  @ApiProblems(401, 403, 404, 422, 503)
  async leaves(
    @Param('code') code: string,
    @Query() { from = '0' }: BookLeavesQueryDto,
  ): Promise<BookLeafPageDto> {
    const made = await this.maker.page(code, BigInt(from));
    if (made.kind === 'altered') throw altered(made.event);
    const items = made.leaves.map(({ revision, leaf }) => ({
      revision: String(revision),
      ...(leaf ? { leaf: base64(leaf) } : {}),
    }));
    return { items, next: made.next === undefined ? null : String(made.next) };
  }

  @Get('blocks/:serial')
  @ReadsCentre()
  @ApiOperation({
    summary: 'The block of the serial map that a serial is in, with its events',
    description:
      'Seen by whoever sees the serial. The events are those below the root that touch a serial ' +
      'of the block which the book of the centre touched there: with them the witness ' +
      'recomputes its chains.',
  })
  @languageHeader
  @ApiResponse({ status: 200, description: 'Found.', type: HeldBlockDto })
  @ApiProblems(401, 403, 404, 422, 503)
  async block(
    @Caller() caller: CallerState,
    @Param('code') code: string,
    @Param('serial') text: string,
  ): Promise<HeldBlockDto> {
    const serial = parseSerial(text);
    if (!serial) {
      throw new RefusedProblem([
        { rule: 'N1', code: 'serial-malformed', path: '/serial', serial: text },
      ]);
    }
    await this.movements.assertSeen(caller, text);
    const made = await this.patiently(code, serial);
    if (made.kind === 'altered') throw altered(made.event);
    if (made.kind === 'too-large') throw new Problem(422, 'evidence-too-large');
    if (made.kind === 'not-yet') throw new Problem(503, 'proof-not-ready', { retryAfterSeconds });
    const { record, series, block, siblings, leaves } = made.block;
    return {
      record: leafDto(record),
      series: series.map((one) => ({ ...one })),
      block,
      siblings: [...siblings],
      leaves: leaves.map(leafDto),
    };
  }

  private async patiently(centre: string, serial: Serial): Promise<MadeBlock> {
    const until = performance.now() + waitMsMax;
    for (;;) {
      const made = await this.blocks.take(() => this.maker.block(centre, serial));
      if (made.kind !== 'not-yet' || performance.now() >= until) return made;
      await delay(retryMs);
    }
  }
}

const altered = ({ stream, revision }: { stream: string; revision: bigint }): Problem =>
  new Problem(503, 'log-differs', { params: { event: `${stream}@${revision}` } });

const base64 = (bytes: Uint8Array): string => Buffer.from(bytes).toString('base64');

const leafDto = ({ index, leaf }: ShownLeaf): LogLeafDto => ({ index, leaf: base64(leaf) });
