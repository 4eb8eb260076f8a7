import { Injectable } from '@nestjs/common';
import type { Centre, CentreCode, Centres } from '#domain';
import { Problem, RefusedProblem } from '../problems/problem';
import type { Principal } from './principal';
import { Standing } from './standing';

/** What a caller may read: everything at and below the own centre, never sideways or up. */
@Injectable()
export class Visibility {
  constructor(private readonly standing: Standing) {}

  /** The centre to list below: the one asked for, else the caller's; undefined for the whole tree. */
  async rootFor(
    principal: Principal,
    asked: CentreCode | undefined,
  ): Promise<CentreCode | undefined> {
    if (asked !== undefined) {
      await this.standing.require(principal.userId, { kind: 'reads' }, { code: asked });
      return asked;
    }
    const roots = await this.standing.roots(principal.grants);
    return roots === undefined ? undefined : (roots.at(-1) ?? noCentre);
  }

  /** Every centre, for names: what a centre is called is no secret. */
  centres(): Promise<Centres> {
    return this.standing.centres();
  }

  /**
   * The centre, which files and holds blanks itself: a station's answer would be empty for ever.
   * @throws Problem 404 for an unknown one, RefusedProblem for a station (C3)
   */
  async withBook(code: CentreCode): Promise<Centre> {
    const centre = (await this.standing.centres()).get(code);
    if (!centre) throw new Problem(404, 'unknown-centre');
    if (centre.tier !== 'station') return centre;
    const params = { centre: code };
    throw new RefusedProblem([{ rule: 'C3', code: 'station-holds-no-blanks', params }]);
  }

  /** Whether the caller reads everything there is. */
  async seesAll({ grants }: Principal): Promise<boolean> {
    return (await this.standing.roots(grants)) === undefined;
  }

  /** Whether the user may now read what lies at the centre. */
  async sees(userId: string, code: CentreCode): Promise<boolean> {
    const roots = await this.standing.roots(await this.standing.grantsOf(userId));
    if (roots === undefined) return true;
    const centres = await this.standing.centres();
    return roots.some((root) => centres.isWithin(code, root));
  }

  /** Whether any of the centres lies at or below the caller's. */
  async seesAny(principal: Principal, codes: Iterable<CentreCode>): Promise<boolean> {
    const roots = await this.standing.roots(principal.grants);
    if (roots === undefined) return true;
    const centres = await this.standing.centres();
    for (const code of codes) {
      if (roots.some((root) => centres.isWithin(code, root))) return true;
    }
    return false;
  }
}

/** The code of no centre: a user without any role lists nothing. */
const noCentre: CentreCode = '';
