import { Controller, Get, Res } from '@nestjs/common';
import { ApiOperation, ApiProduces, ApiProperty, ApiResponse, ApiTags } from '@nestjs/swagger';
import type { Response } from 'express';
import { Open } from '../access/requirement';
import { ApiProblems } from '../problems/api-problems';
import { Metrics } from './metrics';
import { Readiness } from './readiness';

export class AliveDto {
  @ApiProperty({ enum: ['alive'] })
  status!: 'alive';
}

export class ReadyDto {
  @ApiProperty({ enum: ['ready'] })
  status!: 'ready';

  @ApiProperty({ example: '48213', description: 'position that the views have reached' })
  position!: string;
}

@ApiTags('operation')
@Open()
@Controller()
export class HealthController {
  constructor(
    private readonly readiness: Readiness,
    private readonly metrics: Metrics,
  ) {}

  @Get('health/live')
  @ApiOperation({ summary: 'The process runs' })
  @ApiResponse({ status: 200, type: AliveDto })
  live(): AliveDto {
    return { status: 'alive' };
  }

  @Get('health/ready')
  @ApiOperation({
    summary: 'Store and Postgres answer, the views are there, the projector works',
    description: 'Otherwise 503, and the problem document names what is away.',
  })
  @ApiResponse({ status: 200, type: ReadyDto })
  @ApiProblems(503)
  async ready(): Promise<ReadyDto> {
    return { status: 'ready', position: String(await this.readiness.check()) };
  }

  @Get('metrics')
  @ApiOperation({ summary: 'Prometheus metrics' })
  @ApiProduces('text/plain')
  @ApiResponse({ status: 200, description: 'Text exposition format.' })
  async scrape(@Res() response: Response): Promise<void> {
    const text = await this.metrics.registry.metrics();
    response.setHeader('Content-Type', this.metrics.registry.contentType).send(text);
  }
}
