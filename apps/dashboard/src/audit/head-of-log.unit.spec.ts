import { readHead } from './head-of-log';

const root = `${'A'.repeat(43)}=`;

describe('the head of the log', () => {
  it('names the log, its size and the hash of all of it', () => {
    expect(readHead(`liushui/1\n2549\n${root}\n\n— liushui/1 sig\n`)).toEqual({
      origin: 'liushui/1',
      size: 2_549,
      root,
    });
  });

  it.each(['', 'liushui/1', `liushui/1\nmany\n${root}`, 'liushui/1\n7\nshort', '<html>\n\n'])(
    'is not read from %p',
    (text) => {
      expect(readHead(text)).toBeUndefined();
    },
  );
});
