import { inflateRawSync } from 'node:zlib';
import fc from 'fast-check';
import { all, bytesOf, exported, filled, madeAt, Store } from '../../test/books';
import { continuesAppend } from './appends';
import { type BookEvent, bookEventBytes, readBookEvent } from './book-event';
import { OtherFormat } from './books-file';
import { BooksHash } from './books-hash';
import { exportBooks } from './export';
import { DamagedFile, FrameWriter, NoFramedFile } from './framed-file';

describe('the bytes of an event', () => {
  it('are read back as they were, whatever is in it', () => {
    const blob = fc.uint8Array({ maxLength: 300 });
    const text = fc.string({ unit: 'grapheme', maxLength: 60 });
    const event = fc.record({
      id: fc.uuid(),
      stream: text,
      revision: fc.bigInt(0n, 2n ** 63n),
      type: text,
      isJson: fc.boolean(),
      recordedAt: text,
      data: blob,
      metadata: blob,
    });
    fc.assert(
      fc.property(event, (made) => {
        const read = readBookEvent(bookEventBytes(made));
        expect(read && { ...read, data: [...read.data], metadata: [...read.metadata] }).toEqual({
          ...made,
          data: [...made.data],
          metadata: [...made.metadata],
        });
      }),
    );
  });

  it('are refused at any other length', async () => {
    const bytes = bookEventBytes((await filled(1)).events[0]);
    for (let length = 0; length < bytes.length; length++) {
      expect(readBookEvent(bytes.subarray(0, length))).toBeUndefined();
    }
    expect(readBookEvent(Buffer.concat([bytes, Buffer.alloc(1)]))).toBeUndefined();
    expect(readBookEvent(bytes)).toBeDefined();
  });

  it('are refused when a text in them is none', async () => {
    const bytes = bookEventBytes({ ...(await filled(1)).events[0], type: 'Type' });
    bytes[bytes.indexOf('Type') + 1] = 0xff;
    expect(readBookEvent(bytes)).toBeUndefined();
  });

  it('have a hash that a golden value pins', () => {
    const sums = new BooksHash();
    const event = {
      id: '3d1a6d0e-2222-4333-8444-555566667777',
      stream: 'centres',
      revision: 0n,
      type: 'CentreRegistered',
      isJson: true,
      recordedAt: '2013-06-03T02:03:05.678Z',
      data: Buffer.from('{"code":"00000000"}'),
      metadata: Buffer.from('{"schema":1}'),
    };
    expect(bookEventBytes(event).toString('hex')).toBe(
      '3d1a6d0e222243338444555566667777000000000000000001' +
        '0018323031332d30362d30335430323a30333a30352e3637385a' +
        '000763656e74726573001043656e74726552656769737465726564' +
        '0000000c7b22736368656d61223a317d' +
        '000000137b22636f6465223a223030303030303030227d',
    );
    expect(sums.add(event, bookEventBytes(event))).toBe(true);
    expect(sums.whole).toEqual({
      eventCount: 1,
      hash: '15cff49f9f37edd9ad6e9c01b0e71a6c5f2d6994c9b476c4701dde75ca758f93',
    });
    expect(sums.of('centres')).toEqual(sums.whole);
  });
});

describe('a file of books', () => {
  it('gives every event back, in order, and states where it ends', async () => {
    const store = await filled(300, 9_000);
    const { file, summary } = await exported(store);
    expect(bytesOf(await all(file))).toEqual(bytesOf(store.events));
    expect(summary).toMatchObject({
      eventCount: store.events.length,
      streamCount: 5,
      position: String(store.events.at(-1)?.position),
      madeAt,
    });
    expect(file.length).toBeLessThan((store.events.length * 9_000) / 4);
  });

  it('of no events is in order', async () => {
    const { file, summary } = await exported(new Store());
    expect(await all(file)).toEqual([]);
    expect(summary).toMatchObject({ eventCount: 0, position: null, hash: '00'.repeat(32) });
  });

  it('ends with a whole append though the store was read in the middle of one', async () => {
    const store = await filled(3);
    const scan = (after?: bigint) => (after === undefined ? store.scan() : another.scan(after));
    const another = await filled(3);
    another.events.splice(0, 9, ...store.events);
    store.events.splice(-2);
    const { length } = store.events;
    const parts: BookEvent[] = [];
    const file: Buffer[] = [];
    await exportBooks(scan, async (bytes) => file.push(bytes), { madeAt });
    parts.push(...(await all(Buffer.concat(file))));
    expect(parts).toHaveLength(length + 2);
    expect(continuesAppend(parts[length - 1], parts[length])).toBe(true);
  });

  it('cut anywhere, or with any bit turned over, is refused with a place', async () => {
    const { file } = await exported(await filled(12));
    const faults = new Set<string>();
    const refuse = async (bytes: Buffer) => {
      const fault = await all(bytes).then(
        () => 'believed',
        (thrown: unknown) => thrown,
      );
      if (!(fault instanceof NoFramedFile)) {
        expect(fault).toBeInstanceOf(DamagedFile);
        expect((fault as Error).message).toMatch(/^damaged at byte \d+: /);
        faults.add((fault as DamagedFile).problem);
      }
    };
    for (let at = 0; at < file.length; at++) {
      await refuse(file.subarray(0, at));
      const turned = Buffer.from(file);
      turned[at] ^= 1 << (at % 8);
      await refuse(turned);
    }
    await refuse(Buffer.concat([file, file]));
    await refuse(Buffer.concat([file, Buffer.from('x')]));
    expect(faults.size).toBeGreaterThan(3);
  });

  it('with events changed by somebody who knows the format is refused', async () => {
    const { file } = await exported(await filled(6));
    const sound = framesOf(file);
    const { kind, content } = sound[1];
    expect(kind).toBe('E');
    const first = content.readUInt32BE(0) + 4;
    const changed = Buffer.from(content);
    changed[content.length - 1] ^= 1;
    const variants: [string, Buffer][] = [
      ['nothing', Buffer.alloc(0)],
      ['the first left out', content.subarray(first)],
      ['the first twice', Buffer.concat([content.subarray(0, first), content])],
      ['the last byte changed', changed],
      ['cut', content.subarray(0, content.length - 3)],
    ];
    for (const [name, events] of variants) {
      const forged = await framed(
        sound.map((one, at) => (at === 1 ? { kind, content: events } : one)),
      );
      await expect(all(forged).then(() => name)).rejects.toBeInstanceOf(DamagedFile);
    }
    const withoutSums = await framed(sound.filter((one) => one.kind !== 'S'));
    await expect(all(withoutSums)).rejects.toBeInstanceOf(DamagedFile);
    expect(bytesOf(await all(await framed(sound)))).toEqual(bytesOf(await all(file)));
  });

  it('with whole frames left out or exchanged is refused where they are', async () => {
    const { file } = await exported(await filled(300, 9_000));
    const starts = startsOf(file);
    const [second, third, fourth] = starts.slice(1, 4);
    const without = Buffer.concat([file.subarray(0, second), file.subarray(third)]);
    const exchanged = Buffer.concat([
      file.subarray(0, second),
      file.subarray(third, fourth),
      file.subarray(second, third),
      file.subarray(fourth),
    ]);
    for (const wrong of [without, exchanged]) {
      const said = `damaged at byte ${second}: frame 1 should come here, and frame 2 does`;
      await expect(all(wrong)).rejects.toThrow(said);
    }
  });

  it('of another kind, or none of ours, is told apart from a damaged one', async () => {
    const other = await framed([{ kind: 'H', content: Buffer.from('{"format":"liushui users"}') }]);
    await expect(all(other)).rejects.toBeInstanceOf(OtherFormat);
    await expect(all(Buffer.from('PK\u0003\u0004 something else'))).rejects.toBeInstanceOf(
      NoFramedFile,
    );
  });
});

interface Part {
  readonly kind: string;
  readonly content: Buffer;
}

function startsOf(file: Buffer): number[] {
  const starts: number[] = [];
  for (let at = 8; at < file.length; at += 17 + file.readUInt32BE(at + 5)) starts.push(at);
  return starts;
}

function framesOf(file: Buffer): Part[] {
  const parts: Part[] = [];
  for (let at = 8; at < file.length; ) {
    const end = at + 17 + file.readUInt32BE(at + 5);
    const content = inflateRawSync(file.subarray(at + 17, end));
    parts.push({ kind: file.toString('latin1', at, at + 1), content });
    at = end;
  }
  return parts;
}

async function framed(parts: readonly Part[]): Promise<Buffer> {
  const written: Buffer[] = [];
  const frames = new FrameWriter(async (bytes) => written.push(bytes));
  for (const { kind, content } of parts) await frames.write(kind, content);
  return Buffer.concat(written);
}
