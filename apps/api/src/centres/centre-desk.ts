import { Injectable } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import type { CentreCode } from '#domain';
import { ChangeCentres } from '#ledger';
import { parseVerifierKey, signatureTypes } from '#transparency';
import { Standing } from '../access/standing';
import { notYourCentre } from '../problems/problem';
import { CommandContexts, requestOf } from '../requests/command-context';
import type { CommandOrder } from '../requests/order';
import { replyTo } from '../requests/outcome-reply';
import type { Reply } from '../requests/reply';
import type { AppointManagerDto, RegisterCentreDto, RegisterWitnessKeyDto } from './centres.dto';
import type { SetPolicyDto } from './policy.dto';

@Injectable()
export class CentreDesk {
  constructor(
    private readonly bus: CommandBus,
    private readonly contexts: CommandContexts,
    private readonly standing: Standing,
  ) {}

  /** An administrator registers below the own centre; the top centre only one of the whole. */
  async register(order: CommandOrder, body: RegisterCentreDto): Promise<Reply> {
    const { occurredOn, ...command } = body;
    if (!(await this.standing.covers(order.grant, command.parent ?? command.code))) {
      throw notYourCentre();
    }
    const context = this.contexts.of(order, command.code, occurredOn);
    const change = new ChangeCentres(requestOf(order), {
      type: 'RegisterCentre',
      ...command,
      ...context,
    });
    return replyTo(await this.bus.execute(change), order.language);
  }

  async setPolicy(order: CommandOrder, name: string, body: SetPolicyDto): Promise<Reply> {
    const { occurredOn, ...command } = body;
    const context = this.contexts.of(order, order.grant.centre, occurredOn);
    const change = new ChangeCentres(requestOf(order), {
      type: 'SetPolicy',
      name,
      ...command,
      ...context,
    });
    return replyTo(await this.bus.execute(change), order.language);
  }

  async appointManager(
    order: CommandOrder,
    code: CentreCode,
    body: AppointManagerDto,
  ): Promise<Reply> {
    const { occurredOn, ...command } = body;
    const context = this.contexts.of(order, code, occurredOn);
    const change = new ChangeCentres(requestOf(order), {
      type: 'AppointManager',
      ...command,
      ...context,
    });
    return replyTo(await this.bus.execute(change), order.language);
  }

  async registerWitnessKey(
    order: CommandOrder,
    code: CentreCode,
    { occurredOn, key }: RegisterWitnessKeyDto,
  ): Promise<Reply> {
    const context = this.contexts.of(order, code, occurredOn);
    const isWellFormed = parseVerifierKey(key)?.type === signatureTypes.cosignature;
    const change = new ChangeCentres(requestOf(order), {
      type: 'RegisterWitnessKey',
      key,
      isWellFormed,
      ...context,
    });
    return replyTo(await this.bus.execute(change), order.language);
  }
}
