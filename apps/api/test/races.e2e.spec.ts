import { bookStream } from '#domain';
import { tree } from '#testing';
import { type Installation, issueOf, makeInstallation, stockGuiyang } from './installation';
import { type RunningApi, startApi } from './running-api';

const issues = `centres/${tree.guiyang}/issues`;

describe('two at once, and twice the same', () => {
  let api: RunningApi;
  let on: Installation;

  beforeAll(async () => {
    api = await startApi();
    on = await makeInstallation(api.port);
    await stockGuiyang(on, 1, 1_000);
  });
  afterAll(() => api?.stop());

  /** How many events of a type Guiyang's book holds. */
  async function countOf(type: string): Promise<number> {
    let count = 0;
    for await (const event of api.log.load(bookStream(tree.guiyang))) {
      if (event.type === type) count++;
    }
    return count;
  }

  it('lets one of two racing clients issue a serial, in one process and in two', async () => {
    const other = await api.another();
    try {
      for (const [round, port] of [api.port, other.port, other.port].entries()) {
        const serialAt = 101 + round;
        const [one, two] = await Promise.all([
          on.guiyang.post(issues, issueOf(serialAt, 1_000 + round)),
          on.guiyangLead.at(port).post(issues, issueOf(serialAt, 2_000 + round)),
        ]);
        expect([one.status, two.status].sort()).toEqual([201, 422]);
        const lost = one.status === 422 ? one : two;
        expect(lost.body).toMatchObject({
          rule: 'C4',
          errors: [{ line: 1, path: '/lines/0/serial' }],
        });
      }
    } finally {
      await other.stop();
    }
  });

  it('posts once what comes twice with one key, at once, later and after a restart', async () => {
    const before = await countOf('CertificatesIssued');
    const key = { 'Idempotency-Key': '考试软件-42' };
    const headers = { 'Idempotency-Key': encodeURIComponent(key['Idempotency-Key']) };
    const body = issueOf(201, 3_000, 3);
    const answers = await Promise.all([
      on.guiyang.post(issues, body, headers),
      on.guiyang.post(issues, body, headers),
    ]);
    expect(answers.map(({ status }) => status)).toEqual([201, 201]);
    expect(answers[1].body).toEqual(answers[0].body);
    expect(answers.filter(({ headers: h }) => h['idempotency-replayed'] === 'true')).toHaveLength(
      1,
    );

    const { roster, ...rest } = body;
    const reordered = await on.guiyang.post(issues, { ...rest, roster }, headers);
    expect(reordered.status).toBe(201);
    expect(reordered.headers['idempotency-replayed']).toBe('true');

    const restarted = await api.another();
    try {
      const again = await on.guiyang.at(restarted.port).post(issues, body, headers);
      expect(again.status).toBe(201);
      expect(again.body).toEqual(answers[0].body);
      expect(again.headers['idempotency-replayed']).toBe('true');
    } finally {
      await restarted.stop();
    }
    expect(await countOf('CertificatesIssued')).toBe(before + 1);
  });

  it('refuses a key that was used for something else, and forgets the key of a refusal', async () => {
    const headers = { 'Idempotency-Key': 'key-of-two' };
    expect((await on.guiyang.post(issues, issueOf(1, 4_000), headers)).status).toBe(201);
    const other = await on.guiyang.post(issues, issueOf(2, 4_001), headers);
    expect(other.status).toBe(422);
    expect(other.body.code).toBe('idempotency-key-reused');

    const refused = { 'Idempotency-Key': 'key-of-a-refusal' };
    expect((await on.guiyang.post(issues, issueOf(1, 4_002), refused)).status).toBe(422);
    expect((await on.guiyang.post(issues, issueOf(3, 4_002), refused)).status).toBe(201);
  });

  it('keeps the keys of two users apart', async () => {
    const headers = { 'Idempotency-Key': 'a-common-key' };
    expect((await on.guiyang.post(issues, issueOf(5, 5_000), headers)).status).toBe(201);
    const other = await on.guiyangLead.post(issues, issueOf(6, 5_001), headers);
    expect(other.status).toBe(201);
    expect(other.headers['idempotency-replayed']).toBeUndefined();
  });

  it('answers a repeated proposal as pending, and a repeated user as made', async () => {
    const spoiled = { cause: 'misprint', ranges: [{ from: 'A000000900', to: 'A000000900' }] };
    await on.guiyang.must(`centres/${tree.guiyang}/spoilages`, spoiled);
    const body = {
      ranges: spoiled.ranges,
      minutes: {
        on: issueOf(1, 1).roster.signedOn,
        place: '贵阳',
        method: '焚毁',
        witnesses: ['监销人甲', '监销人乙'],
      },
    };
    const headers = { 'Idempotency-Key': 'destruction' };
    const path = `centres/${tree.guiyang}/destructions`;
    const first = await on.guiyang.post(path, body, headers);
    const second = await on.guiyang.post(path, body, headers);
    expect([first.status, second.status]).toEqual([202, 202]);
    expect(second.body).toEqual(first.body);
    expect(second.headers['idempotency-replayed']).toBe('true');

    const user = {
      username: 'repeated',
      displayName: '重复',
      password: 'long-enough',
      centre: tree.guiyang,
      roles: ['clerk', 'auditor'],
    };
    const made = await on.admin.post('users', user, headers);
    const again = await on.admin.post('users', user, headers);
    expect([made.status, again.status]).toEqual([201, 201]);
    expect(again.body).toEqual(made.body);
    expect(again.headers['idempotency-replayed']).toBe('true');
    expect((await on.admin.post('users', user)).body.code).toBe('username-taken');
  });
});
