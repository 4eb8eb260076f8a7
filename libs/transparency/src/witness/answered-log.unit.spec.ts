import { type Answer, AnsweredLog, AnswerTooLong, LogUnread } from './answered-log';

const centre = '52010000';
const json = (value: unknown): Answer => ({
  status: 200,
  bytes: Buffer.from(JSON.stringify(value)),
});

class Answered extends AnsweredLog {
  readonly asked: string[] = [];
  readonly pausesMs: number[] = [];
  /** By the path, one after the other; the last of them again and again. */
  readonly answers = new Map<string, (Answer | Error)[]>();

  constructor() {
    super(0);
  }

  protected override async pause(ms: number): Promise<void> {
    this.pausesMs.push(ms);
  }

  protected async ask(path: string): Promise<Answer> {
    this.asked.push(path);
    const left = this.answers.get(path) ?? [];
    const answer = (left.length > 1 ? left.shift() : left[0]) ?? {
      status: 404,
      bytes: Buffer.of(),
    };
    if (answer instanceof Error) throw answer;
    return answer;
  }
}

function answered(path: string, ...answers: (Answer | Error)[]): Answered {
  const log = new Answered();
  log.answers.set(path, answers);
  return log;
}

const head = 'transparency/checkpoint';
const busy = { status: 503, bytes: Buffer.of() };

describe('[TL-22] what is answered', () => {
  it('is asked for again when it did not come, or could not now, three times in all', async () => {
    const said = { status: 200, bytes: Buffer.from('x\n') };
    const log = answered(head, busy, new Error('the line'), said);
    expect(await log.checkpoint()).toBe('x\n');
    const away = answered(head, busy);
    await expect(away.checkpoint()).rejects.toThrow(LogUnread);
    expect(away.asked).toHaveLength(3);
    const broken = answered(head, new Error('the line'));
    await expect(broken.checkpoint()).rejects.toThrow('the line');
    expect(broken.asked).toHaveLength(3);
    const refused = answered(head, { status: 403, bytes: Buffer.of() });
    await expect(refused.checkpoint()).rejects.toThrow(
      'transparency/checkpoint was answered with 403',
    );
    expect(refused.asked).toHaveLength(1);
  });

  it.each([
    ['7', 7_000],
    ['3600', 30_000],
    ['Sun, 22 Nov 2026 20:00:00 GMT', 0],
    ['-1', 0],
    [null, 0],
  ])('is asked for again when it said, within half a minute: %s', async (retryAfter, ms) => {
    const log = answered(head, { ...busy, retryAfter });
    await expect(log.checkpoint()).rejects.toThrow(LogUnread);
    expect(log.pausesMs).toEqual([ms, ms]);
  });

  it('is not taken when it is longer than it can be, and not asked for again', async () => {
    for (const long of [
      { status: 200, bytes: Buffer.alloc(65_537) },
      new AnswerTooLong(head, 65_536),
    ]) {
      const log = answered(head, long);
      await expect(log.checkpoint()).rejects.toThrow(AnswerTooLong);
      expect(log.asked).toHaveLength(1);
    }
    const tile = { level: 0, index: 0, width: 2 };
    const short = answered('transparency/tile/0/000.p/2', { status: 200, bytes: Buffer.alloc(63) });
    await expect(short.tile(tile)).rejects.toThrow('63 bytes instead of 64');
  });

  it.each([
    'x',
    'null',
    '{}',
    '{"items":{}}',
    '{"items":[null]}',
    '{"items":[{"key":1}]}',
    '{"items":[{"key":"a"},{"key":"b"}]}',
    `{"items":${'['.repeat(20_000)}`,
  ])('is no list of keys: %.40s', async (text) => {
    const log = answered('transparency/keys', { status: 200, bytes: Buffer.from(text) });
    await expect(log.keys()).rejects.toThrow(LogUnread);
  });

  it('is a book page by page, until none follows', async () => {
    const path = `centres/${centre}/witness/leaves?from=`;
    const log = answered(`${path}0`, json({ items: [{ revision: '0', leaf: 'AAA=' }], next: '1' }));
    log.answers.set(`${path}1`, [json({ items: [{ revision: '1' }], next: null })]);
    const leaves = [];
    for await (const leaf of log.book(centre).leaves()) leaves.push(leaf);
    expect(leaves).toEqual([{ revision: 0n, leaf: Buffer.alloc(2) }, { revision: 1n }]);
    log.answers.set(`${path}1`, [json({ items: [], next: '1' })]);
    for await (const { revision } of log.book(centre).leaves()) expect(revision).toBe(0n);
    expect(log.asked).toHaveLength(4);
  });

  it.each<[string, object]>([
    ['a revision that is none', { items: [{ revision: '-1' }] }],
    ['a leaf that is no base 64', { items: [{ revision: '0', leaf: 'AAA' }] }],
    ['a leaf that is no text', { items: [{ revision: '0', leaf: null }] }],
    ['more than a page', { items: Array.from({ length: 1_001 }, () => ({ revision: '0' })) }],
    ['a next page that is none', { items: [{ revision: '0' }], next: '../0' }],
  ])('is no book: %s', async (_, page) => {
    const log = answered(`centres/${centre}/witness/leaves?from=0`, json(page));
    const read = async () => {
      for await (const { revision } of log.book(centre).leaves()) expect(revision).toBe(0n);
    };
    await expect(read()).rejects.toThrow(LogUnread);
  });

  const leaf = { index: 0, leaf: 'AAA=' };
  const block = { record: leaf, series: [], block: '', siblings: [], leaves: [leaf] };
  const readBlock = (body: unknown) =>
    answered(`centres/${centre}/witness/blocks/A000000007`, json(body))
      .book(centre)
      .block({ series: 'A:9', ordinal: 7 });

  it('is a block of a serial', async () => {
    const bytes = Buffer.alloc(2);
    expect(await readBlock(block)).toEqual({
      ...block,
      record: { index: 0, leaf: bytes },
      leaves: [{ index: 0, leaf: bytes }],
    });
  });

  it.each<[string, unknown]>([
    ['nothing', null],
    ['no record', { ...block, record: null }],
    ['a place that is none', { ...block, record: { ...leaf, index: -1 } }],
    ['a leaf that is no base 64', { ...block, leaves: [{ index: 0, leaf: '*' }] }],
    ['more siblings than there are', { ...block, siblings: Array.from({ length: 29 }, () => '') }],
    ['series that are none', { ...block, series: [{ series: 'A:9' }] }],
    ['no list of leaves', { ...block, leaves: {} }],
  ])('is no block: %s', async (_, body) => {
    await expect(readBlock(body)).rejects.toThrow(LogUnread);
  });
});
