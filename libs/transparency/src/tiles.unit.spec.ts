import fc from 'fast-check';
import { formatTilePath, parseTilePath, tileLevelMax } from './tiles';

describe('[TL-5] paths of tiles', () => {
  it.each([
    [{ level: 0, index: 0, width: 256 }, '0/000'],
    [{ level: 0, index: 0, width: 1 }, '0/000.p/1'],
    [{ level: 1, index: 999, width: 255 }, '1/999.p/255'],
    [{ level: 2, index: 1_000, width: 256 }, '2/x001/000'],
    [{ level: 0, index: 1_234_067, width: 256 }, '0/x001/x234/067'],
  ])('%j is %s', (name, path) => {
    expect(formatTilePath(name)).toBe(path);
    expect(parseTilePath(path)).toEqual(name);
  });

  it('are read back as what they were written for', () => {
    const names = fc.record({
      level: fc.integer({ min: 0, max: tileLevelMax }),
      index: fc.nat({ max: 2 ** 50 }),
      width: fc.integer({ min: 1, max: 256 }),
    });
    fc.assert(
      fc.property(names, (name) => {
        expect(parseTilePath(formatTilePath(name))).toEqual(name);
      }),
    );
  });

  it.each([
    '',
    '0',
    '0/0',
    '0/00',
    '0/0000',
    '00/000',
    '-1/000',
    '7/000',
    '64/000',
    '0/x000/000',
    '0/x001/x000',
    '0/001/000',
    '0/000.p/0',
    '0/000.p/256',
    '0/000.p/01',
    '0/000.p/',
    '0/000.p/1/',
    '0/000/',
    '/0/000',
    'entries/000',
    'entries/000.p/1',
    '0/000\n',
    '0/０００',
    '0/x999/x999/x999/x999/x999/999',
    '0/../000',
    '0/x001/x002/x003/x004/x005/x006/007',
  ])('%j is none', (path) => {
    expect(parseTilePath(path)).toBeUndefined();
  });
});
