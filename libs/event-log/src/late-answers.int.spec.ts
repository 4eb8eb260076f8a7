import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { freePort, startEventStore } from '#engines';
import { type ChildProgram, childProgram } from '#testing';

const lookAgainMs = 2;

describe("the client's late second answers", () => {
  const program = join(__dirname, 'late-answers.fixture.cjs');

  it('do not end the process, and later appends work', async () => {
    const child = childProgram(program, ['guarded']);
    const { code, stderr } = await child.ended;
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(child.messages).toEqual([{ revisions: ['0', '0', '0', '0', '0'] }]);
  });

  it('hide nothing else: any other uncaught exception still ends the process', async () => {
    const { code, stderr } = await childProgram(program, ['unrelated']).ended;
    expect(code).toBe(1);
    expect(stderr).toContain('something else');
  });
});

describe('a connection that breaks while appends wait to be written', () => {
  const program = join(__dirname, 'broken-call.fixture.cjs');
  const dir = mkdtempSync(join(tmpdir(), 'liushui-broken-call-'));
  afterAll(() => rmSync(dir, { recursive: true, force: true }));

  /** Settles when the child has appended so much more, or is gone. */
  const more = async (child: ChildProgram, count: number) => {
    const wanted = child.messages.length + count;
    let isGone = false;
    void child.ended.then(() => {
      isGone = true;
    });
    while (child.messages.length < wanted && !isGone) {
      await pause(lookAgainMs);
    }
  };

  it('does not end the process, and the appends are stored in the end', async () => {
    const port = await freePort();
    const start = () => startEventStore({ dir, port, insecure: true });
    let node = await start();
    const child = childProgram(program, [node.url]);
    for (let kill = 0; kill < 3; kill++) {
      await more(child, 10);
      process.kill(node.pid, 'SIGKILL');
      await node.exited;
      node = await start();
    }
    await more(child, 10);
    child.send({ stop: true });
    const { code, stderr } = await child.ended;
    await node.stop();
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(child.messages.at(-1)).toEqual({ done: true });
  });
});
