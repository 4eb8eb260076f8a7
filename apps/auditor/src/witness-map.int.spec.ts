import { createHash } from 'node:crypto';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { leafBytes, leafHashOf, SigningKey, signatureTypes } from '#transparency';
import { Captured } from '../test/captured';
import { ShownOverHttp } from '../test/shown-over-http';
import { run } from './run';

jest.setTimeout(60_000);

const centre = '52010000';
const key = SigningKey.fromSeed('liushui/log', signatureTypes.note, Buffer.alloc(32, 1));
const sha256 = (...parts: readonly Uint8Array[]): Buffer =>
  createHash('sha256').update(Buffer.concat(parts)).digest();
const nothing = Buffer.alloc(32);
const base64 = (bytes: Uint8Array): string => Buffer.from(bytes).toString('base64');

function leafOf(stream: string, revision: bigint, type: string, data: object): Buffer {
  const id = `00000000-0000-4000-8000-${String(revision).padStart(12, '0')}`;
  const [metadata, bytes] = [{ schema: 1 }, data].map((one) => Buffer.from(JSON.stringify(one)));
  return leafBytes({ id, stream, revision, type, isJson: true, data: bytes, metadata });
}

const lots = [{ level: 5, edition: '2013', ranges: [{ from: 'A000000000', to: 'A000004095' }] }];
const spoiled = leafOf(`book-${centre}`, 0n, 'SerialsSpoiled', { lots, cause: 'misprint' });
/** All serials of the block have the same history. */
const chain = sha256(Buffer.of(0x10), nothing, Buffer.alloc(8), leafHashOf(spoiled));
const block = Buffer.concat([Buffer.alloc(2), chain]);
const seriesNode = Array.from({ length: 28 }).reduce<Buffer>(
  (node) => sha256(Buffer.of(0x12), node, nothing),
  sha256(Buffer.of(0x11), block),
);
const root = sha256(Buffer.of(0x13), Buffer.of(1), Buffer.from('A'), Buffer.of(9), seriesNode);
const recordOf = (of: Buffer): Buffer =>
  leafOf('serial-map', 0n, 'MapRootRecorded', { treeSize: 1, root: base64(of) });

const shownBlock = (record: Buffer) => ({
  record: { index: 1, leaf: base64(record) },
  series: [{ series: 'A:9', node: base64(seriesNode) }],
  block: base64(block),
  siblings: Array.from({ length: 28 }, () => ''),
  leaves: [{ index: 0, leaf: base64(spoiled) }],
});
/** A map that has nothing of the event. */
const emptyBlock = (record: Buffer) => ({
  record: { index: 1, leaf: base64(record) },
  series: [],
  block: '',
  siblings: [],
  leaves: [],
});

let folder: string;
let shown: ShownOverHttp;

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'liushui-witness-map-'));
  shown = await ShownOverHttp.start(key, []);
  shown.bookLeaves = [{ revision: '0', leaf: base64(spoiled) }];
});
afterEach(async () => {
  await shown.stop();
  rmSync(folder, { recursive: true, force: true });
});

async function witness(env: Record<string, string> = { LIUSHUI_API_KEY: 'secret' }) {
  const [out, err] = [new Captured(), new Captured()];
  const whole = { LANG: 'en_GB', LIUSHUI_WITNESS: folder, ...env };
  const args = ['witness', centre, '--url', shown.url, '--json'];
  const exitCode = await run(args, out, err, whole);
  return { exitCode, said: out.text === '' ? {} : JSON.parse(out.text), complained: err.text };
}

const kept = (): string[] => readdirSync(join(folder, centre));

describe('[TL-23] liushui witness, with a key of its centre', () => {
  it('recomputes the serial map, tells how much of it, and cosigns', async () => {
    const record = recordOf(root);
    shown.show([spoiled, record]);
    shown.blocks.set('A000000000', shownBlock(record));
    const { exitCode, said } = await witness();
    expect([exitCode, said.findings, said.map]).toEqual([
      0,
      [],
      { eventCount: 1, heldBlockCount: 1, blockCount: 1, laterCount: 0, unsignedCount: 0 },
    ]);
    expect(shown.handedIn).toHaveLength(1);
  });

  it('without one says that it did not', async () => {
    shown.show([spoiled, recordOf(root)]);
    const { exitCode, said } = await witness({});
    expect([exitCode, said.map]).toEqual([0, undefined]);
    const [out, err] = [new Captured(), new Captured()];
    const env = { LANG: 'en_GB', LIUSHUI_WITNESS: folder };
    await run(['witness', centre, '--url', shown.url], out, err, env);
    expect(out.text).toContain('the serial map was not recomputed: that needs LIUSHUI_API_KEY');
  });

  it('finds an event of its book that the recorded root leaves out, and cosigns nothing', async () => {
    const record = recordOf(sha256(Buffer.of(0x13)));
    shown.show([spoiled, record]);
    shown.blocks.set('A000000000', emptyBlock(record));
    const { exitCode, said } = await witness();
    expect([exitCode, said.findings]).toMatchObject([
      1,
      [
        {
          check: 'map-event-missing',
          params: {
            event: `SerialsSpoiled book-${centre}@0`,
            size: '1',
            first: 'A000000000',
            last: 'A000004095',
          },
        },
      ],
    ]);
    const evidence = JSON.parse(readFileSync(said.evidence, 'utf8'));
    expect(evidence).toMatchObject({
      found: 'map-event-missing',
      heads: [shown.checkpoint],
      block: emptyBlock(record),
    });
    expect(kept()).not.toContain('seen.json');
    expect(shown.handedIn).toEqual([]);
  });

  it.each<[string, () => void]>([
    ['map-block-differs', () => shown.blocks.set('A000000000', shownBlock(recordOf(nothing)))],
    ['map-block-differs', () => shown.blocks.set('A000000000', emptyBlock(recordOf(root)))],
    ['book-incomplete', () => shown.bookLeaves.push({ revision: '2', leaf: base64(spoiled) })],
    ['book-incomplete', () => shown.bookLeaves.unshift({ revision: '0' })],
  ])('cosigns nothing where it finds %s', async (check, lie) => {
    const record = recordOf(root);
    shown.show([spoiled, record]);
    shown.blocks.set('A000000000', shownBlock(record));
    lie();
    const { exitCode, said } = await witness();
    expect([exitCode, said.findings]).toMatchObject([1, [{ check }]]);
    expect(shown.handedIn).toEqual([]);
    expect(kept()).not.toContain('seen.json');
  });

  it.each<[string, () => void]>([
    ['no block', () => shown.blocks.clear()],
    ['what is no block', () => shown.blocks.set('A000000000', { record: null })],
    ['what is no book', () => shown.bookLeaves.push({ revision: 'x' })],
    ['a record ahead of the head', () => shown.show([spoiled])],
  ])('[TL-22] judges nothing where it is shown %s', async (_, lie) => {
    const record = recordOf(root);
    shown.show([spoiled, record]);
    shown.blocks.set('A000000000', shownBlock(record));
    lie();
    expect((await witness()).exitCode).toBe(3);
    expect(shown.handedIn).toEqual([]);
  });
});
