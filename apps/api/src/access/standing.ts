import {
  Injectable,
  type OnApplicationBootstrap,
  type OnApplicationShutdown,
} from '@nestjs/common';
import {
  type CentreCode,
  type Centres,
  centreOfPlace,
  type Grant,
  type Grants,
  placeOfProposal,
  type Role,
} from '#domain';
import { AccessLedger, BookLedger, CentresLedger } from '#ledger';
import { notYourCentre, notYourRole, Problem } from '../problems/problem';
import { proposalPlace } from '../proposals/proposal-place';
import { wholeInstallation } from './principal';
import type { Requirement } from './requirement';

/** Both streams that decide who may do what, as of one moment. */
interface Ground {
  readonly grants: Grants;
  readonly centres: Centres;
}

/** What the path names. */
export interface Target {
  readonly code?: CentreCode;
  readonly proposal?: string;
}

type CentreRequirement = Exclude<Requirement, { kind: 'open' | 'logged-in' | 'keeps-user' }>;

/** How often the grants and centres that other processes store are read. */
const othersHeardMs = 1_000;

const posting: readonly Role[] = ['supervisor', 'clerk'];
const supervising: readonly Role[] = ['supervisor'];

const isOfAll = (centres: Centres, { centre }: Grant): boolean =>
  centre === wholeInstallation || centre === centres.top?.code;

/** Codes that nobody has registered lie within the whole only. */
function covers(centres: Centres, grant: Grant, code: CentreCode): boolean {
  return isOfAll(centres, grant) || centres.isWithin(code, grant.centre);
}

/** The first grant that fits, in the order of the roles. */
function firstOf(
  grants: readonly Grant[],
  roles: readonly Role[],
  fits: (grant: Grant) => boolean,
): Grant | undefined {
  return roles.flatMap((role) => grants.filter((grant) => grant.role === role)).find(fits);
}

/** The same, or the problem; the difference between wrong role and wrong centre else. */
function choose(
  grants: readonly Grant[],
  roles: readonly Role[],
  fits: (grant: Grant) => boolean,
): Grant | Problem {
  const grant = firstOf(grants, roles, fits);
  if (grant) return grant;
  return grants.some(({ role }) => roles.includes(role)) ? notYourCentre() : notYourRole();
}

function judgeKeeps(centres: Centres, grants: readonly Grant[], code: CentreCode): Grant | Problem {
  const supervisor = choose(grants, ['supervisor'], ({ centre }) => centre === code);
  if (!(supervisor instanceof Problem)) return supervisor;
  const admin = choose(grants, ['admin'], (grant) => covers(centres, grant, code));
  return admin instanceof Problem && supervisor.code === 'not-your-centre' ? supervisor : admin;
}

function judgeApproves(
  centres: Centres,
  grants: readonly Grant[],
  proposal: string,
): Grant | Problem {
  if (!grants.some(({ role }) => role === 'supervisor')) return notYourRole();
  return judgeOwnOrParents(centres, grants, centreOfPlace(proposalPlace(proposal), centres) ?? '');
}

/** A supervisor of the centre, else of its parent. */
function judgeOwnOrParents(
  centres: Centres,
  grants: readonly Grant[],
  code: CentreCode,
): Grant | Problem {
  const parent = centres.get(code)?.parent;
  const own = choose(grants, ['supervisor'], ({ centre }) => centre === code);
  return own instanceof Problem
    ? choose(grants, ['supervisor'], ({ centre }) => centre === parent)
    : own;
}

function judge(
  { centres }: Ground,
  held: readonly Grant[],
  requirement: CentreRequirement,
  { code = '', proposal = '' }: Target,
): Grant | Problem {
  switch (requirement.kind) {
    case 'role':
      return choose(held, requirement.roles, () => true);
    case 'posts':
      return choose(held, posting, ({ centre }) => centre === code);
    case 'posts-above':
      return choose(held, posting, ({ centre }) => centre === centres.get(code)?.parent);
    case 'reviews':
      return choose(held, ['supervisor'], ({ centre }) => centre === centres.get(code)?.parent);
    case 'leads':
      return choose(held, supervising, ({ centre }) => centre === code);
    case 'supervises':
      return choose(
        held,
        ['supervisor'],
        ({ centre }) => centre === code || centre === centres.top?.code,
      );
    case 'reads':
      return held.find((grant) => covers(centres, grant, code)) ?? notYourCentre();
    case 'keeps':
      return judgeKeeps(centres, held, code);
    case 'governs':
      return choose(held, ['supervisor'], ({ centre }) => centre === centres.top?.code);
    case 'audits':
      return choose(held, ['auditor'], (grant) => isOfAll(centres, grant));
    case 'closes':
      return judgeOwnOrParents(centres, held, code);
    case 'approves':
      return judgeApproves(centres, held, proposal);
    default:
      requirement satisfies never;
      throw new Error('unknown requirement');
  }
}

/**
 * Who may do what where, from the grants and the tree of centres. A yes may rest on what this
 * process knows; before a no, what others have stored is read, as in the command loop.
 */
@Injectable()
export class Standing implements OnApplicationBootstrap, OnApplicationShutdown {
  private watching: NodeJS.Timeout | undefined;

  constructor(
    private readonly access: AccessLedger,
    private readonly tree: CentresLedger,
    private readonly books: BookLedger,
  ) {}

  /** What other processes withdraw ends here within a second, without asking at every request. */
  onApplicationBootstrap(): void {
    this.watching = setInterval(() => {
      // A store that is away changes no grants; requests say so themselves.
      this.ground(true).catch(() => undefined);
    }, othersHeardMs).unref();
  }

  onApplicationShutdown(): void {
    clearInterval(this.watching);
  }

  async grantsOf(userId: string): Promise<readonly Grant[]> {
    return (await this.access.grants({ fresh: false })).of(userId);
  }

  centres(): Promise<Centres> {
    return this.tree.centres({ fresh: false });
  }

  /**
   * The grant by which the user may.
   *
   * @throws Problem 403, 404 when the path names a centre that does not exist
   */
  async require(userId: string, requirement: CentreRequirement, target: Target): Promise<Grant> {
    const settling = await this.grantOverClosed(userId, requirement, target);
    if (settling) return settling;
    const quick = await this.judgeOn(await this.ground(false), userId, requirement, target);
    if (!(quick instanceof Problem)) return quick;
    const own = await this.grantOfAuthor(userId, requirement, target);
    if (own) return own;
    const sure = await this.judgeOn(await this.ground(true), userId, requirement, target);
    if (sure instanceof Problem) throw sure;
    return sure;
  }

  /** Whether a grant reaches a centre: its own or one below it. */
  async covers(grant: Grant, code: CentreCode): Promise<boolean> {
    return (
      covers(await this.tree.centres({ fresh: false }), grant, code) ||
      covers(await this.tree.centres({ fresh: true }), grant, code)
    );
  }

  /** Whether a grant reaches every centre, and those that nobody has registered. */
  async isOfAll(grant: Grant): Promise<boolean> {
    return isOfAll(await this.centres(), grant);
  }

  /** The centres at and below which a user may read; undefined for the whole installation. */
  async roots(grants: readonly Grant[]): Promise<readonly CentreCode[] | undefined> {
    const centres = await this.centres();
    if (grants.some((grant) => isOfAll(centres, grant))) return undefined;
    return [...new Set(grants.map(({ centre }) => centre))];
  }

  /**
   * C18: in the book of a closed centre users of its parent post. Only they make us ask the book;
   * that it is not closed is believed only of what is stored now.
   */
  private async grantOverClosed(
    userId: string,
    requirement: CentreRequirement,
    { code, proposal = '' }: Target,
  ): Promise<Grant | undefined> {
    if (requirement.kind !== 'posts' && requirement.kind !== 'approves') return undefined;
    const place = requirement.kind === 'approves' ? placeOfProposal(proposal) : undefined;
    const centre = place?.kind === 'book' ? place.centre : code;
    const { grants, centres } = await this.ground(false);
    const parent = centres.get(centre ?? '')?.parent;
    if (centre === undefined || parent === undefined) return undefined;
    const roles = requirement.kind === 'posts' ? posting : supervising;
    const grant = firstOf(grants.of(userId), roles, (held) => held.centre === parent);
    if (!grant) return undefined;
    const isClosed = async (fresh: boolean) =>
      (await this.books.book(centre, { fresh })).closedOn !== undefined;
    return (await isClosed(false)) || (await isClosed(true)) ? grant : undefined;
  }

  /**
   * The grant by which the user asked for what they may withdraw. Outside books only supervisors
   * ask. Only who posts in that book makes us ask it: what it says of an author is final.
   */
  private async grantOfAuthor(
    userId: string,
    requirement: CentreRequirement,
    { proposal = '' }: Target,
  ): Promise<Grant | undefined> {
    if (requirement.kind !== 'approves' || !requirement.orAuthor) return undefined;
    const place = placeOfProposal(proposal);
    if (place?.kind !== 'book') return undefined;
    const { grants, centres } = await this.ground(false);
    const places = [place.centre, centres.get(place.centre)?.parent];
    const held = grants
      .of(userId)
      .filter(({ role, centre }) => posting.includes(role) && places.includes(centre));
    if (held.length === 0) return undefined;
    const made = async (fresh: boolean) =>
      (await this.books.book(place.centre, { fresh })).proposals.get(proposal);
    const author = ((await made(false)) ?? (await made(true)))?.author;
    if (author?.user !== userId) return undefined;
    return held.find(({ centre }) => centre === author.centre);
  }

  private async ground(fresh: boolean): Promise<Ground> {
    const [grants, centres] = await Promise.all([
      this.access.grants({ fresh }),
      this.tree.centres({ fresh }),
    ]);
    return { grants, centres };
  }

  private judgeOn(
    ground: Ground,
    userId: string,
    requirement: CentreRequirement,
    target: Target,
  ): Grant | Problem {
    const grant = judge(ground, ground.grants.of(userId), requirement, target);
    if (grant instanceof Problem || target.code === undefined) return grant;
    return ground.centres.get(target.code) ? grant : new Problem(404, 'unknown-centre');
  }
}
