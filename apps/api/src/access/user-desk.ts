import { randomUUID } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import type { CentreCode, Grant, Refusal, Role } from '#domain';
import { API_KEYS_PER_USER_MAX, Identity, type User } from '#identity';
import { AccessLedger, ChangeAccess, type Outcome, type Request, requestKeyHash } from '#ledger';
import { malformed, notYourCentre, Problem, RefusedProblem } from '../problems/problem';
import type { CallerState } from '../requests/caller';
import { Clock } from '../requests/clock';
import { CommandContexts, requestOf } from '../requests/command-context';
import { readCursor, writeCursor } from '../requests/cursor';
import type { CommandOrder } from '../requests/order';
import { replyTo } from '../requests/outcome-reply';
import { limitOf, type PageQueryDto } from '../requests/query.dto';
import { Reply } from '../requests/reply';
import type {
  ApiKeyDto,
  ApiKeyListDto,
  ChangeUserDto,
  CreateUserDto,
  UserDto,
  UserPageDto,
} from './access.dto';
import { KnownUsers } from './known-users';
import { wholeInstallation } from './principal';
import { describeUser } from './sessions';
import { Standing } from './standing';
import { UserScope } from './user-scope';

interface RoleAt {
  readonly role: Role;
  readonly centre: CentreCode;
  readonly backdate: boolean;
}

const apiKeyId = /^[0-9a-f]{16}$/;

type By = Pick<CommandOrder, 'principal' | 'grant'>;

/** Users are rows, their roles are events: the row comes first, so that a kill leaves no loose grant. */
@Injectable()
export class UserDesk {
  constructor(
    private readonly bus: CommandBus,
    private readonly contexts: CommandContexts,
    private readonly identity: Identity,
    private readonly access: AccessLedger,
    private readonly known: KnownUsers,
    private readonly standing: Standing,
    private readonly scope: UserScope,
    private readonly clock: Clock,
  ) {}

  /**
   * Creating is done again from the start when it was interrupted: a user without any grant counts
   * as not created yet.
   */
  async create(order: CommandOrder, body: CreateUserDto): Promise<Reply> {
    const { centre, roles, backdate = false } = body;
    await this.assertCentre(order.grant, centre);
    assertSeparate(roles);
    const grants = roles.map((role) => ({ role, centre, backdate }));
    if (order.dryRun) {
      const wouldAppend = roles.map(() => 'RoleGranted');
      return new Reply(200, { wouldAppend, refusals: [], warnings: [] });
    }
    const user = await this.rowFor(order, body);
    const outcomes: Outcome[] = [];
    for (const grant of grants) outcomes.push(await this.grant(order, user.id, grant));
    return this.answerCreated(order, user, outcomes);
  }

  async list({ principal }: CallerState, query: PageQueryDto): Promise<UserPageDto> {
    const admin = principal.grants.find(({ role }) => role === 'admin');
    if (!admin) throw notYourCentre();
    const limit = limitOf(query);
    const [after] = readCursor(query.after, 1);
    const users = await this.identity.users.list({ after, limit });
    const items: UserDto[] = [];
    for (const user of users) {
      const grants = await this.standing.grantsOf(user.id);
      if (await this.scope.reaches(admin, grants)) items.push(describeUser(user, grants));
    }
    const last = users.length < limit ? undefined : users.at(-1);
    return { items, next: last ? writeCursor(last.username) : null };
  }

  async change(caller: CallerState, username: string, body: ChangeUserDto): Promise<UserDto> {
    const { displayName, password, disabled } = body;
    const grant = caller.principal.grants.find(({ role }) => role === 'admin');
    if (!grant) throw notYourCentre();
    if (body.centre !== undefined) await this.assertCentre(grant, body.centre);
    const before = await this.identity.users.byUsername(username);
    if (!before) throw new Problem(404, 'unknown-user');
    const wanted = wantedRoles(await this.standing.grantsOf(before.id), body);
    if (wanted && before.id === caller.principal.userId) throw new Problem(403, 'own-roles');
    if (wanted) assertSeparate(wanted.map(({ role }) => role));
    const user = await this.identity.users.change(username, { displayName, password, disabled });
    if (!user) throw new Problem(404, 'unknown-user');
    this.known.forget();
    if (wanted) await this.setRoles(caller, grant, user.id, wanted);
    return describeUser(user, await this.standing.grantsOf(user.id));
  }

  async keys(username: string): Promise<ApiKeyListDto> {
    const user = await this.identity.users.byUsername(username);
    if (!user) throw new Problem(404, 'unknown-user');
    const keys = await this.identity.apiKeys.list(user.id);
    const items = keys.map(({ id, createdAt }) => ({ id, createdAt: createdAt.toISOString() }));
    return { items, next: null };
  }

  /** With a key that another made nobody makes one that would count as their own. */
  async createKey({ principal }: CallerState, username: string): Promise<ApiKeyDto> {
    const user = await this.identity.users.byUsername(username);
    if (!user) throw new Problem(404, 'unknown-user');
    if (principal.isByKeyOfAnother && user.id === principal.userId) {
      throw new Problem(403, 'key-of-another');
    }
    const issued = await this.identity.apiKeys.issue(user.id, principal.userId);
    if (issued === 'too-many') {
      throw new Problem(422, 'too-many-api-keys', { params: { max: API_KEYS_PER_USER_MAX } });
    }
    return { id: issued.id, key: issued.key };
  }

  async deleteKey(username: string, id: string): Promise<void> {
    const user = await this.identity.users.byUsername(username);
    if (!user) throw new Problem(404, 'unknown-user');
    const isDeleted = apiKeyId.test(id) && (await this.identity.apiKeys.revoke(user.id, id));
    this.known.forget();
    if (!isDeleted) throw new Problem(404, 'unknown-api-key');
  }

  /** @throws Problem 403 outside the administrator's reach, RefusedProblem when there is no such centre */
  private async assertCentre(admin: Grant, centre: CentreCode): Promise<void> {
    if (!(await this.standing.covers(admin, centre))) throw notYourCentre();
    if ((await this.standing.centres()).get(centre)) return;
    const refusal: Refusal = {
      rule: 'C1',
      code: 'centre-unknown',
      path: '/centre',
      params: { centre },
    };
    throw new RefusedProblem([refusal]);
  }

  /** The row to grant roles to: a new one, or the one that this very request made before. */
  private async rowFor(order: CommandOrder, body: CreateUserDto): Promise<User> {
    const { username, displayName, password } = body;
    const created = await this.identity.users.create({ username, displayName, password });
    if (created !== 'username-taken') return created;
    const found = await this.identity.users.byUsername(username);
    if (!found) throw new Problem(422, 'username-taken');
    if (await this.isAnswered(order, body.roles[0])) return found;
    const grants = (await this.access.grants({ fresh: true })).of(found.id);
    if (grants.length > 0) throw new Problem(422, 'username-taken');
    const repaired = await this.identity.users.change(username, { displayName, password });
    this.known.forget();
    return repaired ?? found;
  }

  /** Whether the idempotency key has granted this role before: then the answer is a replay. */
  private async isAnswered(order: CommandOrder, role: Role): Promise<boolean> {
    const { idempotencyKey } = this.requestFor(order, role);
    if (idempotencyKey === undefined) return false;
    const key = requestKeyHash(order.principal.userId, idempotencyKey);
    const { requests } = await this.access.grants({ fresh: true });
    return requests.find(key, this.clock.now()) !== undefined;
  }

  /** One append a role, each with an id and a key of its own: a replay finds that append alone. */
  private requestFor(order: CommandOrder, role: Role): Request {
    const request = { ...requestOf(order), requestId: randomUUID() };
    if (request.idempotencyKey === undefined) return request;
    return { ...request, idempotencyKey: `${request.idempotencyKey} ${role}` };
  }

  private grant(order: CommandOrder, user: string, { role, centre, backdate }: RoleAt) {
    const context = this.contexts.of(order, centre);
    const command = { type: 'GrantRole', user, role, backdate, ...context } as const;
    return this.bus.execute(new ChangeAccess(this.requestFor(order, role), command));
  }

  private async answerCreated(
    order: CommandOrder,
    user: User,
    outcomes: readonly Outcome[],
  ): Promise<Reply> {
    const replies = outcomes.map((outcome) => replyTo(outcome, order.language));
    const last = replies.findLast(({ status }) => status === 201);
    const events = replies.flatMap(({ body }) => (body && 'events' in body ? body.events : []));
    const described = describeUser(user, await this.standing.grantsOf(user.id));
    const body = { ...last?.body, events, ...described, user: described };
    return new Reply(201, body, last?.headers);
  }

  /** Withdraws first: between the two steps a user holds too little rather than too much. */
  private async setRoles(
    { requestId, principal }: CallerState,
    grant: Grant,
    user: string,
    wanted: readonly RoleAt[],
  ): Promise<void> {
    const by: By = { principal, grant };
    const request = { requestId, principal: principal.userId, fingerprint: '' };
    const held = (await this.access.grants({ fresh: true })).of(user);
    for (const { role, centre } of held) {
      if (wanted.some((one) => one.role === role && one.centre === centre)) continue;
      const context = this.contexts.of(by, centre);
      await this.bus.execute(
        new ChangeAccess(request, { type: 'WithdrawRole', user, role, ...context }),
      );
    }
    for (const { role, centre, backdate } of wanted) {
      const context = this.contexts.of(by, centre);
      await this.bus.execute(
        new ChangeAccess(request, { type: 'GrantRole', user, role, backdate, ...context }),
      );
    }
  }
}

const posting: readonly Role[] = ['clerk', 'supervisor'];

/** @throws Problem 422 when one user would both give rights and use them */
function assertSeparate(roles: readonly Role[]): void {
  if (roles.includes('admin') && roles.some((role) => posting.includes(role))) {
    throw new Problem(422, 'admin-posts-nothing');
  }
}

/**
 * The roles as they shall be; undefined when nothing about them is asked.
 *
 * @throws Problem 400 when roles are given to a user who has no centre, and none is named
 */
function wantedRoles(held: readonly Grant[], body: ChangeUserDto): RoleAt[] | undefined {
  if (body.roles === undefined && body.backdate === undefined && body.centre === undefined) {
    return undefined;
  }
  const roles = body.roles ?? [...new Set(held.map(({ role }) => role))];
  const centre = body.centre ?? held.at(-1)?.centre;
  if (roles.length === 0) return [];
  if (centre === undefined) {
    throw malformed({ path: '/roles', code: 'together', params: { other: 'centre' } });
  }
  const isBackdate = body.backdate ?? held.some(({ backdate }) => backdate);
  return roles.map((role) => ({
    role,
    centre,
    backdate: isBackdate && centre !== wholeInstallation,
  }));
}
