import { setTimeout as delay } from 'node:timers/promises';
import { Controller, Get, Param, Res } from '@nestjs/common';
import { ApiBearerAuth, ApiOperation, ApiResponse, ApiTags } from '@nestjs/swagger';
import type { Response } from 'express';
import { parseSerial, type Serial } from '#domain';
import { EvidenceMaker, type MadeEvidence } from '#transparency';
import { LoggedIn } from '../access/requirement';
import { ApiProblems } from '../problems/api-problems';
import { Problem, RefusedProblem } from '../problems/problem';
import { MovementReader } from '../queries/movement-reader';
import { Caller, type CallerState } from '../requests/caller';
import { languageHeader } from '../requests/documented';
import { Turns } from '../requests/turns';
import { SerialProofDto } from './evidence.dto';

/** A root is recorded and signed over within moments; longer, and something is wrong. */
const waitMsMax = 5_000;
const retryMs = 100;
const retryAfterSeconds = 60;
/** A file has up to 64 MiB: so many are made at a time, and so many more wait. */
const filesAtOnceMax = 4;
const filesWaitingMax = 100;

@ApiTags('transparency')
@Controller('serials/:serial')
export class EvidenceController {
  private readonly files = new Turns(filesAtOnceMax, filesWaitingMax);

  constructor(
    private readonly maker: EvidenceMaker,
    private readonly movements: MovementReader,
  ) {}

  @Get('evidence')
  @LoggedIn()
  @ApiOperation({
    summary: 'A file that proves the history of a serial offline',
    description:
      'To be checked with `liushui check-evidence`, or with the page `/check-evidence.html`, by ' +
      'whoever has the public key of the log. Seen by whoever sees the serial; auditors may also ' +
      'have proved that a serial was never registered. Outside free text (remarks, reasons, ' +
      'circumstances) it names no holder; it may name officials.',
  })
  @ApiBearerAuth()
  @languageHeader
  @ApiResponse({
    status: 200,
    description: 'Evidence, as the specification has it.',
    content: { 'application/json': { schema: { type: 'object' } } },
  })
  @ApiProblems(401, 403, 404, 422, 503)
  async evidence(
    @Caller() caller: CallerState,
    @Param('serial') text: string,
    @Res() response: Response,
  ): Promise<void> {
    const serial = await this.seen(caller, text);
    const made = await this.patiently(serial);
    if (made.kind === 'altered') {
      const { stream, revision } = made.event;
      throw new Problem(503, 'log-differs', { params: { event: `${stream}@${revision}` } });
    }
    if (made.kind === 'too-large') throw new Problem(422, 'evidence-too-large');
    if (made.kind === 'not-yet') throw notReady();
    response
      .setHeader('Content-Type', 'application/json; charset=utf-8')
      .setHeader('Content-Disposition', `attachment; filename="evidence-${text}.json"`)
      .setHeader('Cache-Control', 'no-store')
      .send(made.text);
  }

  @Get('proof')
  @LoggedIn()
  @ApiOperation({
    summary: 'How far the log proves the history of a serial',
    description: 'For telling it beside the history. Seen by whoever sees the serial.',
  })
  @ApiBearerAuth()
  @languageHeader
  @ApiResponse({ status: 200, description: 'Found.', type: SerialProofDto })
  @ApiProblems(401, 403, 404, 422, 503)
  async proof(
    @Caller() caller: CallerState,
    @Param('serial') text: string,
  ): Promise<SerialProofDto> {
    const serial = await this.seen(caller, text);
    const state = await this.maker.state(serial);
    if (!state) throw notReady();
    const { completeTo, signedSize, leafIndexes, laterCount } = state;
    return { serial: text, completeTo, signedSize, entries: [...leafIndexes], laterCount };
  }

  /** The serial, which the caller may see; an auditor also one that was never registered. */
  private async seen(caller: CallerState, text: string): Promise<Serial> {
    const serial = parseSerial(text);
    if (!serial) {
      throw new RefusedProblem([
        { rule: 'N1', code: 'serial-malformed', path: '/serial', serial: text },
      ]);
    }
    try {
      await this.movements.assertSeen(caller, text);
    } catch (fault) {
      const isUnknown = fault instanceof Problem && fault.code === 'unknown-serial';
      const isAuditor = caller.principal.grants.some(({ role }) => role === 'auditor');
      if (!isUnknown || !isAuditor) throw fault;
    }
    return serial;
  }

  private async patiently(serial: Serial): Promise<MadeEvidence> {
    const until = performance.now() + waitMsMax;
    for (;;) {
      const made = await this.files.take(() => this.maker.make(serial));
      if (made.kind !== 'not-yet' || performance.now() >= until) return made;
      await delay(retryMs);
    }
  }
}

const notReady = (): Problem => new Problem(503, 'proof-not-ready', { retryAfterSeconds });
