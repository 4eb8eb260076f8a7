import { sign } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { base64Of, bytesOfBase64, bytesOfText, joined } from './bytes';
import { cosign, headOf, isSignedBy, parseNote, parseVerifierKey } from './notes';
import { bytesOf, Operator, privateKey } from './operator.fixture';
import { RootOfLeaves, tilePath } from './tree';
import { type Seen, watchLog } from './watch';

const vectors = JSON.parse(
  readFileSync(join(process.cwd(), 'libs/transparency/src/vectors.json'), 'utf8'),
);
const witnessKey = 4;

async function watched(operator: Operator, seen?: Seen, named: string[] = []): Promise<string> {
  const result = await watchLog({ log: await operator.shown(), seen, named });
  return result.kind === 'found' ? result.fault : result.kind;
}

describe('[TL-9] [TL-11] the golden vectors, in the browser', () => {
  it('of keys, heads and announcements are read', async () => {
    const key = await parseVerifierKey(vectors.checkpoint.key);
    const note = parseNote(vectors.checkpoint.note);
    if (!key || !note) throw new Error('a vector is not read');
    expect(await isSignedBy(note, key)).toBe(true);
    const parsed = headOf(note.text);
    expect([parsed?.head.size, parsed && base64Of(parsed.head.root)]).toEqual([
      3,
      vectors.roots[3],
    ]);
    const other = parseNote(vectors.checkpoint.note.replace('\n3\n', '\n4\n'));
    expect(other && (await isSignedBy(other, key))).toBe(false);
    for (const text of ['x', vectors.checkpoint.key.replace('+1cf2f327+', '+00000000+')]) {
      expect(await parseVerifierKey(text)).toBeUndefined();
    }
    for (const name of ['a\u202e', 'a\u200b', 'a\u0000', 'a b', 'x'.repeat(201)]) {
      const line = `— ${name} ${vectors.checkpoint.note.trimEnd().split(' ').at(-1)}\n`;
      expect(parseNote(`${vectors.checkpoint.note}${line}`)).toBeUndefined();
    }
    expect(parseNote(`${vectors.checkpoint.note}— a b\n`)).toBeUndefined();
  });

  it('of a cosignature is made, byte for byte', async () => {
    const { key, seed, timeSeconds, line } = vectors.cosignature;
    const secret = privateKey(Buffer.from(seed, 'hex'));
    const parsed = await parseVerifierKey(key);
    const note = parseNote(vectors.checkpoint.note);
    if (!parsed || !note) throw new Error('a vector is not read');
    expect(parsed.type).toBe(witnessKey);
    const made = await cosign(note.text, parsed, timeSeconds, async (message) =>
      bytesOf(sign(null, message, secret)),
    );
    expect(`${made}\n`).toBe(line);
  });

  it('of the roots are made from the leaves', async () => {
    for (const [size, root] of vectors.roots.entries()) {
      const leaves = new RootOfLeaves();
      const hashes = vectors.leaves.slice(0, size).map((leaf: { hash: string }) => leaf.hash);
      await leaves.add(hashes.map((hash: string) => bytesOf(Buffer.from(hash, 'hex'))));
      expect(base64Of(await leaves.root())).toBe(root);
    }
  });

  it('[TL-5] tiles have their paths', () => {
    expect(tilePath(0, 1_234_067, 256)).toBe('0/x001/x234/067');
    expect(tilePath(1, 0, 7)).toBe('1/000.p/7');
  });

  it('base 64 has one form', () => {
    expect(bytesOfBase64('AAA=')).toEqual(new Uint8Array(2));
    for (const text of ['AAB=', 'AAA', '@', 'AA A=']) expect(bytesOfBase64(text)).toBeUndefined();
    expect(joined(bytesOfText('a'), bytesOfText('b'))).toEqual(bytesOfText('ab'));
  });
});

describe('[TL-20] the witness in the browser', () => {
  const honest = (count: number) => new Operator(1).grow(count);

  it.each([1, 2, 255, 256, 257, 700])('reads all of %i leaves the first time', async (size) => {
    const counts: number[] = [];
    const log = await honest(size).shown();
    const result = await watchLog({ log, onLeaves: (count) => counts.push(count) });
    expect(result).toMatchObject({ kind: 'in-order', head: { size }, seenSize: 0 });
    expect(counts.at(-1)).toBe(size);
  });

  it.each([
    [1, 2],
    [64, 300],
    [255, 257],
    [256, 512],
    [300, 300],
    [300, 777],
  ])('goes on from %i to %i leaves, and finds a fork there', async (size, larger) => {
    const seen = await honest(size).seen();
    expect(await watched(honest(larger), seen)).toBe('in-order');
    expect(await watched(new Operator(1).grow(size, '!').grow(larger), seen)).toBe('forked');
    const onlyLast = new Operator(1)
      .grow(size - 1)
      .grow(size, '!')
      .grow(larger);
    expect(await watched(onlyLast, seen)).toBe('forked');
  });

  it('finds a log that is shorter, heads of others that contradict it, and what is not signed', async () => {
    const seen = await honest(300).seen();
    expect(await watched(honest(299), seen)).toBe('rolled-back');
    const remote = honest(400);
    remote.others = [await honest(150).head(), 'x', await new Operator(2).grow(9).head()];
    expect(await watchLog({ log: await remote.shown() })).toMatchObject({ comparedCount: 1 });
    const other = await new Operator(1).grow(150, '!').head();
    remote.others = [other];
    expect(await watchLog({ log: await remote.shown(), seen })).toEqual({
      kind: 'found',
      fault: 'forked',
      evidence: [other, await remote.head()],
    });
    const thief = new Operator(2).grow(300);
    thief.first = (await honest(1).verifier()).text;
    expect(await watched(thief)).toBe('unsigned');
    expect(await watched(new Operator(2).grow(300), seen)).toBe('unknown-log');
  });

  it('is misled by no tile, and accuses nobody of a fork for one', async () => {
    const seen = await honest(300).seen();
    for (let at = 0; at < 40; at += 1) {
      const remote = honest(700);
      let count = 0;
      remote.tamper = (tile) => {
        count += 1;
        const changed = new Uint8Array(tile);
        if (count === 1 + (at % 4)) changed[(at * 797) % changed.length] ^= 1;
        return changed;
      };
      expect(['in-order', 'tiles-differ']).toContain(await watched(remote, seen));
      count = 0;
      expect(['in-order', 'tiles-differ']).toContain(await watched(remote));
    }
    const garbage = honest(700);
    garbage.tamper = (tile) => new Uint8Array(tile.length);
    expect(await watched(garbage, seen)).toBe('tiles-differ');
    expect(await watched(garbage)).toBe('tiles-differ');
  });

  it('[TL-19] follows a key that was announced, and a lost one only when it is named', async () => {
    const old = honest(300);
    const seen = await old.seen();
    const next = new Operator(3).grow(350);
    const [before, after] = [await old.verifier(), await next.verifier()];
    const text = `${old.headText()}previous ${before.text}\nkey ${after.text}\n`;
    const [byNew, byOld] = [await next.sign(text), await old.sign(text)];
    next.first = before.text;
    next.announcements = [`${text}\n${byNew}${byOld}`];
    expect(await watched(next, seen)).toBe('in-order');
    next.announcements = [`${text}\n${byNew}`];
    expect(await watched(next, seen)).toBe('key-unannounced');
    expect(await watched(next, seen, [after.text])).toBe('in-order');
    next.announcements = [`${text}\n${byOld}`];
    expect(await watched(next, seen)).toBe('key-malformed');
    const whole = `${text}reason ${'A'.repeat(43)}=\n`;
    next.announcements = [`${whole}\n${await next.sign(whole)}${await old.sign(whole)}`];
    expect(await watched(next, seen)).toBe('in-order');
    for (const more of ['reason x\n', 'x\n', `reason ${'A'.repeat(43)}=\nx\n`]) {
      const other = `${text}${more}`;
      next.announcements = [`${other}\n${await next.sign(other)}${await old.sign(other)}`];
      expect(await watched(next, seen)).toBe('key-malformed');
    }
    const larger = await honest(340).seen();
    next.announcements = [`${text}\n${byNew}${byOld}`];
    expect(await watched(next, larger)).toBe('forked');
  });

  it('[TL-19] follows no key that took over at fewer leaves than the one before', async () => {
    const [old, middle, next] = [honest(300), new Operator(3).grow(310), new Operator(4).grow(350)];
    const keys = await Promise.all([old, middle, next].map((one) => one.verifier()));
    const announced = async (at: number, size: number, from: Operator, to: Operator) => {
      const head = new Operator(1).grow(size).headText();
      const text = `${head}previous ${keys[at].text}\nkey ${keys[at + 1].text}\n`;
      return `${text}\n${await to.sign(text)}${await from.sign(text)}`;
    };
    next.first = keys[0].text;
    for (const [size, fault] of [
      [300, 'in-order'],
      [299, 'key-malformed'],
    ] as const) {
      next.announcements = [
        await announced(0, 300, old, middle),
        await announced(1, size, middle, next),
      ];
      expect(await watched(next, await old.seen())).toBe(fault);
    }
  });

  it('[TL-19] is not led back to a stolen key by whoever leaves out what replaced it', async () => {
    const seen = await honest(300).seen();
    const next = (await new Operator(3).verifier()).text;
    const stolen = honest(300).grow(350, '!');
    const heads = [seen.checkpoint, await stolen.head()];
    const knowing = { ...seen, keys: [...seen.keys, next] };
    expect(await watchLog({ log: await stolen.shown(), seen: knowing })).toEqual({
      kind: 'found',
      fault: 'unknown-log',
      evidence: heads,
    });
    expect(await watched(stolen, seen, [next])).toBe('unknown-log');
    expect(await watched(stolen, undefined, [...seen.keys, next])).toBe('unknown-log');
  });

  it('[TL-19] compares the head that an announcement states', async () => {
    const old = new Operator(1).grow(10).grow(300, '!');
    const next = new Operator(3).grow(350);
    const [before, after] = [await old.verifier(), await next.verifier()];
    const text = `${old.headText()}previous ${before.text}\nkey ${after.text}\n`;
    next.first = before.text;
    next.announcements = [`${text}\n${await next.sign(text)}${await old.sign(text)}`];
    expect(await watchLog({ log: await next.shown() })).toEqual({
      kind: 'found',
      fault: 'forked',
      evidence: [next.announcements[0], await next.head()],
    });
  });

  it('[TL-19] reads the golden announcements', async () => {
    const { note, lost } = vectors.announcement;
    const empty = new Operator(1);
    empty.first = vectors.checkpoint.key;
    empty.announcements = [note];
    // The head is another log's: what matters is that the keys are followed.
    expect(await watched(empty)).toBe('unsigned');
    empty.announcements = [lost];
    expect(await watched(empty)).toBe('key-unannounced');
    expect(await watched(empty, undefined, [vectors.announcement.key])).toBe('unsigned');
  });
});
