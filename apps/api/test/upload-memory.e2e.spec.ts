/** What a process has in memory while it posts a large roster, and afterwards. */
import { join } from 'node:path';
import { type ChildProgram, childProgram } from '#testing';
import { UploadPoster } from '../src/uploads/upload-poster';
import { type Installation, makeInstallation, stockGuiyang } from './installation';
import { csvOf, done, fieldsOf, rowsOf, upload } from './roster-files';
import { type RunningApi, startApi, until } from './running-api';

const mebi = 1024 * 1024;
const rowCount = 20_000;

interface Memory {
  readonly livingSizeBytes: number;
  readonly peakSizeBytes: number;
}

describe('a process that posts 20,000 rows', () => {
  let api: RunningApi;
  let on: Installation;
  let measured: ChildProgram | undefined;

  beforeAll(async () => {
    api = await startApi();
    on = await makeInstallation(api.port);
    await stockGuiyang(on, 1, 22_000);
    // This process keeps the views up; the other one posts.
    await api.app.get(UploadPoster).beforeApplicationShutdown();
    const program = join(__dirname, 'measured-api.ts');
    const args = [JSON.stringify(api.settings)];
    measured = childProgram(program, args, { NODE_OPTIONS: '--expose-gc' });
  });
  afterAll(async () => {
    measured?.kill();
    await measured?.ended;
    await api?.stop();
  });

  async function message<Said>(index: number): Promise<Said> {
    await until(async () => measured?.messages[index] !== undefined);
    return measured?.messages[index] as Said;
  }
  async function memory(): Promise<Memory> {
    const count = measured?.messages.length ?? 0;
    measured?.send({ type: 'tell' });
    return message<Memory>(count);
  }
  async function post(port: number, first: number, count: number): Promise<void> {
    const file = csvOf(rowsOf(first, first, count));
    const answer = await upload(on.guiyang.at(port), file, fieldsOf(`M-${first}`, count));
    expect(answer.status).toBe(202);
    const { refused } = await done(on.guiyang, answer.body.upload);
    expect(refused).toEqual([]);
  }

  it('keeps none of them, and has few of them at a time', async () => {
    const { port } = await message<{ port: number }>(0);
    await post(port, 20_001, 1_000);
    const before = await memory();
    await post(port, 1, rowCount);
    const after = await memory();
    const grown = (sizeBytes: number) => (sizeBytes - before.livingSizeBytes) / mebi;
    expect(grown(after.livingSizeBytes)).toBeLessThan(6);
    expect(grown(after.peakSizeBytes)).toBeLessThan(32);
  });
});
