import { randomUUID } from 'node:crypto';
import fc from 'fast-check';
import { bytesOf, chunks, exported, filled, madeAt, Store } from '../../test/books';
import { ImpossibleAppend } from './appends';
import type { PlacedEvent } from './export';
import { DamagedFile } from './framed-file';
import { ImportUnproven, importBooks, OtherBooks, type TargetStore } from './import';

const put = (file: Buffer, target: TargetStore) =>
  importBooks({ open: () => chunks(file), target });

describe('importing books', () => {
  it('keeps bytes, order and appends', async () => {
    const store = await filled(60);
    const { file, summary } = await exported(store);
    const target = new Store();
    const result = await put(file, target);
    expect(result).toEqual({
      ...summary,
      foundCount: 0,
      appendedCount: summary.eventCount,
      laterCount: 0,
    });
    expect(bytesOf(target.events)).toEqual(bytesOf(store.events));
    expect(target.appends).toEqual(store.appends);
  });

  it('takes two requests of one correlation for two appends', async () => {
    const store = await filled(1);
    const [event] = store.events;
    const marked = Buffer.from('{"correlationId":"r0","request":{"key":"k"}}');
    for (const metadata of [event.metadata, marked]) {
      const next = { ...event, id: randomUUID(), metadata };
      await store.append(
        event.stream,
        [{ ...next, revision: BigInt(store.events.length) }],
        BigInt(store.events.length) - 1n,
      );
    }
    const target = new Store();
    await put((await exported(store)).file, target);
    const [first, second, third] = store.events.map(({ id }) => id);
    expect(target.appends).toEqual([[first, second], [third]]);
  });

  it('gives a file with the same hash again', async () => {
    const { file, summary } = await exported(await filled(20));
    const target = new Store();
    await put(file, target);
    expect((await exported(target)).summary.hash).toBe(summary.hash);
  });

  it('killed at any append goes on and posts nothing twice', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(fc.nat(30), { maxLength: 4 }), async (kills) => {
        const store = await filled(30);
        const { file } = await exported(store);
        const target = new Store();
        for (const leftCount of kills) {
          target.leftCount = leftCount;
          await put(file, target).catch(({ message }) => expect(message).toBe('killed'));
        }
        target.leftCount = Number.POSITIVE_INFINITY;
        const { foundCount, appendedCount } = await put(file, target);
        expect(foundCount + appendedCount).toBe(store.events.length);
        expect(bytesOf(target.events)).toEqual(bytesOf(store.events));
        expect(target.appends).toEqual(store.appends);
      }),
      { numRuns: 25 },
    );
  });

  it('adds what came since an earlier file, and leaves what came after its own', async () => {
    const store = await filled(10);
    const earlier = (await exported(store)).file;
    const longer = await filled(0);
    longer.events.push(...store.events);
    const next = { ...store.events[0], id: randomUUID(), stream: 'centres', position: 9_999n };
    longer.events.push(next);
    const later = (await exported(longer)).file;
    const target = new Store();
    await put(earlier, target);
    expect(await put(later, target)).toMatchObject({ appendedCount: 1, laterCount: 0 });
    expect(await put(earlier, target)).toMatchObject({ appendedCount: 0, laterCount: 1 });
    expect(target.events).toHaveLength(store.events.length + 1);
  });

  it('refuses a store that holds something else, and changes nothing', async () => {
    const store = await filled(10);
    const { file } = await exported(store);
    const others: [string, (events: PlacedEvent[]) => unknown][] = [
      ['another event first', (events) => events.unshift({ ...events[0], id: randomUUID() })],
      ['another order', (events) => events.reverse()],
      ['one missing in the middle', (events) => events.splice(3, 1)],
      ['other data', (events) => (events[4] = { ...events[4], data: Buffer.from('x') })],
      ['another record time', (events) => (events[2] = { ...events[2], recordedAt: madeAt })],
    ];
    for (const [name, change] of others) {
      const target = new Store();
      target.events.push(...store.events);
      change(target.events);
      const before = bytesOf(target.events);
      await expect(put(file, target).then(() => name)).rejects.toBeInstanceOf(OtherBooks);
      expect(bytesOf(target.events)).toEqual(before);
    }
  });

  it('appends nothing of a damaged file, nor of one that the target refuses', async () => {
    const { file } = await exported(await filled(400, 9_000));
    const target = new Store();
    file[file.length - 40] ^= 1;
    await expect(put(file, target)).rejects.toBeInstanceOf(DamagedFile);
    const unknown = await filled(10);
    unknown.events.push({
      ...unknown.events[0],
      stream: 'centres',
      type: 'Unknown',
      position: 999n,
    });
    const refused = (await exported(unknown)).file;
    await expect(put(refused, target)).rejects.toThrow('centres: unknown');
    expect(target.events).toEqual([]);
  });

  it('finds what somebody else appended meanwhile', async () => {
    const store = await filled(10);
    const { file } = await exported(store);
    const target = new Store();
    const append = target.append.bind(target);
    target.append = async (...args) => {
      if (target.events.length === 6) {
        const event = { ...store.events[0], stream: 'access', position: 41n };
        target.events.push(event);
      }
      await append(...args);
    };
    await expect(put(file, target)).rejects.toBeInstanceOf(ImportUnproven);
  });

  it('believes no append larger than a store takes', async () => {
    const store = new Store();
    const metadata = Buffer.from('{"correlationId":"r"}');
    const event = { ...(await filled(1)).events[0], metadata, data: Buffer.alloc(700_000) };
    for (let at = 0; at < 7; at++)
      store.events.push({ ...event, revision: BigInt(at), position: BigInt(at) });
    const { file } = await exported(store);
    await expect(put(file, new Store())).rejects.toBeInstanceOf(ImpossibleAppend);
  });
});
