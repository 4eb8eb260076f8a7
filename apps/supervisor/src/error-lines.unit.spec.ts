import { ErrorLines } from './error-lines';

const shownFrom = (chunks: readonly (readonly [string, number])[]) => {
  const shown: string[] = [];
  const lines = new ErrorLines((message) => shown.push(message));
  for (const [chunk, nowMs] of chunks) lines.add(chunk, nowMs);
  return shown;
};

it('shows errors, wherever the chunks are cut, and nothing else', () => {
  expect(
    shownFrom([
      ['{"level":30,"msg":"fine"}\n{"level":50,"ms', 0],
      ['g":"lost"}\nplain text\n{broken\n', 0],
      ['{"level":60,"err":{"message":"gone"}}\n', 0],
    ]),
  ).toEqual(['lost', 'gone']);
});

it('shows at most six a minute', () => {
  const error = '{"level":50,"msg":"again"}\n';
  expect(shownFrom([[error.repeat(10), 0]])).toHaveLength(6);
  expect(
    shownFrom([
      [error.repeat(10), 0],
      [error, 60_000],
    ]),
  ).toHaveLength(7);
});
