import * as fc from 'fast-check';
import * as sodium from 'sodium-native';
import type { HolderLine } from '#domain';
import { DIGEST_BYTES } from './block';
import { lineLabel, saltPath } from './key-tree';
import { SealFault } from './seal-fault';
import { Sealing } from './sealing';
import { countingBytes, line, MemoryTrees } from './sealing-fixtures';

const place = { stream: 'book-52000001', eventId: '6f9619ff-8b86-4d01-b42d-00cf4fc964ff' };
const context = { ...place, month: '2013-05' };
const SALT = Buffer.from([0, 1, 2, 3, 4, 5, 6, 7]);

function setUp() {
  const trees = new MemoryTrees();
  return { trees, sealing: new Sealing(trees, countingBytes()) };
}

async function faultOf(opening: Promise<unknown>): Promise<string> {
  try {
    await opening;
  } catch (error) {
    if (error instanceof SealFault) return error.reason;
    throw error;
  }
  return 'opened';
}

/** What someone would do who alters a block and covers it up. */
function withDigestRepaired(block: Uint8Array): Buffer {
  const bytes = Buffer.from(block);
  const digest = Buffer.alloc(DIGEST_BYTES);
  sodium.crypto_generichash(digest, bytes.subarray(0, -DIGEST_BYTES));
  digest.copy(bytes, bytes.length - DIGEST_BYTES);
  return bytes;
}

const lines: readonly HolderLine[] = [line(1, '王'), line(2, '欧阳明月'), line(9)];

describe('sealing', () => {
  it('opens every line to the holder it was given', async () => {
    const { sealing } = setUp();
    const block = await sealing.seal(lines, context);
    expect(await sealing.openAll(block, place)).toEqual(lines);
    expect(await sealing.openLine(block, place, 1)).toEqual(lines[1]?.holder);
  });

  it('seals a thousand lines into some 180 bytes each', async () => {
    const { sealing } = setUp();
    const many = Array.from({ length: 1_000 }, (_, index) => line(index + 1));
    const block = await sealing.seal(many, context);
    expect(block.length).toBe(39 + 10 + 1_000 * (1 + 32 + 128 + 16) + 16);
    expect(await sealing.openAll(block, place)).toEqual(many);
  });

  it('never seals two posts under one key', async () => {
    const sealing = new Sealing(new MemoryTrees());
    const [one, other] = [await sealing.seal(lines, context), await sealing.seal(lines, context)];
    const keyAndNonce = (block: Uint8Array) => Buffer.from(block).toString('hex', 3, 35);
    expect(keyAndNonce(one)).not.toBe(keyAndNonce(other));
  });

  it('holds nothing of a holder in clear', async () => {
    const { sealing } = setUp();
    const block = Buffer.from(await sealing.seal(lines, context));
    for (const { holder } of lines) {
      expect(block.includes(holder.name)).toBe(false);
      expect(block.includes(holder.document.number)).toBe(false);
    }
  });

  it('answers forgotten for a punctured line and opens its neighbours', async () => {
    const { sealing, trees } = setUp();
    const block = await sealing.seal(lines, context);
    trees.tree('2013-05').puncture(lineLabel(saltPath(SALT), 1));
    expect(await sealing.openLine(block, place, 1)).toBe('forgotten');
    const opened = await sealing.openAll(block, place);
    expect(opened.map(({ holder }) => holder)).toEqual([
      lines[0]?.holder,
      'forgotten',
      lines[2]?.holder,
    ]);
  });

  it('answers forgotten for every line of a purged month', async () => {
    const { sealing, trees } = setUp();
    const block = await sealing.seal(lines, context);
    trees.trees.set('2013-05', 'purged');
    const opened = await sealing.openAll(block, place);
    expect(opened.map(({ holder }) => holder)).toEqual(lines.map(() => 'forgotten'));
  });

  it('detects any byte changed, whichever line is asked for', async () => {
    const { sealing } = setUp();
    const block = await sealing.seal(lines, context);
    await fc.assert(
      fc.asyncProperty(
        fc.nat(block.length - 1),
        fc.integer({ min: 1, max: 255 }),
        fc.nat(lines.length - 1),
        async (at, flip, lineIndex) => {
          const altered = Buffer.from(block);
          altered[at] = (altered[at] as number) ^ flip;
          const fault = await faultOf(sealing.openLine(altered, place, lineIndex));
          expect(['damaged', 'unknown-suite']).toContain(fault);
        },
      ),
    );
  });

  it('detects any byte changed even when the digest was made to fit again', async () => {
    const { sealing } = setUp();
    const block = await sealing.seal(lines, context);
    await fc.assert(
      fc.asyncProperty(
        fc.nat(block.length - 1 - DIGEST_BYTES),
        fc.integer({ min: 1, max: 255 }),
        async (at, flip) => {
          const altered = Buffer.from(block);
          altered[at] = (altered[at] as number) ^ flip;
          const fault = await faultOf(sealing.openAll(withDigestRepaired(altered), place));
          expect([
            'malformed',
            'unknown-suite',
            'unknown-month',
            'wrong-key',
            'wrong-place',
          ]).toContain(fault);
        },
      ),
    );
  });

  it('detects a block cut short or lengthened', async () => {
    const { sealing } = setUp();
    const block = Buffer.from(await sealing.seal(lines, context));
    for (let length = 0; length < block.length; length += 1) {
      const cut = block.subarray(0, length);
      expect(['malformed', 'damaged']).toContain(await faultOf(sealing.openAll(cut, place)));
    }
    const longer = withDigestRepaired(Buffer.concat([block, Buffer.alloc(1)]));
    expect(await faultOf(sealing.openAll(longer, place))).toBe('malformed');
  });

  it('reads bytes from anywhere without any failure but a fault', async () => {
    const { sealing } = setUp();
    await sealing.seal(lines, context);
    await fc.assert(
      fc.asyncProperty(fc.uint8Array({ maxLength: 400 }), async (bytes) => {
        const head = Buffer.from([1, 0x5e, 0x60, ...bytes]);
        const repaired = head.length > DIGEST_BYTES ? withDigestRepaired(head) : head;
        expect(await faultOf(sealing.openAll(repaired, place))).not.toBe('opened');
        expect(await faultOf(sealing.openAll(bytes, place))).not.toBe('opened');
      }),
    );
  });

  it.each([
    ['another stream', { ...place, stream: 'book-52000002' }, 'wrong-place'],
    ['another event', { ...place, eventId: '00000000-0000-4000-8000-000000000000' }, 'wrong-place'],
    ['another number', { ...place, certificateNumber: '1352000015000003' }, 'wrong-place'],
    ['the number it has', { ...place, certificateNumber: '1352000015000002' }, 'opened'],
  ])('opened for %s', async (_, where, outcome) => {
    const { sealing } = setUp();
    const block = await sealing.seal(lines, context);
    expect(await faultOf(sealing.openLine(block, where, 1))).toBe(outcome);
  });

  it('names a line that is not there, a month nobody knows and a key that is not the one', async () => {
    const { sealing } = setUp();
    const block = await sealing.seal(lines, context);
    expect(await faultOf(sealing.openLine(block, place, 3))).toBe('no-such-line');
    const empty = new Sealing(new MemoryTrees());
    expect(await faultOf(empty.openLine(block, place, 0))).toBe('unknown-month');
    const foreign = new MemoryTrees(Buffer.alloc(32, 8));
    foreign.tree('2013-05');
    expect(await faultOf(new Sealing(foreign).openLine(block, place, 0))).toBe('wrong-key');
  });

  it('refuses to seal no line, a number without 16 digits, and what is no event id', async () => {
    const { sealing } = setUp();
    await expect(sealing.seal([], context)).rejects.toThrow(RangeError);
    const short = [{ ...line(1), certificateNumber: '123' }];
    await expect(sealing.seal(short, context)).rejects.toThrow(RangeError);
    await expect(sealing.seal(lines, { ...context, eventId: 'x' })).rejects.toThrow(RangeError);
    await expect(sealing.seal(lines, { ...context, month: '2013-13' })).rejects.toThrow(RangeError);
  });
});
