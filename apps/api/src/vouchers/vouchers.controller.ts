import { Body, Controller, Get, Param, Post, Query, Res } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { Response } from 'express';
import { LoggedIn, PostsOnVoucher, PostsToBook } from '../access/requirement';
import { BookDesk } from '../custody/book-desk';
import { asPage, PageRoute } from '../forms/form-route';
import { Caller, type CallerState } from '../requests/caller';
import { CommandRoute, QueryRoute } from '../requests/documented';
import { type CommandOrder, Order } from '../requests/order';
import type { Reply } from '../requests/reply';
import { VoucherReader } from './voucher-reader';
import {
  IssueVouchersDto,
  ReplaceVoucherDto,
  VoidVoucherDto,
  VoucherPageDto,
  VoucherQueryDto,
  VoucherWithHolderDto,
} from './vouchers.dto';

/** Vouchers: paper proofs of a pass, given while blanks are short. */
@ApiTags('vouchers')
@Controller()
export class VouchersController {
  constructor(
    private readonly desk: BookDesk,
    private readonly reader: VoucherReader,
  ) {}

  @Post('centres/:code/vouchers')
  @PostsToBook()
  @CommandRoute({
    summary: 'Issue vouchers to those who passed, while blanks are short (V1)',
    description:
      'At most 1,000 lines; the whole post succeeds or none of it. A voucher number begins with ' +
      'the centre’s 8-digit code; 1 to 20 capital letters, digits and hyphens follow, the last of ' +
      'them a digit (N7). A centre that holds blanks enough is warned.',
  })
  issue(
    @Param('code') code: string,
    @Order() order: CommandOrder,
    @Body() body: IssueVouchersDto,
  ): Promise<Reply> {
    const { occurredOn, ...command } = body;
    return this.desk.post(order, code, occurredOn, { type: 'IssueVouchers', ...command });
  }

  @Post('centres/:code/vouchers/:voucher/replacement')
  @PostsOnVoucher()
  @CommandRoute({ summary: 'Replace a voucher that was lost while valid (V6)' })
  replace(
    @Param('code') code: string,
    @Param('voucher') voucherNumber: string,
    @Order() order: CommandOrder,
    @Body() body: ReplaceVoucherDto,
  ): Promise<Reply> {
    const { occurredOn, ...command } = body;
    return this.desk.post(order, code, occurredOn, {
      type: 'ReplaceVoucher',
      voucherNumber,
      ...command,
    });
  }

  @Post('centres/:code/vouchers/:voucher/void')
  @PostsOnVoucher()
  @CommandRoute({ summary: 'Void a voucher that is wrong or was altered (V2, V6)' })
  void(
    @Param('code') code: string,
    @Param('voucher') voucherNumber: string,
    @Order() order: CommandOrder,
    @Body() body: VoidVoucherDto,
  ): Promise<Reply> {
    const { occurredOn, reason } = body;
    return this.desk.post(order, code, occurredOn, { type: 'VoidVoucher', voucherNumber, reason });
  }

  @Get('vouchers')
  @LoggedIn()
  @QueryRoute({
    summary: 'Vouchers of the caller’s centre or below, newest posts first',
    answer: VoucherPageDto,
  })
  list(@Caller() caller: CallerState, @Query() query: VoucherQueryDto): Promise<Reply> {
    return this.reader.list(caller, query);
  }

  @Get('vouchers/:voucher')
  @LoggedIn()
  @QueryRoute({ summary: 'A voucher and what became of it', answer: VoucherWithHolderDto })
  one(@Caller() caller: CallerState, @Param('voucher') voucher: string): Promise<Reply> {
    return this.reader.one(caller, voucher);
  }

  @Get('vouchers/:voucher/print')
  @LoggedIn()
  @PageRoute({
    summary: 'A voucher in force as a page of A4 to print, in Chinese',
    description:
      'For clerks, supervisors and auditors. Its QR code opens the public check at the address ' +
      'that `LIUSHUI_PUBLIC_URL` names.',
    refuses: true,
  })
  async print(
    @Caller() caller: CallerState,
    @Param('voucher') voucher: string,
    @Res({ passthrough: true }) response: Response,
  ): Promise<string> {
    return asPage(response, await this.reader.printed(caller, voucher));
  }
}
