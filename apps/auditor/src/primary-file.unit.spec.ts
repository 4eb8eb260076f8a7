import { DamagedFile, FrameWriter, NoFramedFile, OtherFormat } from '#audit';
import type { PrimaryPart } from '#identity';
import { type PrimarySummary, readPrimary, writePrimary } from './primary-file';

const rows = (text: string): PrimaryPart => ({ kind: 'rows', bytes: Buffer.from(text) });
const parts: readonly PrimaryPart[] = [
  { kind: 'head', migrations: ['First1', 'Second2'], generation: { number: 3, check: 'ab' } },
  { kind: 'table', name: 'generations', columns: ['number', 'key_check'] },
  rows('1\t\\\\xab\n2\t'),
  rows('\\\\xcd\n'),
  { kind: 'table', name: 'months', columns: ['month'] },
  { kind: 'table', name: 'users', columns: ['id', 'username'] },
  rows('u1\t王\n'),
];

async function* given<Item>(items: readonly Item[]): AsyncGenerator<Item> {
  yield* items;
}

async function written(): Promise<{ file: Buffer; summary: PrimarySummary }> {
  const bytes: Buffer[] = [];
  const summary = await writePrimary(given(parts), async (chunk) => bytes.push(chunk));
  return { file: Buffer.concat(bytes), summary };
}

async function read(file: Buffer): Promise<PrimaryPart[]> {
  const found: PrimaryPart[] = [];
  for await (const part of readPrimary(given([file]))) found.push(part);
  return found;
}

/** Where rows are cut into parts means nothing. */
const told = (list: readonly PrimaryPart[]) =>
  list
    .map((part) => (part.kind === 'rows' ? part.bytes.toString() : JSON.stringify(part)))
    .join('');

it('gives every table and row back, and counts them', async () => {
  const { file, summary } = await written();
  expect(told(await read(file))).toBe(told(parts));
  expect(summary.tables.map(({ name, rowCount }) => [name, rowCount])).toEqual([
    ['generations', 2],
    ['months', 0],
    ['users', 1],
  ]);
  expect(summary).toMatchObject({ generation: { number: 3, check: 'ab' } });
});

it('cut anywhere, or with any bit turned over, is refused', async () => {
  const { file } = await written();
  for (let at = 0; at < file.length; at++) {
    const turned = Buffer.from(file);
    turned[at] ^= 1 << (at % 8);
    for (const wrong of [file.subarray(0, at), turned]) {
      const fault = await read(wrong).then(
        () => 'believed',
        (thrown: unknown) => thrown,
      );
      expect(fault instanceof DamagedFile || fault instanceof NoFramedFile).toBe(true);
    }
  }
});

it('of another kind is told apart', async () => {
  const bytes: Buffer[] = [];
  await new FrameWriter(async (chunk) => bytes.push(chunk)).writeJson('H', { format: 'other' });
  await expect(read(Buffer.concat(bytes))).rejects.toBeInstanceOf(OtherFormat);
});
