import { randomUUID } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { shanghaiDate } from '#domain';
import { ADMINISTRATOR, Identity } from '#identity';
import { AccessLedger } from '#ledger';
import { Clock } from '../requests/clock';
import { keptPassword } from './password-file';
import { wholeInstallation } from './principal';

/** Stands for the program itself where an event names who granted. */
const installer = '00000000-0000-4000-8000-000000000000';

export interface MadeAdministrator {
  readonly username: string;
  /** Only when it was drawn here: to be shown once. */
  readonly password?: string;
}

/**
 * The administrator of a fresh installation: user `admin`, with the role at the whole
 * installation. Row and grant are two steps; a start that was killed between them is made good by
 * the next one.
 */
@Injectable()
export class FirstAdministrator {
  constructor(
    private readonly identity: Identity,
    private readonly access: AccessLedger,
    private readonly clock: Clock,
  ) {}

  /**
   * Makes what is missing. `password` is the one that the operator chose; without it one is kept in
   * the data folder and answered, when the user was made here, to be shown once.
   */
  async ensure(password: string | undefined, dataFolder: string): Promise<MadeAdministrator> {
    const { users } = this.identity;
    const existing = await users.byUsername(ADMINISTRATOR);
    const chosen = existing ? undefined : (password ?? keptPassword(dataFolder));
    const user = existing ?? (await users.bootstrapAdministrator({ password: chosen })).user;
    const grants = (await this.access.grants({ fresh: true })).of(user.id);
    if (grants.length === 0) await this.grant(user.id);
    const isToldOnce = chosen !== undefined && password === undefined;
    return { username: ADMINISTRATOR, ...(isToldOnce ? { password: chosen } : {}) };
  }

  private async grant(user: string): Promise<void> {
    const now = this.clock.now();
    const requestId = randomUUID();
    await this.access.execute(
      { requestId, principal: installer, fingerprint: '' },
      {
        type: 'GrantRole',
        user,
        role: 'admin',
        backdate: false,
        centre: wholeInstallation,
        occurredOn: shanghaiDate(now),
        decidedAt: now.toISOString(),
        by: {
          user: installer,
          role: 'admin',
          centre: wholeInstallation,
          displayName: 'Liushui',
          backdate: false,
        },
      },
    );
  }
}
