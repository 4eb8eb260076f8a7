import { createHash } from 'node:crypto';
import { setTimeout } from 'node:timers/promises';
import { type TestEngine, testPostgres } from '#testing';
import { PrimaryDatabase } from '../primary/primary-database';
import { API_KEYS_PER_USER_MAX, ApiKeys } from './api-keys';
import { ApiKeyRow, RefreshTokenRow, UserRow } from './entities';
import { REFRESH_GRACE_SECONDS, RefreshTokens } from './refresh-tokens';
import { type User, Users } from './users';

const PASSWORD = 'correct horse 马';
const DAY_MS = 86_400_000;

let postgres: TestEngine;
let database: PrimaryDatabase;
let now: Date;
let users: Users;
let apiKeys: ApiKeys;
let refreshTokens: RefreshTokens;

beforeAll(async () => {
  postgres = await testPostgres();
  database = await PrimaryDatabase.open(postgres.url);
});

afterAll(async () => {
  await database.close();
  await postgres.stop();
});

beforeEach(async () => {
  await database.rows(RefreshTokenRow).deleteAll();
  await database.rows(ApiKeyRow).deleteAll();
  await database.rows(UserRow).deleteAll();
  now = new Date('2013-05-01T12:00:00Z');
  const clock = () => now;
  users = new Users(database, clock);
  apiKeys = new ApiKeys(database, clock);
  refreshTokens = new RefreshTokens(database, clock);
});

async function createUser(username: string): Promise<User> {
  const user = await users.create({ username, displayName: '李四', password: PASSWORD });
  if (user === 'username-taken') throw new Error(`${username} exists`);
  return user;
}

describe('users', () => {
  it('log in with their password, whatever the case of the name', async () => {
    const user = await createUser('Li.Si');
    expect(await users.verifyLogin('li.si', PASSWORD)).toEqual(user);
    expect(await users.verifyLogin('LI.SI', PASSWORD)).toEqual(user);
    for (const wrong of ['', 'Correct horse 马', `${PASSWORD} `, PASSWORD + 'x'.repeat(300)]) {
      expect(await users.verifyLogin('Li.Si', wrong)).toBeUndefined();
    }
    expect(await users.verifyLogin('nobody', PASSWORD)).toBeUndefined();
    expect(await users.verifyLogin('no such \u0000 name', PASSWORD)).toBeUndefined();
  });

  it('keep only an argon2id hash of it, with the parameters stated', async () => {
    await createUser('li.si');
    const { passwordHash } = await database.rows(UserRow).findOneByOrFail({});
    expect(passwordHash).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$/);
  });

  it('have names that are unique however they are written, also when two come at once', async () => {
    const results = await Promise.all(
      ['zhang', 'ZHANG', 'ｚｈａｎｇ'].map((username) =>
        users.create({ username, displayName: '张', password: PASSWORD }),
      ),
    );
    expect(results.filter((result) => result === 'username-taken')).toHaveLength(2);
    expect(await users.list({ limit: 10 })).toHaveLength(1);
  });

  it('are refused before they exist when a name or password is none', async () => {
    const good = { username: 'a', displayName: 'A', password: PASSWORD };
    for (const wrong of [
      { username: '' },
      { username: 'a b' },
      { username: '-a' },
      { username: 'x'.repeat(65) },
      { displayName: ' ' },
      { displayName: 'a\u0000b' },
      { displayName: 'x'.repeat(65) },
      { password: '' },
      { password: 'x'.repeat(257) },
    ]) {
      await expect(users.create({ ...good, ...wrong })).rejects.toThrow(RangeError);
    }
  });

  it('are listed page by page and found by id', async () => {
    for (const username of ['c', 'A', 'b']) await createUser(username);
    const first = await users.list({ limit: 2 });
    expect(first.map(({ username }) => username)).toEqual(['A', 'b']);
    const rest = await users.list({ limit: 2, after: first[1]?.username });
    expect(rest.map(({ username }) => username)).toEqual(['c']);
    const found = await users.byIds([first[0]!.id, 'not-an-id', rest[0]!.id]);
    expect([...found.values()].map(({ username }) => username).sort()).toEqual(['A', 'c']);
    expect(await users.byId(rest[0]!.id)).toEqual(rest[0]);
  });

  it('who change their password keep nothing of the old one', async () => {
    const { id } = await createUser('a');
    const { token } = await refreshTokens.begin(id);
    await users.change('A', { password: 'another password', displayName: '王五' });
    expect(await users.verifyLogin('a', PASSWORD)).toBeUndefined();
    expect(await users.verifyLogin('a', 'another password')).toMatchObject({ displayName: '王五' });
    expect(await refreshTokens.renew(token)).toEqual({ kind: 'refused' });
    expect(await users.change('nobody', { displayName: 'x' })).toBeUndefined();
  });

  it('who are disabled can do nothing until they are enabled', async () => {
    const { id } = await createUser('a');
    const { token } = await refreshTokens.begin(id);
    const issued = await apiKeys.issue(id, id);
    if (issued === 'too-many') throw new Error(issued);
    expect(await users.change('a', { disabled: true })).toMatchObject({ disabledAt: now });
    expect(await users.verifyLogin('a', PASSWORD)).toBeUndefined();
    expect(await apiKeys.verify(issued.key)).toBeUndefined();
    expect(await refreshTokens.renew(token)).toEqual({ kind: 'refused' });
    expect(await users.change('a', { disabled: false })).not.toHaveProperty('disabledAt');
    expect(await users.verifyLogin('a', PASSWORD)).toBeDefined();
    expect(await apiKeys.verify(issued.key)).toBeDefined();
  });
});

describe('the first administrator', () => {
  it('is made once by processes that start at once, with a password drawn for one of them', async () => {
    const results = await Promise.all([1, 2, 3, 4].map(() => users.bootstrapAdministrator()));
    const made = results.filter(({ created }) => created);
    expect(made).toHaveLength(1);
    expect(new Set(results.map(({ user }) => user.id)).size).toBe(1);
    expect(results.filter(({ password }) => password !== undefined)).toEqual(made);
    expect(await users.verifyLogin('admin', made[0]?.password ?? '')).toEqual(made[0]?.user);
    expect(await users.bootstrapAdministrator()).toEqual({ created: false, user: made[0]?.user });
  });

  it('has the password it was given, which is not answered', async () => {
    const made = await users.bootstrapAdministrator({ password: 'pw' });
    expect(made).toEqual({ created: true, user: made.user });
    expect(await users.verifyLogin('admin', 'pw')).toEqual(made.user);
    await users.bootstrapAdministrator({ password: 'other' });
    expect(await users.verifyLogin('admin', 'other')).toBeUndefined();
  });
});

describe('API keys', () => {
  it('name their user until they are revoked, and only a hash of them is kept', async () => {
    const user = await createUser('a');
    const issued = await apiKeys.issue(user.id, user.id);
    if (issued === 'too-many') throw new Error(issued);
    expect(issued.key).toMatch(new RegExp(`^lsk_${issued.id}_[A-Za-z0-9_-]{43}$`));
    expect(await apiKeys.verify(issued.key)).toEqual({ user, isOfAnother: false });
    const { secretHash } = await database.rows(ApiKeyRow).findOneByOrFail({});
    const secret = issued.key.slice(-43);
    expect(secretHash).toEqual(createHash('sha256').update(secret).digest());
    expect(await apiKeys.list(user.id)).toEqual([{ id: issued.id, createdAt: now }]);
    expect(await apiKeys.revoke(user.id, 'no such')).toBe(false);
    expect(await apiKeys.revoke(user.id, issued.id)).toBe(true);
    expect(await apiKeys.verify(issued.key)).toBeUndefined();
  });

  it('remember that somebody else made them; those of before are taken for such', async () => {
    const user = await createUser('a');
    const issued = await apiKeys.issue(user.id, (await createUser('b')).id);
    if (issued === 'too-many') throw new Error(issued);
    expect(await apiKeys.verify(issued.key)).toEqual({ user, isOfAnother: true });
    const own = await apiKeys.issue(user.id, user.id);
    if (own === 'too-many') throw new Error(own);
    await database.rows(ApiKeyRow).update({ id: own.id }, { madeBy: null });
    expect(await apiKeys.verify(own.key)).toEqual({ user, isOfAnother: true });
  });

  it('that are not ours are nobody’s', async () => {
    const user = await createUser('a');
    const issued = await apiKeys.issue(user.id, user.id);
    if (issued === 'too-many') throw new Error(issued);
    const last = issued.key.at(-2) === 'A' ? 'B' : 'A';
    for (const foreign of [
      '',
      'lsk_',
      issued.key.slice(0, -1),
      `${issued.key}x`,
      `${issued.key.slice(0, -2)}${last}${issued.key.at(-1)}`,
      `lsk_${'0'.repeat(16)}_${'A'.repeat(43)}`,
    ]) {
      expect(await apiKeys.verify(foreign)).toBeUndefined();
    }
  });

  it('are at most twenty a user, however fast they are asked for', async () => {
    const { id } = await createUser('a');
    const asked = Array.from({ length: API_KEYS_PER_USER_MAX + 5 }, () => apiKeys.issue(id, id));
    const refused = (await Promise.all(asked)).filter((result) => result === 'too-many');
    expect(refused).toHaveLength(5);
  });
});

describe('refresh tokens', () => {
  it('are good for one use, each giving the next', async () => {
    const user = await createUser('a');
    const first = await refreshTokens.begin(user.id);
    expect(first.expiresAt).toEqual(new Date(now.getTime() + 7 * DAY_MS));
    const second = await refreshTokens.renew(first.token);
    expect(second).toMatchObject({ kind: 'renewed', user });
    if (second.kind !== 'renewed') throw new Error(second.kind);
    expect(await refreshTokens.renew(second.token)).toMatchObject({ kind: 'renewed' });
  });

  it('used a second time end the whole family, and no other', async () => {
    const user = await createUser('a');
    const [stolen, elsewhere] = [
      await refreshTokens.begin(user.id),
      await refreshTokens.begin(user.id),
    ];
    const first = await refreshTokens.renew(stolen.token);
    now = new Date(now.getTime() + REFRESH_GRACE_SECONDS * 1_000 + 1);
    expect(await refreshTokens.renew(stolen.token)).toMatchObject({ kind: 'reused' });
    if (first.kind !== 'renewed') throw new Error(first.kind);
    expect(await refreshTokens.renew(first.token)).toEqual({ kind: 'refused' });
    expect(await refreshTokens.renew(elsewhere.token)).toMatchObject({ kind: 'renewed' });
  });

  it('used twice at once, as by two tabs, are both renewed, and stay good only for a moment', async () => {
    const user = await createUser('a');
    const { token } = await refreshTokens.begin(user.id);
    const renewals = await Promise.all([1, 2].map(() => refreshTokens.renew(token)));
    expect(renewals.map(({ kind }) => kind)).toEqual(['renewed', 'renewed']);
    now = new Date(now.getTime() + REFRESH_GRACE_SECONDS * 1_000);
    const late = await refreshTokens.renew(token);
    expect(late).toMatchObject({ kind: 'renewed' });
    now = new Date(now.getTime() + 1);
    expect(await refreshTokens.renew(token)).toMatchObject({ kind: 'reused' });
  });

  it('expire unused after seven days, and with their family after thirty', async () => {
    const user = await createUser('a');
    const unused = await refreshTokens.begin(user.id);
    let { token, expiresAt } = unused;
    for (let day = 6; day <= 24; day += 6) {
      now = new Date(now.getTime() + 6 * DAY_MS);
      const renewal = await refreshTokens.renew(token);
      if (renewal.kind !== 'renewed') throw new Error(renewal.kind);
      ({ token, expiresAt } = renewal);
    }
    expect(expiresAt).toEqual(new Date('2013-05-31T12:00:00Z'));
    now = expiresAt;
    expect(await refreshTokens.renew(token)).toEqual({ kind: 'refused' });
    const idle = await refreshTokens.begin(user.id);
    now = idle.expiresAt;
    expect(await refreshTokens.renew(idle.token)).toEqual({ kind: 'refused' });
  });

  it('end with a logout', async () => {
    const { id } = await createUser('a');
    const { token, family } = await refreshTokens.begin(id);
    const elsewhere = await refreshTokens.begin(id);
    const renewal = await refreshTokens.renew(token);
    expect(renewal).toMatchObject({ kind: 'renewed', family });
    expect(await refreshTokens.end('nonsense')).toBe(false);
    expect(await refreshTokens.isGoingOn(family)).toBe(true);
    expect(await refreshTokens.end(token)).toBe(true);
    expect(await refreshTokens.end(token)).toBe(false);
    expect(await refreshTokens.isGoingOn(family)).toBe(false);
    expect(await refreshTokens.isGoingOn(elsewhere.family)).toBe(true);
    expect(await refreshTokens.renew(token)).toEqual({ kind: 'refused' });
    expect(await refreshTokens.renew('nonsense')).toEqual({ kind: 'refused' });
  });

  it.each<[string, (user: User, token: string) => Promise<unknown>]>([
    ['a logout', (_, token) => refreshTokens.end(token)],
    ['a new password', (user) => users.change(user.username, { password: `${PASSWORD}2` })],
  ])('end with %s, also the one that is drawn at the same time', async (_, end) => {
    const user = await createUser('a');
    const { token, family } = await refreshTokens.begin(user.id);
    const racing = await database.transaction(async (manager) => {
      await manager.findOneOrFail(RefreshTokenRow, {
        where: { family },
        lock: { mode: 'pessimistic_write' },
      });
      const renewal = refreshTokens.renew(token);
      await untilWaiting(1);
      const ending = end(user, token);
      await untilWaiting(2);
      return { both: Promise.all([renewal, ending]) };
    });
    const [renewal] = await racing.both;
    if (renewal.kind !== 'renewed') throw new Error(renewal.kind);
    expect(await refreshTokens.isGoingOn(family)).toBe(false);
    expect(await refreshTokens.renew(renewal.token)).toEqual({ kind: 'refused' });
  });
});

/** Until so many connections wait for others. At most 2,000 looks. */
async function untilWaiting(connectionCount: number): Promise<void> {
  for (let look = 0; look < 2_000; look += 1) {
    const { length } = await database.transaction((manager) =>
      manager.query<unknown[]>(
        `SELECT FROM pg_stat_activity
         WHERE datname = current_database() AND wait_event_type = 'Lock'`,
      ),
    );
    if (length === connectionCount) return;
    await setTimeout(5);
  }
  throw new Error(`${connectionCount} connections do not come to wait`);
}
