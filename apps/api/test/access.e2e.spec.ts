import supertest from 'supertest';
import { accessStream } from '#domain';
import { Identity } from '#identity';
import { tree } from '#testing';
import { FirstAdministrator } from '../src/access/first-administrator';
import { Client } from './client';
import { addUser, type Installation, makeInstallation, password } from './installation';
import { type RunningApi, startApi, until } from './running-api';

describe('logging in', () => {
  let api: RunningApi;
  let on: Installation;

  beforeAll(async () => {
    api = await startApi();
    on = await makeInstallation(api.port);
  });
  afterAll(() => api?.stop());

  const http = () => supertest(`http://127.0.0.1:${api.port}/api/v1`);
  const cookieOf = (answer: { headers: Record<string, unknown> }): string =>
    String(answer.headers['set-cookie']).split(';')[0];

  it('answers alike for a wrong password, an unknown name and a disabled user', async () => {
    await addUser(on.admin, 'to.disable', tree.zunyi, 'viewer');
    await on.admin.patch('users/to.disable', { disabled: true });
    const answers: [number, object][] = [];
    for (const [username, tried] of [
      ['guiyang', 'wrong-password'],
      ['nobody.at.all', password],
      ['to.disable', password],
      ['姓名 with spaces', password],
    ]) {
      const { status, body } = await http().post('/auth/login').send({ username, password: tried });
      answers.push([status, { ...body, requestId: undefined }]);
    }
    expect(answers).toEqual(answers.map(() => answers[0]));
    expect(answers[0]).toMatchObject([401, { code: 'login-failed' }]);
  });

  it('counts failures by address and name, and leaves other names alone', async () => {
    const tryOnce = () =>
      http().post('/auth/login').send({ username: 'guessed', password: 'wrong-password' });
    for (let attempt = 0; attempt < 10; attempt++) expect((await tryOnce()).status).toBe(401);
    const stopped = await tryOnce();
    expect(stopped.status).toBe(429);
    expect(stopped.body.code).toBe('too-many-requests');
    expect(Number(stopped.headers['retry-after'])).toBeGreaterThan(0);
    await Client.login(api.port, 'guiyang', password);
  });

  it('rotates the refresh cookie, and takes the one before it for a moment', async () => {
    const login = await http().post('/auth/login').send({ username: 'zunyi', password });
    expect(String(login.headers['set-cookie'])).toMatch(
      /^liushui_refresh=[^;]+; Path=\/api\/v1\/auth; Expires=[^;]+; HttpOnly; SameSite=Strict$/,
    );
    expect(login.body).toMatchObject({ expiresInSeconds: 900, user: { username: 'zunyi' } });
    const first = cookieOf(login);
    const refreshed = await http().post('/auth/refresh').set('Cookie', first);
    expect(refreshed.status).toBe(200);
    const second = cookieOf(refreshed);
    expect(second).not.toBe(first);
    expect((await new Client(api.port, refreshed.body.accessToken).get('auth/me')).status).toBe(
      200,
    );
    expect((await http().post('/auth/refresh').set('Cookie', first)).status).toBe(200);
    expect((await http().post('/auth/refresh').set('Cookie', second)).status).toBe(200);
    expect((await http().post('/auth/refresh')).body.code).toBe('session-ended');
  });

  it('logs out', async () => {
    const login = await http().post('/auth/login').send({ username: 'zunyi', password });
    const out = await http().post('/auth/logout').set('Cookie', cookieOf(login));
    expect(out.status).toBe(204);
    expect((await http().post('/auth/refresh').set('Cookie', cookieOf(login))).status).toBe(401);
    expect((await http().post('/auth/logout')).status).toBe(204);
  });

  it('takes no token of a session that was logged out of, and those of the user’s others', async () => {
    const begin = () => http().post('/auth/login').send({ username: 'zunyi', password });
    const [login, elsewhere] = [await begin(), await begin()];
    const user = new Client(api.port, login.body.accessToken);
    const other = await api.another();
    try {
      const there = user.at(other.port);
      expect((await user.get('auth/me')).status).toBe(200);
      expect((await there.get('auth/me')).status).toBe(200);
      await http().post('/auth/logout').set('Cookie', cookieOf(login));
      expect((await user.get('auth/me')).body.code).toBe('not-authenticated');
      await until(async () => (await there.get('auth/me')).status === 401);
      const going = new Client(api.port, elsewhere.body.accessToken);
      expect((await going.get('auth/me')).status).toBe(200);
    } finally {
      await other.stop();
    }
  });

  it('takes no token but its own', async () => {
    const { token = '' } = on.guiyang;
    const [header, claims] = token.split('.');
    const unsigned = `${Buffer.from('{"alg":"none","kid":"x"}').toString('base64url')}.${claims}.`;
    const bad = [`${token}x`, `${header}.${claims}.`, unsigned, 'lsk_x', 'x', '..', 'a.b.c'];
    for (const one of bad) {
      const { status, headers } = await new Client(api.port, one).get('auth/me');
      expect([one, status]).toEqual([one, 401]);
      expect(headers['www-authenticate']).toMatch(/^Bearer/);
    }
  });

  it('ends a role that is withdrawn at once, also for a token that is still valid', async () => {
    const user = await addUser(on.admin, 'short.lived', tree.zunyi, 'clerk');
    const path = `centres/${tree.zunyi}/spoilages?dryRun=true`;
    const body = { cause: 'other', ranges: [{ from: 'A000000001', to: 'A000000001' }] };
    expect((await user.post(path, body)).status).toBe(200);
    const changed = await on.admin.patch('users/short.lived', { roles: ['viewer'] });
    expect(changed.body).toMatchObject({ roles: ['viewer'], centre: tree.zunyi });
    expect((await user.post(path, body)).body.code).toBe('not-your-role');
    expect((await user.get('auth/me')).body.roles).toEqual(['viewer']);
    await on.admin.patch('users/short.lived', { roles: ['clerk'], centre: tree.guiyang });
    expect((await user.post(path, body)).body.code).toBe('not-your-centre');
    await on.admin.patch('users/short.lived', { disabled: true });
    expect((await user.get('auth/me')).status).toBe(401);
  });

  it('hears within moments what another process withdrew or disabled', async () => {
    const user = await addUser(on.admin, 'elsewhere', tree.zunyi, 'clerk');
    const other = await api.another();
    try {
      const there = user.at(other.port);
      expect((await there.get('auth/me')).body.roles).toEqual(['clerk']);
      await on.admin.patch('users/elsewhere', { roles: [] });
      await until(async () => (await there.get('auth/me')).body.roles.length === 0);
      await on.admin.patch('users/elsewhere', { disabled: true });
      await until(async () => (await there.get('auth/me')).status === 401);
    } finally {
      await other.stop();
    }
  });

  it('lets a new password end the sessions, and lets the user in with it', async () => {
    await addUser(on.admin, 'forgetful', tree.zunyi, 'viewer');
    const login = await http().post('/auth/login').send({ username: 'forgetful', password });
    const changed = await on.admin.patch('users/forgetful', { password: 'another-password' });
    expect(changed.status).toBe(200);
    expect((await http().post('/auth/refresh').set('Cookie', cookieOf(login))).status).toBe(401);
    const before = new Client(api.port, login.body.accessToken);
    expect((await before.get('auth/me')).body.code).toBe('not-authenticated');
    const now = await Client.login(api.port, 'forgetful', 'another-password');
    expect((await now.get('auth/me')).status).toBe(200);
    await on.admin.patch('users/forgetful', { displayName: '健忘' });
    expect((await now.get('auth/me')).body.displayName).toBe('健忘');
  });

  it('lets users change their own password, and ends their other sessions', async () => {
    const next = 'a password of my own';
    const user = await addUser(on.admin, 'own.password', tree.zunyi, 'clerk');
    expect((await user.get('auth/me')).body.firstPassword).toBe(true);
    const elsewhere = await http().post('/auth/login').send({ username: 'own.password', password });
    const change = (body: object) => user.post('auth/password', body);
    for (const [body, status, code] of [
      [{ current: 'wrong-password', next }, 422, 'password-wrong'],
      [{ current: password, next: password }, 422, 'password-same'],
      [{ current: password, next: 'short' }, 400, 'request-malformed'],
    ] as const) {
      const answer = await change(body);
      expect([answer.status, answer.body.code]).toEqual([status, code]);
    }
    expect((await new Client(api.port).post('auth/password', {})).status).toBe(401);
    const changed = await change({ current: password, next });
    expect(changed.status).toBe(200);
    expect(changed.body.user).toMatchObject({ username: 'own.password', firstPassword: false });
    expect((await user.get('auth/me')).status).toBe(401);
    expect((await http().post('/auth/refresh').set('Cookie', cookieOf(elsewhere))).status).toBe(
      401,
    );
    expect((await http().post('/auth/refresh').set('Cookie', cookieOf(changed))).status).toBe(200);
    const now = new Client(api.port, changed.body.accessToken);
    expect((await now.get('auth/me')).status).toBe(200);
    await Client.login(api.port, 'own.password', next);
  });

  it('counts wrong present passwords as failed logins', async () => {
    const user = await addUser(on.admin, 'guessing', tree.zunyi, 'clerk');
    const body = { current: 'wrong-password', next: 'a password of my own' };
    for (let attempt = 0; attempt < 10; attempt++) {
      expect((await user.post('auth/password', body)).status).toBe(422);
    }
    const right = { ...body, current: password };
    expect((await user.post('auth/password', right)).status).toBe(429);
  });

  it('takes API keys as tokens until they are deleted', async () => {
    const made = await on.guiyang.post('users/guiyang/api-keys');
    expect(made.status).toBe(201);
    const program = new Client(api.port, made.body.key);
    expect((await program.get('auth/me')).body).toMatchObject({ username: 'guiyang' });
    const listed = await on.admin.get('users/guiyang/api-keys');
    expect(listed.body.items).toEqual([
      { id: made.body.id, createdAt: expect.stringMatching(/^\d{4}-/) },
    ]);
    expect((await on.zunyi.get('users/guiyang/api-keys')).status).toBe(403);
    expect((await on.zunyi.post('users/guiyang/api-keys')).status).toBe(403);
    expect((await on.zunyi.delete(`users/guiyang/api-keys/${made.body.id}`)).status).toBe(403);
    expect((await on.guiyang.delete(`users/guiyang/api-keys/${made.body.id}`)).status).toBe(204);
    expect((await program.get('auth/me')).status).toBe(401);
    expect((await on.guiyang.delete(`users/guiyang/api-keys/${made.body.id}`)).status).toBe(404);
    expect((await on.admin.post('users/nobody.at.all/api-keys')).status).toBe(404);
  });

  it('makes a user good whose creation was interrupted before the grant', async () => {
    const identity = api.app.get(Identity);
    await identity.users.create({
      username: 'half.made',
      displayName: '半',
      password: 'first-pass',
    });
    const client = await addUser(on.admin, 'half.made', tree.zunyi, 'viewer');
    expect((await client.get('auth/me')).body).toMatchObject({
      displayName: '姓名half.made',
      roles: ['viewer'],
    });
  });

  it('grants the first administrator what a killed start left out, and no more', async () => {
    const first = api.app.get(FirstAdministrator);
    expect(await first.ensure(undefined, '/nowhere')).toEqual({ username: 'admin' });
    const grants = [];
    for await (const event of api.log.load(accessStream)) {
      if (event.type === 'RoleGranted' && event.data.centre === '*') grants.push(event.data.role);
    }
    expect(grants).toEqual(['admin']);
  });

  it.each([
    'a\tb',
    'a\nb',
    'a\u2028b',
    '\u200b\u200d',
    ' \u3000\u2060',
    '\u3164',
    '\u2800',
    '\u0301',
  ])('takes no display name that is not a line with something to see: %j', async (displayName) => {
    const fields = { username: 'unseen', displayName, password, centre: tree.zunyi };
    const created = await on.admin.post('users', { ...fields, roles: ['viewer'] });
    const changed = await on.admin.patch('users/zunyi', { displayName });
    for (const { status, body } of [created, changed]) {
      expect([status, body.errors]).toMatchObject([
        400,
        [{ path: '/displayName', code: 'display-name' }],
      ]);
    }
  });

  it('lets nobody change their own roles', async () => {
    const guizhou = await addUser(on.admin, 'guizhou.admin', tree.guizhou, 'admin');
    for (const change of [
      { roles: ['admin', 'viewer'] },
      { roles: [] },
      { centre: tree.guiyang },
      { backdate: true },
    ]) {
      for (const name of ['guizhou.admin', 'GUIZHOU.admin']) {
        const { status, body } = await guizhou.patch(`users/${name}`, change);
        expect([change, status, body.code]).toEqual([change, 403, 'own-roles']);
      }
    }
    const renamed = await guizhou.patch('users/guizhou.admin', { displayName: '新名' });
    expect(renamed.body).toMatchObject({ displayName: '新名', roles: ['admin'] });
    const another = await on.admin.patch('users/guizhou.admin', { roles: ['viewer'] });
    expect(another.body.roles).toEqual(['viewer']);
  });

  it('makes nobody both administrator and clerk or supervisor', async () => {
    const fields = { displayName: '两职', password, centre: tree.zunyi };
    await addUser(on.admin, 'one.role', tree.zunyi, 'clerk');
    for (const role of ['clerk', 'supervisor']) {
      const roles = ['admin', role];
      const answers = [
        await on.admin.post('users', { ...fields, username: 'two.roles', roles }),
        await on.admin.post('users?dryRun=true', { ...fields, username: 'two.roles', roles }),
        await on.admin.patch('users/one.role', { roles }),
      ];
      for (const { status, body } of answers) {
        expect([role, status, body.code]).toEqual([role, 422, 'admin-posts-nothing']);
      }
    }
    expect((await on.admin.patch('users/two.roles', {})).status).toBe(404);
    const kept = await on.admin.patch('users/one.role', { displayName: '一职' });
    expect(kept.body.roles).toEqual(['clerk']);
    const viewing = await on.admin.patch('users/one.role', { roles: ['admin', 'auditor'] });
    expect(viewing.status).toBe(200);
  });

  it('refuses a user at a centre that does not exist', async () => {
    const body = {
      username: 'x',
      displayName: 'x',
      password,
      centre: '99990000',
      roles: ['clerk'],
    };
    const answer = await on.admin.post('users', body);
    expect(answer.status).toBe(422);
    expect(answer.body).toMatchObject({ code: 'centre-unknown', errors: [{ path: '/centre' }] });
  });
});
