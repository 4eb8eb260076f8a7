import { join } from 'node:path';
import { childProgram } from '#testing';

const program = join(__dirname, 'late-answers.fixture.cjs');

describe("the client's late second answers", () => {
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
