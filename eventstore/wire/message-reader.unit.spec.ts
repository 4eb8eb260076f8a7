import { lengthDelimited } from '../test/random-messages';
import {
  FIELD_COUNT_MAX,
  GROUP_DEPTH_MAX,
  lengthField,
  MessageReader,
  numberField,
} from './message-reader';

const hex = (text: string) => Buffer.from(text.replaceAll(' ', ''), 'hex');
const LIE = 'ffffffff07';

/** The tags of a message, all of them passed over. */
function tagsIn(bytes: Buffer): number[] {
  const reader = new MessageReader(bytes);
  const tags: number[] = [];
  for (let tag = reader.next(); tag !== 0; tag = reader.next()) {
    tags.push(tag);
    reader.skip();
  }
  return tags;
}

function groups(depth: number): Buffer {
  return Buffer.concat([Buffer.alloc(depth, 0x0b), Buffer.alloc(depth, 0x0c)]);
}

describe('a message', () => {
  it('is passed over field by field, whatever kind they are of', () => {
    const bytes = hex('08 01 | 11 0000000000000000 | 1a 02 ffff | 25 00000000'.replaceAll('|', ''));
    expect(tagsIn(bytes)).toEqual([8, 0x11, 0x1a, 0x25]);
  });

  it.each([
    ['nothing at all', ''],
    ['a group', '0b 08 01 0c'],
    ['a group with a group and a text that looks like an end', '0b 13 1a 01 0c 14 0c'],
    ['the last number of a field', 'f8ffffff0f 01'],
    ['numbers that are longer than need be', '88 80 00 | 81 80 80 80 80 80 80 80 80 00'],
  ])('may hold %s', (_name, text) => {
    expect(() => tagsIn(hex(text.replaceAll('|', '')))).not.toThrow();
  });

  it.each([
    ['a text longer than the message', `0a ${LIE} 41`],
    ['a length below zero', '0a ffffffffffffffffff01'],
    ['a number without end', '08 8080808080808080808080808001'],
    ['a number that is cut off', '08 80'],
    ['a fixed number that is cut off', '11 00000000'],
    ['a group without end', '0b 08 01'],
    ['a group with the end of another', '0b 14'],
    ['the end of no group', '0c'],
    ['a kind that is none', '0e'],
    ['a field without a number', '02 00'],
    ['a field above the last number', '8080808010 01'],
  ])('is refused for %s', (_name, text) => {
    expect(() => tagsIn(hex(text))).toThrow('A message');
  });

  it('is refused for a length that leaves the message around it', () => {
    const reader = new MessageReader(hex('0a 04 | 12 05 4141 | 414141'.replaceAll('|', '')));
    expect(reader.next()).toBe(lengthField(1));
    const inner = reader.message();
    expect(inner.next()).toBe(lengthField(2));
    expect(() => inner.bytes()).toThrow('A message is cut off.');
  });

  it('has groups in groups to a depth', () => {
    expect(tagsIn(groups(GROUP_DEPTH_MAX))).toEqual([0x0b]);
    expect(() => tagsIn(groups(GROUP_DEPTH_MAX + 1))).toThrow('groups in groups');
    expect(() => tagsIn(groups(1_000_000))).toThrow('groups in groups');
  });

  it('has so many fields, those within counted, and is refused for one more', () => {
    const inner = (fieldCount: number) => Buffer.alloc(2 * fieldCount, Buffer.of(0x08, 0));
    const count = (bytes: Buffer) => {
      const reader = new MessageReader(bytes);
      let fieldCount = 0;
      while (reader.next() !== 0) {
        fieldCount += 1;
        const within = reader.message();
        for (; within.next() !== 0; within.skip()) fieldCount += 1;
      }
      return fieldCount;
    };
    const half = FIELD_COUNT_MAX / 2;
    const most = [lengthDelimited(1, inner(half - 1)), lengthDelimited(2, inner(half - 1))];
    expect(count(Buffer.concat(most))).toBe(FIELD_COUNT_MAX);
    const more = [...most, lengthDelimited(3, Buffer.alloc(0))];
    expect(() => count(Buffer.concat(more))).toThrow('too many fields');
    const group = Buffer.concat([Buffer.of(0x0b), inner(FIELD_COUNT_MAX), Buffer.of(0x0c)]);
    expect(() => tagsIn(group)).toThrow('too many fields');
  });

  it('tells fields of one number and several kinds apart', () => {
    expect(tagsIn(hex('08 01 0a 00'))).toEqual([numberField(1), lengthField(1)]);
  });

  it('has text that is UTF-8 or none', () => {
    const text = (bytes: string) => {
      const reader = new MessageReader(hex(bytes));
      reader.next();
      return reader.text();
    };
    expect(text('0a 03 e6b581')).toBe('流');
    expect(text('0a 03 efbfbd')).toBe('\ufffd');
    expect(text('0a 02 e6b5')).toBeNull();
    expect(text('0a 03 eda080')).toBeNull();
  });

  it('has numbers of 64 and of 32 bits, cut as the contract’s own readers cut them', () => {
    const at = (bytes: string) => {
      const reader = new MessageReader(hex(bytes));
      reader.next();
      return reader;
    };
    expect(at('08 ffffffffffffffffff01').unsigned()).toBe(2n ** 64n - 1n);
    expect(at('08 ffffffffffffffffff7f').unsigned()).toBe(2n ** 64n - 1n);
    expect(at('08 ffffffffffffffffff01').signed()).toBe(-1n);
    expect(at('08 ffffffffffffffffff01').signed32()).toBe(-1);
    expect(at('08 8180808010').unsigned32()).toBe(1);
    expect(at('08 8080808010').flag()).toBe(true);
  });
});
