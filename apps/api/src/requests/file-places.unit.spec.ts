import { FilePlaces, fileBodyMsMax, fileSizeBytesMax, isTooSlow } from './file-places';

const mebi = 1024 * 1024;

describe('places for files', () => {
  const places = () => new FilePlaces();

  it('are not taken by forms of which nothing comes', async () => {
    const all = places();
    for (let at = 0; at < 100; at += 1) all.enter(`silent ${at}`);
    const stay = all.enter('other');
    all.grow(stay, fileSizeBytesMax);
    await all.turn(stay);
    expect(stay.state).toBe('reading');
  });

  it('are one for each user, until the answer', () => {
    const all = places();
    const first = all.enter('a');
    expect(() => all.enter('a')).toThrow('upload-under-way');
    all.enter('b');
    all.leave(first);
    all.leave(first);
    all.enter('a');
    expect(() => all.grow(first, 1)).toThrow('uploads-busy');
  });

  it('to be read are two; the others come in their order, without those who left', async () => {
    const all = places();
    const stays = ['a', 'b', 'c', 'd', 'e'].map((user) => all.enter(user));
    const turns = stays.map((stay) => all.turn(stay).catch((error: Error) => error.message));
    const states = () => stays.map(({ state }) => state);
    expect(states()).toEqual(['reading', 'reading', 'waiting', 'waiting', 'waiting']);
    all.leave(stays[2]);
    expect(await turns[2]).toBe('uploads-busy');
    all.leave(stays[0]);
    await turns[3];
    expect(states()).toEqual(['gone', 'reading', 'gone', 'reading', 'waiting']);
    all.leave(stays[1]);
    all.leave(stays[3]);
    await turns[4];
    expect(stays[4].state).toBe('reading');
  });

  it('have a bound of what lies in memory, and of those who wait', () => {
    const all = places();
    const stays = Array.from({ length: 36 }, (_, at) => all.enter(`${at}`));
    for (const stay of stays) all.grow(stay, mebi);
    const late = all.enter('late');
    expect(() => all.grow(late, 1)).toThrow('uploads-busy');
    all.leave(stays[0]);
    all.grow(late, mebi);
  });

  it('refuse whoever would wait behind sixteen', async () => {
    const all = places();
    const first = Array.from({ length: 18 }, (_, at) => all.enter(`${at}`));
    const turns = first.map((stay) => all.turn(stay).catch(() => undefined));
    await expect(all.turn(all.enter('late'))).rejects.toThrow('uploads-busy');
    for (const stay of first) all.leave(stay);
    await Promise.all(turns);
  });
});

describe('the pace of a form', () => {
  it('is slow enough for the largest file over 1 Mbit/s, and too fast for who sends nothing', () => {
    const bytesPerSecond = 125_000;
    const neededMs = (fileSizeBytesMax / bytesPerSecond) * 1_000;
    expect(neededMs).toBeLessThan(fileBodyMsMax);
    for (let ms = 0; ms <= neededMs; ms += 500) {
      expect(isTooSlow((ms / 1_000) * bytesPerSecond, ms)).toBe(false);
    }
    expect(isTooSlow(0, 10_000)).toBe(false);
    expect(isTooSlow(0, 11_000)).toBe(true);
    expect(isTooSlow(fileSizeBytesMax, fileBodyMsMax)).toBe(true);
  });
});
