import { randomUUID } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { shanghaiDate } from '#domain';
import { ADMINISTRATOR, drawPassword, Identity } from '#identity';
import { AccessLedger } from '#ledger';
import { Clock } from '../requests/clock';
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

  /** Undefined when there was an administrator already. */
  async ensure(password: string | undefined): Promise<MadeAdministrator | undefined> {
    const drawn = password ?? drawPassword();
    const { created, user } = await this.identity.users.bootstrapAdministrator({ password: drawn });
    const grants = (await this.access.grants({ fresh: true })).of(user.id);
    if (grants.length === 0) await this.grant(user.id);
    if (!created) return undefined;
    return { username: ADMINISTRATOR, ...(password === undefined ? { password: drawn } : {}) };
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
