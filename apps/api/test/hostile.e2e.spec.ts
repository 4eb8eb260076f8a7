import { request as httpRequest } from 'node:http';
import { connect } from 'node:net';
import { tree } from '#testing';
import { Client } from './client';
import {
  type Installation,
  issueOf,
  makeInstallation,
  range,
  stockGuiyang,
  today,
} from './installation';
import { type RunningApi, startApi } from './running-api';

const guiyang = `centres/${tree.guiyang}`;
const json = { 'Content-Type': 'application/json' };

/** JSON text of arrays within each other. */
const nested = (depth: number): string => '['.repeat(depth) + ']'.repeat(depth);

describe('hostile input', () => {
  let api: RunningApi;
  let on: Installation;

  beforeAll(async () => {
    api = await startApi();
    on = await makeInstallation(api.port);
  });
  afterAll(() => api?.stop());

  function assertProblem(
    answer: { status: number; headers: Record<string, string>; body: Record<string, unknown> },
    status: number,
    code: string,
  ): void {
    expect([answer.status, answer.body.code]).toEqual([status, code]);
    expect(answer.headers['content-type']).toMatch(/^application\/problem\+json/);
    expect(answer.headers['x-content-type-options']).toBe('nosniff');
    expect(answer.headers['cache-control']).toBe('no-store');
    expect(answer.body).toMatchObject({ status, title: expect.stringMatching(/\S/) });
    expect(JSON.stringify(answer.body)).not.toMatch(/\bat .*\.[jt]s|node_modules|SELECT/);
  }

  const spoilage = { cause: 'other', ranges: [range(1, 1)] };
  const malformed = 'request-malformed';

  const bodies: [string, string, number, string][] = [
    ['no JSON', '{"cause":', 400, 'json-malformed'],
    ['an empty text', '""', 400, malformed],
    ['null', 'null', 400, malformed],
    ['a list', '[]', 400, malformed],
    ['deep lists', nested(100_000), 400, malformed],
    ['deep lists in a field', `{"note":${nested(50_000)}}`, 400, malformed],
    ['deep objects', `${'{"a":'.repeat(50_000)}1${'}'.repeat(50_000)}`, 400, malformed],
    ['NUL in text', JSON.stringify({ ...spoilage, note: 'a\u0000b' }), 400, malformed],
    ['NUL in a name', '{"a\\u0000":1}', 400, malformed],
    ['a C1 control', JSON.stringify({ ...spoilage, note: 'a\u009b' }), 400, malformed],
    ['a lone CR', JSON.stringify({ ...spoilage, note: 'a\rb' }), 400, malformed],
    ['turned writing', JSON.stringify({ ...spoilage, note: 'a\u202eb' }), 400, malformed],
    ['a lone surrogate', '{"cause":"other","ranges":[],"note":"\\ud800"}', 400, malformed],
    ['__proto__', '{"__proto__":{"cause":"other"}}', 400, malformed],
    ['constructor', '{"constructor":{"name":"x"},"cause":"other"}', 400, malformed],
    ['toString', JSON.stringify({ ...spoilage, toString: 1 }), 400, malformed],
    [
      'a method of objects in a range',
      JSON.stringify({ cause: 'other', ranges: [{ ...range(1, 1), hasOwnProperty: 1 }] }),
      400,
      malformed,
    ],
    ['a huge number', '{"cause":1e999,"ranges":[]}', 400, malformed],
    ['a number for a list', '{"cause":"other","ranges":5}', 400, malformed],
    ['an object for text', '{"cause":"other","ranges":[{"from":{},"to":[]}]}', 400, malformed],
    ['null for a field', JSON.stringify({ ...spoilage, note: null }), 400, malformed],
    ['an unknown field', JSON.stringify({ ...spoilage, colour: 1 }), 400, malformed],
    [
      'an unknown field in a range',
      '{"cause":"other","ranges":[{"from":"A","to":"A","x":1}]}',
      400,
      malformed,
    ],
    ['no range', '{"cause":"other","ranges":[]}', 400, malformed],
    [
      'a day that is none',
      JSON.stringify({ ...spoilage, occurredOn: '2013-02-30' }),
      400,
      malformed,
    ],
    [
      'a day in the year 99999',
      JSON.stringify({ ...spoilage, occurredOn: '99999-01-01' }),
      400,
      malformed,
    ],
    [
      'text that is too long',
      JSON.stringify({ ...spoilage, note: 'x'.repeat(2_001) }),
      400,
      malformed,
    ],
    ['2 MiB', JSON.stringify({ ...spoilage, note: 'x'.repeat(2_097_152) }), 413, 'body-too-large'],
    [
      '1,001 ranges',
      JSON.stringify({ ...spoilage, ranges: Array(1_001).fill(range(1, 1)) }),
      413,
      'too-many-lines',
    ],
    [
      'a serial that is none',
      '{"cause":"other","ranges":[{"from":"","to":"x"}]}',
      422,
      'serial-malformed',
    ],
    [
      'ends that are swapped',
      JSON.stringify({ ...spoilage, ranges: [range(9, 1)] }),
      422,
      'range-malformed',
    ],
    [
      'a range of everything',
      JSON.stringify({ ...spoilage, ranges: [{ from: '000000000000', to: '999999999999' }] }),
      422,
      'serials-not-in-stock',
    ],
    [
      'a future day',
      JSON.stringify({ ...spoilage, occurredOn: '2999-01-01' }),
      422,
      'date-in-future',
    ],
  ];

  it.each(bodies)('in a body: %s', async (_, body, status, code) => {
    assertProblem(await on.guiyang.post(`${guiyang}/spoilages`, body, json), status, code);
  });

  it('as 1,000 lines of the longest fields: says their bytes and the limit', async () => {
    await stockGuiyang(on, 20_001, 21_000);
    const issue = issueOf(20_001, 1, 1_000);
    const long = (count: number) => '长'.repeat(count);
    const lines = issue.lines.map((line, index) => ({
      ...line,
      holder: {
        ...line.holder,
        name: long(100),
        sex: long(10),
        education: long(100),
        scores: { theory: 1 / 3e6, practical: 1 / 3e6, overall: 1 / 3e6 },
        document: { type: 'other', number: `${long(46)}${1_000 + index}` },
      },
    }));
    const answer = await on.guiyang.post(`${guiyang}/issues`, { ...issue, lines });
    assertProblem(answer, 413, 'append-too-large');
    const { sizeBytes, max } = answer.body.params;
    expect([max, sizeBytes > max]).toEqual([921_600, true]);
    expect(answer.body.detail).toContain(`${sizeBytes} bytes`);
  });

  it('in the shape of every nested part', async () => {
    const issue = issueOf(1, 1);
    const wrong = [
      { ...issue, roster: [] },
      { ...issue, roster: 'x' },
      { ...issue, roster: { ...issue.roster, passed: '5' } },
      { ...issue, roster: { ...issue.roster, passed: 1.5 } },
      { ...issue, roster: { ...issue.roster, extra: 1 } },
      { ...issue, occupation: null },
      { ...issue, level: '5' },
      { ...issue, level: 6 },
      { ...issue, lines: {} },
      { ...issue, lines: [null] },
      { ...issue, lines: [[]] },
      { ...issue, lines: [{ ...issue.lines[0], holder: { name: 1 } }] },
      { ...issue, lines: 'x'.repeat(1_000) },
    ];
    for (const body of wrong) {
      const answer = await on.guiyang.post(`${guiyang}/issues`, body);
      assertProblem(answer, 400, malformed);
      for (const { path } of answer.body.errors) expect(path).toMatch(/^(\/[^/]+)*$/);
    }
  });

  const headers: [string, Record<string, string>, number, string][] = [
    ['another type', { 'Content-Type': 'text/plain' }, 400, 'content-type-unsupported'],
    [
      'a form',
      { 'Content-Type': 'application/x-www-form-urlencoded' },
      400,
      'content-type-unsupported',
    ],
    [
      'another charset',
      { 'Content-Type': 'application/json; charset=gbk' },
      400,
      'content-type-unsupported',
    ],
    ['a compressed body', { ...json, 'Content-Encoding': 'gzip' }, 400, 'content-type-unsupported'],
    ['a long key', { ...json, 'Idempotency-Key': 'k'.repeat(129) }, 400, malformed],
    ['a position that is none', { ...json, 'Liushui-Wait-For': '-1' }, 400, malformed],
    ['a position out of range', { ...json, 'Liushui-Wait-For': '9'.repeat(20) }, 400, malformed],
  ];

  it.each(headers)('in a header: %s', async (_, given, status, code) => {
    const body = JSON.stringify(spoilage);
    assertProblem(await on.guiyang.post(`${guiyang}/spoilages`, body, given), status, code);
  });

  const addresses: [string, number, string][] = [
    ['nowhere', 404, 'not-found'],
    ['centres/%zz', 400, malformed],
    ['serials/%00', 404, 'unknown-serial'],
    ['serials/A1', 404, 'unknown-serial'],
    ['serials/A000000009', 404, 'unknown-serial'],
    [`serials/${'A'.repeat(5_000)}`, 404, 'unknown-serial'],
    ['certificates/%00', 404, 'unknown-certificate'],
    ['certificates/9999999999999999999', 404, 'unknown-certificate'],
    ['serials?from=A000000001', 400, malformed],
    ['serials?from=x&to=y', 422, 'serial-malformed'],
    ['serials?from=A000000002&to=A000000001', 422, 'range-malformed'],
    ['serials?from=A000000001&from=A000000002&to=A000000003', 400, malformed],
    ['stock?asof=2013-01-01', 400, malformed],
    ['stock?valueOf=1', 400, malformed],
    ['consignments?__defineGetter__=1', 400, malformed],
    ['stock?asOf=0000-01-01', 400, malformed],
    ['stock?asOf=1899-12-31', 400, malformed],
    ['stock?asOfRecorded=0000-01-01T00:00:00Z', 400, malformed],
    ['stock?asOf=2013-13-01', 400, malformed],
    ['stock?asOf=2999-01-01', 400, malformed],
    ['stock?asOfRecorded=2999-01-01T00:00:00Z', 400, malformed],
    ['stock?asOfRecorded=yesterday', 400, malformed],
    ['stock?subtree=perhaps', 400, malformed],
    ['stock?centre=%00', 400, malformed],
    ['stock?centre=x', 404, 'unknown-centre'],
    ['consignments?limit=0', 400, malformed],
    ['consignments?limit=1001', 400, malformed],
    ['consignments?limit=1e1', 400, malformed],
    ['consignments?after=%00', 400, malformed],
    ['consignments?after=99999999999999999999', 400, malformed],
    ['consignments?status=lost', 400, malformed],
    ['proposals?after=x', 400, malformed],
    [`centres/${tree.ministry}/book?after=WyJ4Il0`, 400, malformed],
    [`centres/${tree.ministry}/book?after=e30`, 400, malformed],
    ['users?after=e30', 403, 'not-your-role'],
  ];

  it.each(addresses)('in an address: %s', async (path, status, code) => {
    assertProblem(await on.ministry.get(path), status, code);
  });

  it('by a method that the address does not have', async () => {
    assertProblem(await on.ministry.delete('stock'), 404, 'not-found');
  });

  it.each([
    `/API/v1/${guiyang}/spoilages`,
    `/api/V1/${guiyang}/spoilages`,
    `/api/v1/${guiyang}/Spoilages`,
    `/api/v1/${guiyang}/spoilages/`,
    `/api/v1/Centres/${tree.guiyang}/spoilages`,
    `/api/v1//${guiyang}/spoilages`,
    '/Api',
  ])('by another spelling of an address: %s', async (path) => {
    assertProblem(await on.guiyang.post(path, spoilage), 404, 'not-found');
    assertProblem(await on.guiyang.get(path, { Accept: 'text/html' }), 404, 'not-found');
  });

  it('in the names that a path is made of', async () => {
    const names = ['%00', '%F0%9F%92%A9', '..%2f', "'--", 'x'.repeat(3_000)];
    for (const name of names) {
      const answers = [
        await on.guiyang.delete(`users/guiyang/api-keys/${name}`),
        await on.admin.patch(`users/${name}`, {}),
        await on.admin.get(`centres/${name}`),
        await on.guiyang.post(`${guiyang}/consignments/${name}/refusal`, { reason: 'x' }),
        await on.guiyangLead.post(`proposals/${name}/approval`),
      ];
      expect([name, ...answers.map(({ status }) => status)]).toEqual([
        name,
        404,
        404,
        404,
        404,
        404,
      ]);
    }
  });

  it('in a query of a command', async () => {
    for (const query of ['toString=1', 'dryRun=yes', 'dryRun=true&dryRun=false', 'dryrun=true']) {
      const answer = await on.guiyang.post(`${guiyang}/spoilages?${query}`, spoilage);
      assertProblem(answer, 400, malformed);
    }
  });

  it('is judged after rights: 401 and 403 come before any look at the body', async () => {
    const path = `${guiyang}/spoilages`;
    expect((await new Client(api.port, 'x').post(path, '{', json)).status).toBe(401);
    expect((await on.zunyi.post(path, '{', json)).status).toBe(403);
    const huge = JSON.stringify({ note: 'x'.repeat(3_000_000) });
    expect((await on.zunyi.post(path, huge, json)).status).toBe(403);
    expect((await on.guiyang.post('auth/login', '{', json)).body.code).toBe('json-malformed');
  });

  it('is judged after what the path names: an unknown thing is 404 before any look at the body', async () => {
    const sent = await on.ministry.must(`centres/${tree.ministry}/registrations`, {
      level: 5,
      edition: '普通版',
      ranges: [range(9_001, 9_002)],
      deliveryNote: '送货单9001',
    });
    expect(sent.status).toBe(201);
    const toGuizhou = await on.ministry.must(`centres/${tree.ministry}/consignments`, {
      to: tree.guizhou,
      ranges: [range(9_001, 9_002)],
      handedOverBy: '押运人',
    });
    const { consignment } = toGuizhou.body;
    for (const name of [`${tree.guizhou}-999999`, `${tree.guiyang}-1`, consignment, 'x']) {
      for (const action of ['receipt', 'refusal', 'return-to-stock']) {
        for (const body of ['{', '[]', '{"colour":1}', '{}']) {
          const path = `${guiyang}/consignments/${name}/${action}`;
          assertProblem(await on.guiyang.post(path, body, json), 404, 'unknown-consignment');
        }
      }
    }
    for (const action of ['approval', 'refusal']) {
      const path = `proposals/${tree.guiyang}-999999/${action}`;
      for (const body of ['{', '{"colour":1}', '{}']) {
        assertProblem(await on.guiyangLead.post(path, body, json), 404, 'unknown-proposal');
      }
    }
    const there = `centres/${tree.guizhou}/consignments/${consignment}/receipt`;
    assertProblem(await on.guizhou.post(there, '{', json), 400, 'json-malformed');
    const back = `centres/${tree.ministry}/consignments/${consignment}`;
    assertProblem(await on.ministry.post(`${back}/receipt`, {}), 404, 'unknown-consignment');
    assertProblem(
      await on.ministry.post(`${back}/return-to-stock`, {}),
      422,
      'consignment-not-refused',
    );
  });

  /** What the server writes to a raw socket. */
  function raw(text: string): Promise<string> {
    return new Promise((resolve, reject) => {
      const socket = connect(api.port, '127.0.0.1', () => socket.write(text));
      let answer = '';
      socket.on('data', (chunk) => {
        answer += chunk.toString();
      });
      socket.on('close', () => resolve(answer));
      socket.on('error', reject);
    });
  }

  it('that is no HTTP, or has headers without end, is answered as a problem too', async () => {
    expect(await raw('no such thing\r\n\r\n')).toMatch(
      /^HTTP\/1.1 400 .*application\/problem\+json/s,
    );
    const long = `GET / HTTP/1.1\r\nHost: x\r\nX-Long: ${'x'.repeat(40_000)}\r\n\r\n`;
    expect(await raw(long)).toMatch(/^HTTP\/1.1 431 .*headers-too-large/s);
  });

  it('sent in pieces without a length is cut off at 2 MiB', async () => {
    const status = await new Promise<number>((resolve, reject) => {
      const sending = httpRequest({
        port: api.port,
        host: '127.0.0.1',
        method: 'POST',
        path: `/api/v1/${guiyang}/spoilages`,
        headers: {
          ...json,
          Authorization: `Bearer ${on.guiyang.token}`,
          'Transfer-Encoding': 'chunked',
        },
      });
      sending.on('response', (answer) => {
        answer.resume();
        resolve(answer.statusCode ?? 0);
      });
      sending.on('error', reject);
      for (let piece = 0; piece < 3; piece++) sending.write('x'.repeat(1_000_000));
      sending.end();
    });
    expect(status).toBe(413);
  });

  it('leaves the API well', async () => {
    expect((await on.guiyang.get('/health/ready')).status).toBe(200);
    expect((await on.guiyang.get(`stock?asOf=${today}`)).status).toBe(200);
  });
});
