import { readablePath } from './readable-path';

describe('the path of an address', () => {
  it.each(['/trace/A000000001', '/trace/%E6%B5%81', '/trace/%25', '/'])('%s is kept', (path) => {
    expect(readablePath(path)).toBe(path);
  });

  it.each([
    ['/trace/%', '/trace/%25'],
    ['/trace/100%2', '/trace/100%252'],
    ['/trace/%FF', '/trace/%25FF'],
    ['/trace/%E6%B5', '/trace/%25E6%25B5'],
  ])('%s is read as it stands', (path, readable) => {
    expect(readablePath(path)).toBe(readable);
    expect(decodeURIComponent(readable)).toBe(path);
  });
});
