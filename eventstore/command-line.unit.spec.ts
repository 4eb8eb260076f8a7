import { parseCommandLine } from './command-line';

describe('the command line', () => {
  it('serves by default, on the loopback address, with TLS', () => {
    expect(parseCommandLine(['--dir', 'data', '--port', '0'])).toEqual({
      kind: 'serve',
      folder: 'data',
      host: '127.0.0.1',
      port: 0,
      insecure: false,
      parentWatch: false,
      segmentSizeBytes: 67_108_864,
    });
  });

  it('checks and backs up', () => {
    expect(parseCommandLine(['check', '--dir', 'data'])).toEqual({ kind: 'check', folder: 'data' });
    expect(parseCommandLine(['backup', '--dir', 'data', '--to', 'copy'])).toEqual({
      kind: 'backup',
      folder: 'data',
      to: 'copy',
    });
  });

  it.each([
    ['no folder', ['--port', '1']],
    ['no port', ['--dir', 'data', '--port', 'many']],
    ['a port too high', ['--dir', 'data', '--port', '65536']],
    ['plain text for others', ['--dir', 'data', '--host', '0.0.0.0', '--insecure']],
    ['a backup to nowhere', ['backup', '--dir', 'data']],
    ['another command', ['destroy', '--dir', 'data']],
    ['two commands', ['check', 'backup', '--dir', 'data']],
    ['an unknown option', ['--dir', 'data', '--fast']],
    ['segments too small', ['--dir', 'data', '--segment-size-bytes', '10']],
  ])('refuses %s', (_name, words) => {
    expect(parseCommandLine(words).kind).toBe('wrong');
  });
});
