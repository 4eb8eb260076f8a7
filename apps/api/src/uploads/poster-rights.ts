import { Injectable } from '@nestjs/common';
import type { CentreCode, CommandContext } from '#domain';
import { KnownUsers } from '../access/known-users';
import { Standing } from '../access/standing';
import { Problem } from '../problems/problem';
import { CommandContexts } from '../requests/command-context';
import type { Reason } from './reasons';

/** As whom an upload is posted: its user, with the rights they have when a piece is posted. */
@Injectable()
export class PosterRights {
  constructor(
    private readonly known: KnownUsers,
    private readonly standing: Standing,
    private readonly contexts: CommandContexts,
  ) {}

  /** The command's context, or why this user may post nothing any more. */
  async contextOf(
    { userId, centre }: { readonly userId: string; readonly centre: CentreCode },
    occurredOn: string,
  ): Promise<CommandContext | { readonly refused: readonly Reason[] }> {
    const user = await this.known.byId(userId);
    if (!user || user.disabledAt) return { refused: [{ kind: 'upload', code: 'uploader-gone' }] };
    const { username, displayName } = user;
    const principal = { userId, username, displayName, grants: [], isByKeyOfAnother: false };
    try {
      const grant = await this.standing.require(userId, { kind: 'posts' }, { code: centre });
      return this.contexts.of({ principal, grant }, centre, occurredOn);
    } catch (error) {
      if (!(error instanceof Problem)) throw error;
      return { refused: [{ kind: 'upload', code: error.code }] };
    }
  }
}
