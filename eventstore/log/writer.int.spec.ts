/** What becomes of appends whose deciding or whose answer fails: nothing that is told should do that. */
import { closeSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { AppendOutcome, AppendRequest } from './batch';
import { diskOperations } from './file-operations';
import { openLog } from './recovery';
import { Writer } from './writer';

let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'liushui-writer-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

function request(stream: string, id: number, expected: 'any' | 'no_stream'): AppendRequest {
  const event = {
    id: Buffer.alloc(16, id),
    type: Buffer.from('T'),
    isJson: false,
    data: Buffer.alloc(1),
    metadata: Buffer.alloc(0),
  };
  return { streamName: Buffer.from(stream), expected, events: [event] };
}

describe('an append that cannot be decided', () => {
  it('is refused alone, and those that came with it and come after it are written', async () => {
    const warnings: string[] = [];
    const idAt = (): string => {
      throw new RangeError('there is no such place');
    };
    const state = { ...openLog(folder), idAt };
    const writer = new Writer(state, {
      folder,
      logIdentity: '00'.repeat(16),
      files: diskOperations,
      now: () => 1_000,
      committed: () => {},
      warn: (warning) => warnings.push(warning),
    });
    const append = (asked: AppendRequest) =>
      new Promise<AppendOutcome>((settle) => writer.append(asked, settle));
    await append(request('s', 1, 'any'));
    const outcomes = await Promise.all([
      append(request('t', 2, 'any')),
      append(request('s', 3, 'no_stream')),
      append(request('u', 4, 'any')),
    ]);
    expect(outcomes).toMatchObject([
      { kind: 'appended', position: 2 },
      { kind: 'refused', reason: 'undecided' },
      { kind: 'appended', position: 3 },
    ]);
    expect(await append(request('s', 5, 'any'))).toMatchObject({ position: 4, lastRevision: 1 });
    expect(warnings).toEqual([expect.stringContaining('there is no such place')]);
    await writer.close();
    for (const { fileDescriptor } of state.segments) closeSync(fileDescriptor);
  });
});

describe('an answer that is not taken', () => {
  it('takes no other answer with it', async () => {
    const warnings: string[] = [];
    const state = { ...openLog(folder), idAt: () => null };
    const writer = new Writer(state, {
      folder,
      logIdentity: '00'.repeat(16),
      files: diskOperations,
      now: () => 1_000,
      committed: () => {},
      warn: (warning) => warnings.push(warning),
    });
    const append = (asked: AppendRequest) =>
      new Promise<AppendOutcome>((settle) => writer.append(asked, settle));
    const before = append(request('s', 1, 'any'));
    writer.append(request('s', 2, 'any'), () => {
      throw new Error('nobody is there');
    });
    const outcomes = await Promise.all([before, append(request('s', 3, 'any'))]);
    expect(outcomes).toMatchObject([{ position: 1 }, { position: 3 }]);
    expect(await append(request('s', 4, 'any'))).toMatchObject({ position: 4 });
    expect(warnings).toEqual([expect.stringContaining('nobody is there')]);
    await writer.close();
    for (const { fileDescriptor } of state.segments) closeSync(fileDescriptor);
  });
});
