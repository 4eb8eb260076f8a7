import { execFileSync } from 'node:child_process';
import { shellWord } from './sights';

describe('a word of a command line', () => {
  it.each(['data', './a/b.json', 'data a 流水', "it's", '$(id)', '"', '\\', '`x`'])(
    'a shell reads %j as it is',
    (text) => {
      const read = execFileSync('/bin/sh', ['-c', `printf %s ${shellWord(text)}`]);
      expect(read.toString()).toBe(text);
    },
  );
});
