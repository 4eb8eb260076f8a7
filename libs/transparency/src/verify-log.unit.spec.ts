import { signCheckpoint } from './checkpoint';
import { unsignedLeavesMax } from './keeping/keeper';
import { KeyChain } from './key-chain';
import { isLeaf, type LoggedEvent, leafHash } from './leaf';
import type { LogFinding } from './log-finding';
import { SigningKey } from './signing-key';
import { GrowingTree, type ReadTile } from './tree';
import { signatureTypes } from './verifier-key';
import { type LogToVerify, type VerifiedLog, verifyLog } from './verify-log';

const utf8 = (text: string): Uint8Array => new TextEncoder().encode(text);
const key = SigningKey.fromSeed('liushui/log', signatureTypes.note, Buffer.alloc(32, 1));
const thief = SigningKey.fromSeed('liushui/log', signatureTypes.note, Buffer.alloc(32, 2));

type Placed = LoggedEvent & { readonly position: bigint };

const fact = (index: number, text = `${index}`): Placed => ({
  position: BigInt(index) * 10n,
  id: `00000000-0000-4000-8000-${String(index).padStart(12, '0')}`,
  stream: 'book-52010000',
  revision: BigInt(index),
  type: 'ProposalExpired',
  isJson: true,
  data: utf8(JSON.stringify({ note: text })),
  metadata: utf8('{"schema":1}'),
});

function treeOf(events: readonly LoggedEvent[]): GrowingTree {
  const tree = new GrowingTree();
  for (const event of events.filter(isLeaf)) tree.add(leafHash(event));
  return tree;
}

const headOf = (events: readonly LoggedEvent[], by = key): string => {
  const { size, root } = treeOf(events);
  return signCheckpoint({ origin: 'liushui/log', size, root }, by);
};

const stored = (checkpoint: string, revision: number) => ({
  checkpoint,
  event: {
    ...fact(900 + revision),
    stream: 'checkpoint-log',
    revision: BigInt(revision),
    type: 'CheckpointSigned',
  },
});

function tilesOf(events: readonly LoggedEvent[]): ReadTile {
  const tiles = treeOf(events).takeTiles();
  return async ({ level, index }) =>
    tiles.find((tile) => tile.level === level && tile.index === index)?.hashes ?? Buffer.alloc(0);
}

const honest = Array.from({ length: 20 }, (_, index) => fact(index));
const heads = [5, 12, 20].map((size, at) => stored(headOf(honest.slice(0, size)), at));

async function verified(
  events: readonly Placed[],
  given: Partial<LogToVerify> = {},
): Promise<VerifiedLog & { findings: LogFinding[] }> {
  const findings: LogFinding[] = [];
  const report = (finding: LogFinding): void => {
    findings.push(finding);
  };
  async function* all(): AsyncGenerator<Placed> {
    yield* events;
  }
  const whole = {
    events: all(),
    heads,
    roots: [],
    keys: KeyChain.ofOne(key.verifier),
    report,
    ...given,
  };
  return { ...(await verifyLog(whole)), findings };
}

const told = ({ findings }: { findings: LogFinding[] }): string[] =>
  findings.map(({ check, event, params }) =>
    [check, event && `${event.stream}@${event.revision}`, params.size, params.why]
      .filter((part) => part !== undefined)
      .join(' '),
  );

describe('[TL-16] verifying the log', () => {
  it('finds nothing in an honest one, with heads between its events and some not yet signed', async () => {
    const events = [...honest.slice(0, 5), heads[0].event, ...honest.slice(5), fact(20)];
    const result = await verified(events, { kept: [heads[1].checkpoint] });
    expect(result).toMatchObject({ leafCount: 21, headCount: 3, signedCount: 20, findings: [] });
    expect(result.root).toBe(treeOf(events).root.toString('base64'));
    expect(await verified([], { heads: [] })).toMatchObject({ leafCount: 0, findings: [] });
  });

  it.each<[string, Placed[], string]>([
    ['altered', honest.map((event, at) => (at === 8 ? fact(8, '!') : event)), 'book-52010000@8'],
    ['dropped', honest.filter((_, at) => at !== 8), 'book-52010000@9'],
    ['inserted', [...honest.slice(0, 8), fact(99), ...honest.slice(8)], 'book-52010000@99'],
    [
      'swapped with the next',
      [...honest.slice(0, 8), honest[9], honest[8], ...honest.slice(10)],
      'book-52010000@9',
    ],
  ])('names the first event that differs when one was %s', async (_, events, first) => {
    const result = await verified(events, { readTile: tilesOf(honest) });
    expect(told(result)[0]).toBe(`head-differs ${first} 12`);
    expect(result.findings[0].params.after).toBe('5');
    expect(result.signedCount).toBe(5);
  });

  it('without tiles, or with tiles that were rewritten too, says between which heads it is', async () => {
    const events = honest.map((event, at) => (at === 8 ? fact(8, '!') : event));
    for (const readTile of [undefined, tilesOf(events), async () => Buffer.alloc(3)]) {
      const result = await verified(events, { readTile });
      expect(told(result)).toEqual(['head-differs checkpoint-log@1 12']);
      expect(result.findings[0].params).toEqual({ size: '12', after: '5', leaves: '12' });
    }
  });

  it('finds a log that was cut: its heads, and one that was kept, count more', async () => {
    const cut = honest.slice(0, 10);
    const kept = [heads[1].checkpoint];
    expect(told(await verified(cut, { heads: heads.slice(0, 1), kept }))).toEqual([
      'kept-head-ahead 12',
    ]);
    expect(told(await verified(cut))).toEqual([
      'head-ahead checkpoint-log@1 12',
      'head-ahead checkpoint-log@2 20',
    ]);
  });

  it('finds a history that was rewritten and signed anew, by a head that was kept', async () => {
    const rewritten = honest.map((event, at) => (at === 3 ? fact(3, '!') : event));
    const signedAnew = [stored(headOf(rewritten), 0)];
    expect(told(await verified(rewritten, { heads: signedAnew }))).toEqual([]);
    const kept = [heads[0].checkpoint];
    expect(told(await verified(rewritten, { heads: signedAnew, kept }))).toEqual([
      'kept-head-differs 5',
    ]);
  });

  it('names an event of which no leaf can be made, and goes on', async () => {
    const deep = utf8(`{"note":${'['.repeat(200_000)}${']'.repeat(200_000)}}`);
    const spoils: Partial<Placed>[] = [
      { data: deep },
      { metadata: deep },
      { data: utf8('{') },
      { id: 'x' },
    ];
    for (const spoil of spoils) {
      const events = honest.with(8, { ...honest[8], ...spoil });
      const result = await verified(events, { readTile: tilesOf(honest) });
      expect(told(result)).toEqual([
        'event-unreadable book-52010000@8',
        'head-differs book-52010000@8 12',
      ]);
      expect(result.findings[0].params.problem).toMatch(/^book-52010000@8: /);
      expect(result).toMatchObject({ leafCount: 20, signedCount: 5 });
    }
  });

  it('[TL-12] finds that the heads over the end were cut off, and waits for those that come', async () => {
    const count = 5 + unsignedLeavesMax;
    const events = Array.from({ length: count + 1 }, (_, index) => fact(index));
    const cut = heads.slice(0, 1);
    const rewritten = [...events.slice(0, 9), fact(9, '!'), ...events.slice(10)];
    for (const newest of [undefined, async () => cut[0].checkpoint, async () => 'x']) {
      const result = await verified(rewritten, { heads: cut, newest });
      expect(told(result)).toEqual(['leaves-unsigned 5']);
      expect(result.findings[0].params.count).toBe(String(count - 4));
    }
    expect(told(await verified(events.slice(0, count), { heads: cut }))).toEqual([]);
    const newest = async () => headOf(events.slice(0, 900));
    expect(told(await verified(events, { heads: cut, newest }))).toEqual([]);
  });

  it('[TL-19] compares the heads that announcements state', async () => {
    const { event } = stored('', 7);
    const { size, root } = treeOf(honest.slice(0, 12));
    const stating = (part: { size?: number; root?: Buffer }) => ({
      heads: heads.slice(0, 1),
      announced: [{ event, checkpoint: { origin: 'liushui/log', size, root, ...part } }],
    });
    const right = await verified(honest, stating({}));
    expect([told(right), right.signedCount]).toEqual([[], 12]);
    expect(told(await verified(honest, stating({ root: Buffer.alloc(32) })))).toEqual([
      'head-differs checkpoint-log@7 12',
    ]);
    expect(told(await verified(honest, stating({ size: 21 })))).toEqual([
      'head-ahead checkpoint-log@7 21',
    ]);
  });

  it('takes no head that another key signed, nor what is none', async () => {
    const forged = [stored(headOf(honest, thief), 0), stored('nothing', 1)];
    expect(told(await verified(honest, { heads: forged, kept: ['liushui/log\n'] }))).toEqual([
      'head-unsigned checkpoint-log@0 not-signed',
      'head-unsigned checkpoint-log@1 malformed',
      'head-unsigned malformed',
    ]);
  });
});
