import { Body, Controller, Get, Post, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { AuditLedger } from '#ledger';
import { Audits, LoggedIn } from '../access/requirement';
import { Caller, type CallerState } from '../requests/caller';
import { CommandContexts, requestOf } from '../requests/command-context';
import { CommandRoute, QueryRoute } from '../requests/documented';
import { type CommandOrder, Order } from '../requests/order';
import { replyTo } from '../requests/outcome-reply';
import type { Reply } from '../requests/reply';
import { AuditReportBodyDto, AuditReportPageDto, AuditReportQueryDto } from './audit.dto';
import { AuditReader } from './audit-reader';

/** What auditors have found with programs of their own. */
@ApiTags('audit')
@Controller('audit/reports')
export class AuditController {
  constructor(
    private readonly ledger: AuditLedger,
    private readonly contexts: CommandContexts,
    private readonly reader: AuditReader,
  ) {}

  @Post()
  @Audits()
  @CommandRoute({
    summary: 'File what a check of one’s own found (AR-1 to AR-5)',
    description:
      'By an auditor of the top centre, in person or with a key of their own. Nothing that a ' +
      'report says of the log is judged here: only a report that contradicts itself is refused. It ' +
      'becomes an event, and so a leaf of the log.',
    secondUser: 'never',
  })
  async file(@Order() order: CommandOrder, @Body() body: AuditReportBodyDto): Promise<Reply> {
    const context = this.contexts.of(order, order.grant.centre);
    const command = { type: 'FileAuditReport', report: { ...body }, ...context } as const;
    return replyTo(await this.ledger.execute(requestOf(order), command), order.language);
  }

  @Get()
  @LoggedIn()
  @QueryRoute({
    summary: 'What auditors filed, newest first',
    description:
      'Each is the word of that auditor, and no more: whoever doubts it runs the check. Findings, ' +
      'the reason and what `reconcile` counted are told to who reads the whole installation; others ' +
      'learn how many findings there are. At most 50 in a page; a page may have fewer, or none, ' +
      'and still a `next`: only without it is there nothing more. An event that cannot be read is ' +
      'told in `unreadable`, and keeps nobody from the others.',
    answer: AuditReportPageDto,
  })
  list(
    @Caller() caller: CallerState,
    @Query() query: AuditReportQueryDto,
  ): Promise<Reply<AuditReportPageDto>> {
    return this.reader.list(caller, query);
  }
}
