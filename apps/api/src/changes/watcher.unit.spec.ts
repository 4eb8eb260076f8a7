import { PassThrough } from 'node:stream';
import type { Response } from 'express';
import { bufferedBytesMax, Watcher } from './watcher';

const change = { view: 'stock', centre: '52010001', position: 7n } as const;

async function textOf(stream: PassThrough): Promise<string> {
  let text = '';
  for await (const chunk of stream) text += chunk;
  return text;
}

describe('a client that watches', () => {
  const begun = (maySee: () => Promise<boolean> = async () => true) => {
    const stream = new PassThrough({ highWaterMark: 1 });
    const watcher = new Watcher('user', stream as unknown as Response, maySee);
    watcher.begin('e-1');
    return { stream, watcher };
  };

  it('is told what it may see, and of a reset', async () => {
    const { stream, watcher } = begun();
    await watcher.tell(change, 'e-2');
    await watcher.tell({ view: 'everything', position: 0n }, 'e-3');
    await watcher.tell({ view: 'policy', position: 9n }, 'e-4');
    watcher.beat();
    watcher.end();
    expect(await textOf(stream)).toBe(
      'id: e-1\n: from here on\n\n' +
        'id: e-2\nevent: change\ndata: {"view":"stock","centre":"52010001","position":"7"}\n\n' +
        'id: e-3\nevent: reset\ndata: {}\n\n' +
        'id: e-4\nevent: change\ndata: {"view":"policy","centre":null,"position":"9"}\n\n' +
        ': still here\n\n',
    );
  });

  it('is told nothing of what it may not see', async () => {
    const { stream, watcher } = begun(async () => false);
    await watcher.tell(change, 'e-2');
    expect(String(stream.read())).toBe('id: e-1\n: from here on\n\n');
    stream.destroy();
  });

  it('that does not read is sent away with a reset, before it holds more than the bound', async () => {
    const { stream, watcher } = begun();
    let isOver = false;
    watcher.onEnd(() => {
      isOver = true;
    });
    let told = 0;
    while (!isOver && told < 10_000) {
      await watcher.tell(change, `e-${told}`);
      told += 1;
    }
    expect(isOver).toBe(true);
    expect(stream.writableLength).toBeLessThan(bufferedBytesMax + 1_000);
    expect(stream.writableEnded).toBe(true);
    await watcher.tell(change, 'after');
    expect((await textOf(stream)).endsWith('id: \nevent: reset\ndata: {}\n\n')).toBe(true);
    stream.destroy();
  });

  it('that hangs up is over', () => {
    const { stream, watcher } = begun();
    let ends = 0;
    watcher.onEnd(() => {
      ends += 1;
    });
    stream.emit('close');
    stream.emit('close');
    watcher.end();
    expect(ends).toBe(1);
    watcher.onEnd(() => {
      ends += 1;
    });
    expect(ends).toBe(2);
    stream.destroy();
  });
});
