import { Controller, Get, Req, Res } from '@nestjs/common';
import { ApiOperation, ApiParam, ApiResponse, ApiTags } from '@nestjs/swagger';
import type { Request, Response } from 'express';
import { type PublishedHead, PublishedLog, parseTilePath } from '#transparency';
import { Open } from '../access/requirement';
import { ApiProblems } from '../problems/api-problems';
import { Problem } from '../problems/problem';
import { LogKeyListDto, WitnessListDto } from './transparency.dto';
import { WitnessList } from './witness-list';

const plainText = 'text/plain; charset=utf-8';
const bytes = 'application/octet-stream';

const textContent = { 'text/plain': { schema: { type: 'string' as const } } };

/** Changes about once a minute. */
const headCaching = 'public, max-age=5';
const keyCaching = 'public, max-age=3600';
/** What was once below a signed head never changes. */
const tileCaching = 'public, max-age=31536000, immutable';

/** The log of all events, as anyone may keep and check it: hashes alone, nothing of the events. */
@ApiTags('transparency')
@Controller('transparency')
export class TransparencyController {
  constructor(
    private readonly log: PublishedLog,
    private readonly list: WitnessList,
  ) {}

  @Get('checkpoint')
  @Open()
  @ApiOperation({
    summary: 'The newest signed head of the log',
    description:
      'A checkpoint of c2sp.org/tlog-checkpoint, with the cosignatures that it has. 404 before the ' +
      'first event is recorded, and while the tiles are made anew.',
  })
  @ApiResponse({ status: 200, description: 'A signed note.', content: textContent })
  @ApiProblems(404, 503)
  async checkpoint(@Res() response: Response): Promise<void> {
    const { checkpoint } = await this.head();
    send(response, checkpoint, plainText, headCaching);
  }

  @Get('key')
  @Open()
  @ApiOperation({
    summary: 'The public key of the log',
    description:
      'As c2sp.org/signed-note writes it. Compare it with what the operator gave you otherwise: ' +
      'whoever forges the log forges this answer as well.',
  })
  @ApiResponse({
    status: 200,
    description: '`<name>+<id>+<base 64>` and a line feed.',
    content: textContent,
  })
  @ApiProblems(404, 503)
  async key(@Res() response: Response): Promise<void> {
    const { key } = await this.head();
    send(response, `${key}\n`, plainText, keyCaching);
  }

  @Get('keys')
  @Open()
  @ApiOperation({
    summary: 'All public keys of the log, and how each came to follow the one before',
    description: 'Whoever believes one of them believes those before it, and those it announces.',
  })
  @ApiResponse({ status: 200, description: 'The keys.', type: LogKeyListDto })
  @ApiProblems(503)
  keys(): Promise<LogKeyListDto> {
    return this.list.keys();
  }

  @Get('witnesses')
  @Open()
  @ApiOperation({
    summary: 'The centres that watch the log, and the largest head that each has cosigned',
    description:
      'Compare them with the log and with one another: two heads that contradict each other are a ' +
      'fork, whoever serves them.',
  })
  @ApiResponse({ status: 200, description: 'The witnesses.', type: WitnessListDto })
  @ApiProblems(503)
  witnesses(): Promise<WitnessListDto> {
    return this.list.witnesses();
  }

  @Get('tile/*path')
  @Open()
  @ApiOperation({
    summary: 'A tile of the log',
    description:
      'Hashes of 32 bytes, as c2sp.org/tlog-tiles has them: `0/x001/x234/067`, or `0/000.p/112` for ' +
      'fewer than 256. Entries are not served.',
  })
  @ApiParam({
    name: 'path',
    type: String,
    description: '`<level>/<index>[.p/<width>]`',
    example: '0/000',
  })
  @ApiResponse({
    status: 200,
    description: 'The hashes, one after the other.',
    content: { [bytes]: { schema: { type: 'string', format: 'binary' } } },
  })
  @ApiProblems(404, 503)
  async tile(@Req() { params }: Request, @Res() response: Response): Promise<void> {
    const path: unknown = params.path;
    const name = parseTilePath(Array.isArray(path) ? path.join('/') : String(path));
    const hashes = name && (await this.log.tile(name));
    if (!hashes) throw new Problem(404, 'not-found');
    send(response, hashes, bytes, tileCaching);
  }

  private async head(): Promise<PublishedHead> {
    const head = await this.log.head();
    if (!head) throw new Problem(404, 'not-found');
    return head;
  }
}

/** The same for everyone, whoever asks and in whatever language. */
function send(response: Response, body: string | Buffer, type: string, caching: string): void {
  response.removeHeader('Vary');
  response.setHeader('Cache-Control', caching).setHeader('Content-Type', type).send(body);
}
