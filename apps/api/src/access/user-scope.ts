import { Injectable } from '@nestjs/common';
import type { Grant } from '#domain';
import { Identity } from '#identity';
import { notYourCentre, Problem } from '../problems/problem';
import type { Principal } from './principal';
import { Standing } from './standing';

/** Whose account an administrator may look after: of users at or below the own centre. */
@Injectable()
export class UserScope {
  constructor(
    private readonly identity: Identity,
    private readonly standing: Standing,
  ) {}

  /**
   * @param self whether users may do it for themselves
   * @throws Problem 403, 404
   */
  async require(principal: Principal, username: string, self: boolean): Promise<void> {
    if (self && username === principal.username) return;
    const admin = await this.standing.require(
      principal.userId,
      { kind: 'role', roles: ['admin'] },
      {},
    );
    const user = await this.identity.users.byUsername(username);
    if (!user) throw new Problem(404, 'unknown-user');
    const grants = await this.standing.grantsOf(user.id);
    if (!(await this.reaches(admin, grants))) throw notYourCentre();
  }

  /** Users without any role are left to the administrators of the whole installation. */
  async reaches(admin: Grant, grants: readonly Grant[]): Promise<boolean> {
    if (await this.standing.isOfAll(admin)) return true;
    for (const { centre } of grants) {
      if (!(await this.standing.covers(admin, centre))) return false;
    }
    return grants.length > 0;
  }
}
