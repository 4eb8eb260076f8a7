import { setTimeout as delay } from 'node:timers/promises';
import { Controller, Get, Query, Req } from '@nestjs/common';
import { ApiOperation, ApiResponse, ApiTags } from '@nestjs/swagger';
import type { Request } from 'express';
import { Open } from '../access/requirement';
import { ApiProblems } from '../problems/api-problems';
import { malformed } from '../problems/problem';
import { numberForm, type SecondFact, Verifier } from './verifier';
import { VerifiedDto, VerifyQueryDto } from './verify.dto';
import { VerifyThrottle } from './verify-throttle';

/** Answers come at whole multiples of this: the work behind them takes a small part of it. */
const answerStepMs = 100;

/** What anyone may ask. */
@ApiTags('public')
@Controller('public')
export class VerifyController {
  constructor(
    private readonly verifier: Verifier,
    private readonly throttle: VerifyThrottle,
  ) {}

  @Get('verify')
  @Open()
  @ApiOperation({
    summary: 'Whether a certificate or voucher is genuine (V7)',
    description:
      'Needs the number and a second fact, and gives away nothing else about the person. Takes the ' +
      'same time whether or not the number exists or the fact is right.',
  })
  @ApiResponse({ status: 200, description: 'Judged.', type: VerifiedDto })
  @ApiProblems(400, 429, 503)
  async verify(@Req() request: Request, @Query() query: VerifyQueryDto): Promise<VerifiedDto> {
    const fact = secondFact(query);
    const number = numberForm(query.number);
    this.throttle.take(request.ip ?? '', number, fact.kind);
    const startedMs = performance.now();
    try {
      return await this.verifier.verify({ number, fact, serial: query.serial });
    } finally {
      const tookMs = performance.now() - startedMs;
      await delay(Math.ceil(tookMs / answerStepMs) * answerStepMs - tookMs);
    }
  }
}

/** @throws Problem 400 unless exactly one is given */
function secondFact({ name, idTail }: VerifyQueryDto): SecondFact {
  if (name !== undefined && idTail === undefined) return { kind: 'name', name };
  if (idTail !== undefined && name === undefined) return { kind: 'id-tail', idTail };
  throw malformed({ path: '/name', code: 'one-of-two', params: { other: 'idTail' } });
}
