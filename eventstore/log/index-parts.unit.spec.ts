import { Uint16Column, Uint32Column, Uint32List } from './columns';
import { EventIndex, LOST } from './event-index';
import { RecentIds } from './recent-ids';

describe('columns and lists', () => {
  it('hold what they were given, over many blocks', () => {
    const wide = new Uint32Column();
    const narrow = new Uint16Column();
    const list = new Uint32List();
    for (let value = 0; value < 200_000; value += 1) {
      wide.push(value * 7);
      narrow.push(value & 0xffff);
      list.push(value * 3);
    }
    for (const index of [0, 1, 65_535, 65_536, 131_071, 131_072, 199_999]) {
      expect(wide.at(index)).toBe(index * 7);
      expect(narrow.at(index)).toBe(index & 0xffff);
      expect(list.at(index)).toBe(index * 3);
    }
    expect([wide.count, narrow.count, list.count]).toEqual([200_000, 200_000, 200_000]);
    for (const column of [wide, narrow, list]) {
      expect(() => column.at(200_000)).toThrow(RangeError);
      expect(() => column.at(-1)).toThrow(RangeError);
    }
  });
});

describe('the index of events', () => {
  it('finds events by position and by revision', () => {
    const index = new EventIndex();
    const [a, b] = [index.enterStream('a'), index.enterStream('b')];
    const type = index.enterType('T');
    index.add({ position: 1, revision: 0, offset: 100, stream: a, type });
    index.add({ position: 2, revision: 0, offset: 200, stream: b, type });
    index.add({ position: 3, revision: 1, offset: 300, stream: a, type });
    expect(index.lastPosition).toBe(3);
    expect(index.lastRevision('a')).toBe(1);
    expect(index.lastRevision('none')).toBe(-1);
    expect(index.positionAt(a, 1)).toBe(3);
    expect(index.offsetOf(2)).toBe(200);
    expect(index.streamNumberOf(2)).toBe(b);
  });

  it('keeps the place of lost events and refuses disorder', () => {
    const index = new EventIndex();
    const stream = index.enterStream('a');
    const type = index.enterType('T');
    index.add({ position: 3, revision: 2, offset: 100, stream, type });
    expect([index.offsetOf(1), index.positionAt(stream, 1)]).toEqual([LOST, LOST]);
    expect(() => index.add({ position: 3, revision: 3, offset: 1, stream, type })).toThrow();
    expect(() => index.add({ position: 4, revision: 2, offset: 1, stream, type })).toThrow();
  });
});

describe('the recent ids', () => {
  it('are those of at least the last so many events, per stream, and no more than twice that', () => {
    const ids = new RecentIds(10);
    for (let number = 0; number < 100; number += 1) ids.add('s', `id${number}`, number);
    for (let number = 90; number < 100; number += 1) {
      expect(ids.revisionOf('s', `id${number}`)).toBe(number);
    }
    expect(ids.revisionOf('s', 'id79')).toBeUndefined();
    expect(ids.revisionOf('other', 'id99')).toBeUndefined();
  });
});
