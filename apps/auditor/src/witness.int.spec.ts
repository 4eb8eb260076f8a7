import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import type { ServerResponse } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import {
  announceKey,
  cosignedAt,
  formatVerifierKey,
  openCheckpoint,
  parseNote,
  parseVerifierKey,
  SigningKey,
  signatureTypes,
  signCheckpoint,
} from '#transparency';
import { Captured } from '../test/captured';
import { ShownOverHttp } from '../test/shown-over-http';
import { run } from './run';
import { runWitness } from './witness-command';

jest.setTimeout(60_000);

const centre = '52010000';
const keyOf = (seed: number): SigningKey =>
  SigningKey.fromSeed('liushui/log', signatureTypes.note, Buffer.alloc(32, seed));
const [key, next] = [keyOf(1), keyOf(2)];
const entries = (count: number, change = ''): string[] =>
  Array.from({ length: count }, (_, index) => `leaf ${index}${index === 5 ? change : ''}`);

let folder: string;
const shown: ShownOverHttp[] = [];

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'liushui-witness-'));
});
afterEach(async () => {
  for (const one of shown.splice(0)) await one.stop();
  rmSync(folder, { recursive: true, force: true });
});

async function show(count: number, change = '', by = key): Promise<ShownOverHttp> {
  const one = await ShownOverHttp.start(by, entries(count, change));
  shown.push(one);
  return one;
}

interface Ran {
  readonly exitCode: number;
  readonly said: string;
  readonly complained: string;
}

async function liushui(args: string[], env: Record<string, string> = {}): Promise<Ran> {
  const [out, err] = [new Captured(), new Captured()];
  const whole = { LANG: 'en_GB', LIUSHUI_WITNESS: folder, ...env };
  const exitCode = await run(args, out, err, whole);
  return { exitCode, said: out.text, complained: err.text };
}

const witness = ({ url }: ShownOverHttp, ...args: string[]) =>
  liushui(['witness', centre, '--url', url, ...args]);

const own = (name: string, code = centre): string => join(folder, code, name);
const seenHead = (code = centre): string =>
  JSON.parse(readFileSync(own('seen.json', code), 'utf8')).checkpoint;

describe('[TL-20] liushui witness', () => {
  it('makes a key of its own, verifies everything, cosigns, and goes on from there', async () => {
    const log = await show(600);
    const first = await witness(log, '--json');
    expect(first.exitCode).toBe(0);
    const said = JSON.parse(first.said);
    expect(said).toMatchObject({ centre, isNewKey: true, size: 600, seenSize: 0, findings: [] });
    const registered = parseVerifierKey(said.key);
    expect(registered?.name).toBe(`liushui/log/${centre}`);
    const cosigned = parseNote(`${said.witness.checkpoint}${said.witness.signature}\n`);
    const at = cosigned && registered && cosignedAt(cosigned, registered);
    expect(Math.abs(Number(at) - Date.now() / 1_000)).toBeLessThan(60);
    expect(openCheckpoint(seenHead(), key.verifier)).toMatchObject({ kind: 'signed' });
    expect(readdirSync(own('')).sort()).toEqual(['key.pem', 'seen.json']);
    expect(statSync(own('')).mode & 0o777).toBe(0o700);
    for (const name of ['key.pem', 'seen.json'])
      expect(statSync(own(name)).mode & 0o777).toBe(0o600);
    const before = readFileSync(own('key.pem'));
    log.show(entries(900));
    const again = await witness(log);
    expect(again.exitCode).toBe(0);
    expect(again.said).toContain('900 events, going on from the 600 seen before\n');
    expect(again.said).toContain('cosigned, not handed over');
    expect(again.said).toContain(`witness key ${said.key}\n`);
    expect(readFileSync(own('key.pem'))).toEqual(before);
  });

  it('hands over with an API key, and tells when it was not taken', async () => {
    const log = await show(10);
    const args = ['witness', centre, '--url', log.url, '--json'];
    const handed = await liushui(args, { LIUSHUI_API_KEY: 'secret' });
    expect(handed.exitCode).toBe(0);
    const [{ authorization, body }] = log.handedIn;
    expect(authorization).toBe('Bearer secret');
    expect(JSON.parse(body)).toEqual(JSON.parse(handed.said).witness);
    const refuse = (status: number, code: string) =>
      log.lies.set(`centres/${centre}/cosignatures`, (_, response) => {
        response.writeHead(status).end(JSON.stringify({ code, detail: 'because' }));
      });
    refuse(422, 'witness-key-missing');
    const refused = await liushui(args, { LIUSHUI_API_KEY: 'secret' });
    expect(refused.exitCode).toBe(3);
    expect(JSON.parse(refused.said)).toMatchObject({
      handedOver: false,
      refused: 'witness-key-missing',
    });
    refuse(422, 'witness-checkpoint-differs');
    const cosigned = log.checkpoint;
    const answer = log.lies.get(`centres/${centre}/cosignatures`);
    log.lies.set(`centres/${centre}/cosignatures`, (...given) => {
      log.show(entries(12, '!'));
      answer?.(...given);
    });
    const differs = await liushui(args, { LIUSHUI_API_KEY: 'secret' });
    expect(differs.exitCode).toBe(1);
    const { findings, evidence } = JSON.parse(differs.said);
    expect(findings).toMatchObject([{ check: 'log-forked', severity: 'error' }]);
    const { found, heads } = JSON.parse(readFileSync(evidence, 'utf8'));
    expect([found, heads]).toEqual(['log-forked', [cosigned, log.checkpoint]]);
  });

  it('keeps the two signed heads of a fork and of a rollback, and cosigns nothing', async () => {
    const log = await show(300);
    await witness(log);
    const seen = seenHead();
    const lies: [string[], string][] = [
      [entries(299), 'log-rolled-back'],
      [entries(300, '!'), 'log-forked'],
      [entries(700, '!'), 'log-forked'],
    ];
    for (const [lie, check] of lies) {
      log.show(lie);
      const { exitCode, said } = await witness(log, '--json');
      expect([exitCode, JSON.parse(said).findings[0].check]).toEqual([1, check]);
      const path: string = JSON.parse(said).evidence;
      expect(statSync(path).mode & 0o777).toBe(0o600);
      const { found, heads } = JSON.parse(readFileSync(path, 'utf8'));
      expect([found, heads]).toEqual([check, [seen, log.checkpoint]]);
      expect(seenHead()).toBe(seen);
    }
    log.show(entries(700));
    expect((await witness(log)).exitCode).toBe(0);
  });

  it('[TL-19] follows the keys of the log, and believes one that was lost only when it is named', async () => {
    const log = await show(300);
    await witness(log);
    const opened = openCheckpoint(log.checkpoint, key.verifier);
    if (opened.kind === 'refused') throw new Error(opened.why);
    log.announcements = [announceKey(opened.checkpoint, key.verifier, next)];
    log.key = next;
    log.show(entries(310));
    expect((await witness(log)).said).toContain('[log-key-unannounced]');
    const named = formatVerifierKey(next.verifier);
    expect((await witness(log, '--key', named)).exitCode).toBe(0);
    log.show(entries(320));
    expect((await witness(log)).exitCode).toBe(0);
    const stolen = await show(320, '!');
    const { exitCode, said } = await witness(stolen, '--json');
    expect([exitCode, JSON.parse(said).findings[0].check]).toEqual([1, 'log-key-unknown']);
    const { heads } = JSON.parse(readFileSync(JSON.parse(said).evidence, 'utf8'));
    expect(heads).toEqual([seenHead(), stolen.checkpoint]);
    const stranger = await show(320, '', keyOf(9));
    expect((await witness(stranger)).said).toContain('[log-key-unknown]');
  });

  it('is done by one at a time, and judges nothing by a memory or key that is damaged', async () => {
    const log = await show(10);
    await witness(log);
    writeFileSync(own('seen.json'), '{}');
    expect((await witness(log)).exitCode).toBe(3);
    rmSync(own('seen.json'));
    writeFileSync(own('key.pem'), 'x');
    const { exitCode, complained } = await witness(log);
    expect([exitCode, complained]).toEqual([3, expect.stringContaining('is damaged')]);
  });

  it.each([
    [['witness'], 'give the code of the centre'],
    [['witness', '5201'], 'its code of 8 digits'],
    [['witness', centre, '--url', 'ftp://x'], 'is no address'],
    [['witness', centre, '--url', 'http://user@x'], 'is no address'],
    [['witness', centre, '--key', 'x'], '--key takes a key'],
    [['witness', '--compare', 'x'], '--compare takes two files'],
    [['witness', centre, '--compare', 'x', 'y'], 'no centre'],
  ])('says what it cannot use: %j', async (args, message) => {
    const { exitCode, complained } = await liushui(args);
    expect([exitCode, complained]).toEqual([2, expect.stringContaining(message)]);
  });
});

describe('[TL-21] a forked log shown to two centres', () => {
  const second = '52020000';
  const seenBy = (log: ShownOverHttp, code: string) => liushui(['witness', code, '--url', log.url]);

  it('is found by comparing what they keep, in one command', async () => {
    const [one, other] = [await show(300), await show(300, '!')];
    expect((await seenBy(one, centre)).exitCode).toBe(0);
    expect((await seenBy(other, second)).exitCode).toBe(0);
    const files = [own('seen.json'), own('seen.json', second)];
    const { exitCode, said } = await liushui(['witness', '--compare', ...files]);
    expect([exitCode, said]).toEqual([1, expect.stringContaining('[log-forked]')]);
    expect((await liushui(['witness', '--compare', files[0], files[0]])).exitCode).toBe(0);
  });

  it('is found at different sizes with the tiles of either', async () => {
    const [one, other] = [await show(300), await show(500, '!')];
    await seenBy(one, centre);
    await seenBy(other, second);
    const args = ['witness', '--compare', own('seen.json'), own('seen.json', second)];
    expect((await liushui(args)).exitCode).toBe(3);
    const { said } = await liushui([...args, '--url', other.url]);
    expect(said).toContain('[log-forked]');
    const untold = await liushui([...args, '--url', one.url]);
    expect(untold.exitCode).toBe(3);
  });

  it('is found by the second centre where the first is listed with what it saw', async () => {
    const [one, other] = [await show(300), await show(400, '!')];
    await seenBy(one, centre);
    other.witnesses = [{ centre, seen: { checkpoint: seenHead() } }];
    const { exitCode, said } = await seenBy(other, second);
    expect([exitCode, said]).toEqual([1, expect.stringContaining('[log-forked]')]);
  });

  it('is found by comparing what a centre keeps with the evidence that somebody was given', async () => {
    const [one, other] = [await show(300), await show(300, '!')];
    await seenBy(one, centre);
    const evidenceOf = (log: ShownOverHttp, name: string): string => {
      const path = join(folder, name);
      const { checkpoint, announcements } = log;
      const evidence = { format: 'liushui/evidence/1', serial: 'A000000001', checkpoint };
      writeFileSync(path, `${JSON.stringify({ announcements, ...evidence })}\n`);
      return path;
    };
    const args = (path: string) => ['witness', '--compare', own('seen.json'), path];
    const known = ['--key', formatVerifierKey(key.verifier)];
    const compare = (path: string) => liushui([...args(path), ...known]);
    // Only what the centre keeps names the key; evidence names none.
    const untold = await liushui(args(evidenceOf(other, 'forked.json')));
    expect([untold.exitCode, untold.complained]).toEqual([
      3,
      expect.stringContaining('in both files'),
    ]);
    expect((await compare(evidenceOf(one, 'honest.json'))).exitCode).toBe(0);
    const forked = await compare(evidenceOf(other, 'forked.json'));
    expect([forked.exitCode, forked.said]).toEqual([1, expect.stringContaining('[log-forked]')]);
    const stranger = await show(300, '!', keyOf(9));
    expect((await compare(evidenceOf(stranger, 'stranger.json'))).exitCode).toBe(3);
    const opened = openCheckpoint(one.checkpoint, key.verifier);
    if (opened.kind === 'refused') throw new Error(opened.why);
    other.announcements = [announceKey(opened.checkpoint, key.verifier, next, key)];
    other.key = next;
    const announced = await compare(evidenceOf(other, 'announced.json'));
    expect([announced.exitCode, announced.said]).toEqual([
      1,
      expect.stringContaining('[log-forked]'),
    ]);
    other.announcements = [];
    expect((await compare(evidenceOf(other, 'unannounced.json'))).exitCode).toBe(3);
  });

  it('is not made out of a file that names a key of its own', async () => {
    const one = await show(300);
    await seenBy(one, centre);
    const seenOf = (keys: readonly SigningKey[], by: SigningKey): string => {
      const path = join(folder, 'liar.json');
      const root = Buffer.alloc(32, 1);
      const checkpoint = signCheckpoint({ origin: 'liushui/log', size: 300, root }, by);
      const texts = keys.map(({ verifier }) => formatVerifierKey(verifier));
      writeFileSync(path, JSON.stringify({ keys: texts, checkpoint }));
      return path;
    };
    const liar = keyOf(9);
    const own300 = own('seen.json');
    const told = async (keys: readonly SigningKey[], by: SigningKey, more: string[] = []) => {
      const { exitCode, said, complained } = await liushui([
        'witness',
        '--compare',
        own300,
        seenOf(keys, by),
        ...more,
      ]);
      return `${exitCode} ${said}${complained}`;
    };
    expect(await told([liar], liar)).toMatch(/^3 .*no key of the log is named in both files/);
    expect(await told([key, liar], liar)).toMatch(/^3 .*no head that a key believed here signed/);
    const known = ['--key', formatVerifierKey(key.verifier)];
    expect(await told([liar], liar, known)).toMatch(/^3 .*no head that a key believed here/);
    expect(await told([key], key)).toMatch(/^1 .*\[log-forked\]/s);
  });

  it('is compared from bare notes with the key of the log', async () => {
    const [one, other] = [await show(300), await show(300, '!')];
    const files = [one, other].map((log, index) => {
      const path = join(folder, `head-${index}`);
      writeFileSync(path, log.checkpoint);
      return path;
    });
    const args = ['witness', '--compare', ...files];
    expect((await liushui(args)).exitCode).toBe(2);
    const known = ['--key', formatVerifierKey(key.verifier)];
    expect((await liushui([...args, ...known])).exitCode).toBe(1);
    expect((await liushui([...args, '--key', formatVerifierKey(next.verifier)])).exitCode).toBe(3);
  });
});

describe('[TL-22] a server that does not answer as it should', () => {
  const paths = ['checkpoint', 'keys', 'witnesses', 'tile'].map((name) => `transparency/${name}`);
  const endless = (response: ServerResponse, part: Buffer): void => {
    const more = (): void => {
      while (!response.destroyed && response.write(part));
      if (!response.destroyed) response.once('drain', more);
    };
    more();
  };
  const lies: [string, (response: ServerResponse, honest: string) => void][] = [
    ['endless bytes', (response) => endless(response, Buffer.alloc(65_536, 'x'))],
    ['endless drops', (response) => void response.write('x')],
    ['silence', () => undefined],
    [
      'a redirect, even to a true answer',
      (response, honest) => void response.writeHead(302, { Location: honest }).end(),
    ],
    [
      'a cut answer',
      (response) => void response.writeHead(200, { 'Content-Length': 99 }).destroy(),
    ],
    ['a fault', (response) => void response.writeHead(500).end('x'.repeat(100_000))],
    ['that it is busy', (response) => void response.writeHead(503).end()],
    ['nothing', (response) => void response.end()],
    ['a long answer', (response) => void response.end('x'.repeat(20_000_000))],
    [
      'what unpacks to more',
      (response) =>
        void response.setHeader('Content-Encoding', 'gzip').end(gzipSync(Buffer.alloc(30_000_000))),
    ],
    ['deep JSON', (response) => void response.end(`{"items":${'['.repeat(20_000)}`)],
    ['another kind of JSON', (response) => void response.end('{"items":[[null,5,{"key":{}}]]}')],
  ];

  /** What only ends by its size is given all the time it wants. */
  const answerMsOf = (name: string): number => (/bytes|long|unpacks/.test(name) ? 600_000 : 300);

  it.each(lies)('is neither waited for nor believed: %s', async (name, lie) => {
    const [log, honest] = [await show(300), await show(300)];
    for (const path of paths) {
      log.lies.clear();
      log.lies.set(path, ({ url }, response) => lie(response, `${honest.url}${url}`));
      const [out, err] = [new Captured(), new Captured()];
      const env = { LANG: 'en_GB', LIUSHUI_WITNESS: folder };
      const around = { stdout: out, stderr: err, env, language: 'en', json: false } as const;
      const options = { url: log.url, key: [] };
      const bounds = { answerMs: answerMsOf(name), pauseMs: 1 };
      const judged = runWitness(centre, options, around, bounds).catch(
        (fault: Error) => fault.name,
      );
      // Whatever is taken for an answer is then no signed head, or has not the hashes it should have.
      expect([1, 'NotJudged']).toContain(await judged);
      expect(() => statSync(own('seen.json'))).toThrow('ENOENT');
    }
  });
});
