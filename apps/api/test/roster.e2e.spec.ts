import { bookStream } from '#domain';
import { tree } from '#testing';
import {
  certificateNumber,
  type Installation,
  issueOf,
  makeInstallation,
  register,
  serial,
  stockGuiyang,
} from './installation';
import { type RunningApi, startApi } from './running-api';

const issues = `centres/${tree.guiyang}/issues`;
type Issue = ReturnType<typeof issueOf>;
type Line = Issue['lines'][number];

/** The error lines of a refusal, as `line rule path`. */
const told = (body: { errors: readonly { line?: number; rule: string; path: string }[] }) =>
  body.errors.map(({ line, rule, path }) => `${line} ${rule} ${path}`);

describe('a bad roster', () => {
  let api: RunningApi;
  let on: Installation;

  beforeAll(async () => {
    api = await startApi();
    on = await makeInstallation(api.port);
    await stockGuiyang(on, 1, 100);
    await register(on.ministry, 5_001, 5_001);
  });
  afterAll(() => api?.stop());

  const withLine = (issue: Issue, index: number, change: Partial<Line>): Issue => ({
    ...issue,
    lines: issue.lines.map((line, at) => (at === index ? { ...line, ...change } : line)),
  });

  async function revisionOfBook(): Promise<bigint | undefined> {
    const [last] = await api.log.readBackwards(bookStream(tree.guiyang), { limit: 1 });
    return last?.revision;
  }

  const holderWith = (number: string): Line['holder'] => ({
    ...issueOf(1, 1).lines[0].holder,
    document: { type: 'resident-id', number },
  });

  const faults: [string, Partial<Line>, string][] = [
    ['a serial of elsewhere', { serial: serial(5_001) }, '3 C4 /lines/2/serial'],
    ['a serial that is none', { serial: 'A12' }, '3 N1 /lines/2/serial'],
    ['a serial given twice', { serial: serial(1) }, '3 C7 /lines/2/serial'],
    [
      'a number given twice',
      { certificateNumber: certificateNumber(1) },
      '3 C7 /lines/2/certificateNumber',
    ],
    [
      'a number of another level',
      { certificateNumber: certificateNumber(3).replace(/5(\d{5})$/, '4$1') },
      '3 N5 /lines/2/certificateNumber',
    ],
    ['a number that is none', { certificateNumber: '12345' }, '3 N3 /lines/2/certificateNumber'],
    [
      'a wrong check digit',
      { holder: holderWith('520102198001010010') },
      '3 N6 /lines/2/holder/document/number',
    ],
  ];

  it.each(faults)(
    '[C7] is refused by line for %s, and nothing is appended',
    async (_, change, fault) => {
      const before = await revisionOfBook();
      const answer = await on.guiyang.post(issues, withLine(issueOf(1, 1, 5), 2, change));
      expect(answer.status).toBe(422);
      expect(answer.headers['content-type']).toMatch(/^application\/problem\+json/);
      expect(told(answer.body)).toEqual([fault]);
      expect(answer.body.rule).toBe(answer.body.errors[0].rule);
      expect(answer.body.errors[0].message).toMatch(/\S/);
      expect(await revisionOfBook()).toBe(before);
    },
  );

  it('names every bad line at once, in order of lines', async () => {
    let issue = issueOf(1, 1, 6);
    issue = withLine(issue, 4, { serial: serial(5_001) });
    issue = withLine(issue, 1, { certificateNumber: '1' });
    issue = withLine(issue, 3, { holder: holderWith('520102198001010010') });
    const answer = await on.guiyang.post(issues, issue);
    expect(told(answer.body)).toEqual([
      '2 N3 /lines/1/certificateNumber',
      '4 N6 /lines/3/holder/document/number',
      '5 C4 /lines/4/serial',
    ]);
  });

  it('is refused for blanks of another level', async () => {
    const answer = await on.guiyang.post(issues, { ...issueOf(1, 1), level: 4 });
    expect(answer.status).toBe(422);
    expect(told(answer.body).join()).toContain('1 C7 /lines/0/serial');
  });

  it('speaks Chinese to whoever asks for it, and never names the holder', async () => {
    const issue = withLine(issueOf(1, 1), 0, { holder: holderWith('520102198001010010') });
    const answer = await on.guiyang.post(issues, issue, { 'Accept-Language': 'zh-CN,zh;q=0.9' });
    expect(answer.headers['content-language']).toBe('zh-CN');
    expect(answer.body.title).toBe('违反规则，已拒绝');
    expect(answer.body.errors[0].message).toMatch(/[\u4e00-\u9fff]/);
    expect(JSON.stringify(answer.body)).not.toContain(issue.lines[0].holder.name);
  });

  it('is malformed by line where its shape is wrong', async () => {
    const issue = issueOf(1, 1, 3);
    const lines: object[] = [...issue.lines];
    lines[1] = { ...lines[1], colour: 'red' };
    lines[2] = { serial: serial(3) };
    const answer = await on.guiyang.post(issues, { ...issue, lines });
    expect(answer.status).toBe(400);
    expect(
      answer.body.errors.map((e: { line: number; path: string; code: string }) => [
        e.line,
        e.path,
        e.code,
      ]),
    ).toEqual([
      [2, '/lines/1/colour', 'unknown-field'],
      [3, '/lines/2/certificateNumber', 'required'],
      [3, '/lines/2/holder', 'required'],
    ]);
  });

  it('with more than 1,000 lines is too large', async () => {
    const answer = await on.guiyang.post(issues, issueOf(1, 1, 1_001));
    expect(answer.status).toBe(413);
    expect(answer.body.code).toBe('too-many-lines');
  });
});
