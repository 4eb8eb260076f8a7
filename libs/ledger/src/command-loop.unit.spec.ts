import { createHmac, randomUUID } from 'node:crypto';
import fc from 'fast-check';
import {
  type AccessEvent,
  type CommandContext,
  type Decision,
  type Recorded,
  RequestLog,
  type RoleGranted,
  refusedBy,
} from '#domain';
import { StoreAway } from '#event-log';
import { MemoryLog } from '#testing';
import { CommandLoop, conflictsMax, type Job } from './command-loop';
import { StreamBusy, TooManyConflicts } from './faults';
import type { Fold } from './folded-streams';
import type { Outcome, Request } from './outcome';
import type { LedgerPorts } from './ports';
import { requestsWaitingMax } from './stream-queues';

/** A state just large enough to be raced for: names, each taken once. */
class Names {
  revision = -1n;
  readonly requests = new RequestLog();
  readonly taken = new Set<string>();
  get sizeBytes(): number {
    return 1_000 * (this.taken.size + 1);
  }
}

type NamesEvent = RoleGranted;

const fold: Fold<Names, NamesEvent> = {
  empty: () => new Names(),
  evolve(names: Names, event: Recorded<NamesEvent>) {
    if (event.revision !== names.revision + 1n) throw new Error(`gap at ${event.revision}`);
    names.revision = event.revision;
    names.requests.remember(event.metadata, event.revision);
    names.taken.add(event.data.user);
  },
};

const stream = 'access';
const decidedAt = new Date().toISOString();
const context: CommandContext = {
  centre: '52010000',
  occurredOn: decidedAt.slice(0, 10),
  by: { user: 'u1', role: 'clerk', centre: '52010000', displayName: '张三', backdate: false },
  decidedAt,
};

function take(names: Names, wanted: readonly string[]): Decision<NamesEvent> {
  const lost = wanted.filter((name) => names.taken.has(name));
  if (lost.length > 0) return refusedBy([{ rule: 'C4', code: 'serials-not-in-stock' }]);
  const data = { role: 'clerk', centre: '52010000', backdate: false } as const;
  const events = wanted.map((user) => ({ type: 'RoleGranted', data: { user, ...data } }) as const);
  return { events, warnings: [{ rule: 'C8', code: 'out-of-serial-order', serial: wanted[0] }] };
}

const taking = (wanted: readonly string[], on = stream): Job<Names, NamesEvent> => ({
  stream: on,
  context,
  gather: async (names) => () => ({ decision: take(names, wanted), judgedAgainst: [] }),
});

/** What may be done as often as one likes. */
const adding: Job<Names, NamesEvent> = {
  stream,
  context,
  gather: async () => () => ({ decision: take(new Names(), ['again']), judgedAgainst: [] }),
};

const request = (key?: string, body = 'POST /names'): Request => ({
  requestId: randomUUID(),
  principal: 'u1',
  ...(key === undefined ? {} : { idempotencyKey: key }),
  fingerprint: body,
});

const mac = (text: string) => createHmac('sha256', 'k').update(text).digest('base64url');
const portsOn = (log: MemoryLog): LedgerPorts => ({
  log,
  macs: {
    current: async () => ({ id: 'k1', mac }),
    verify: async (id, text, given) => (id === 'k1' ? mac(text) === given : 'expired'),
  },
  sealing: {
    seal: async () => new Uint8Array([1]),
    openLines: async () => [],
    openAll: async () => [],
  },
});
const loopOn = (log: MemoryLog, cacheSizeBytesMax = 1_000_000) =>
  new CommandLoop(portsOn(log), fold, cacheSizeBytesMax);

const namesIn = (log: MemoryLog) =>
  (log.streams.get(stream) ?? []).map((event) => (event as Recorded<AccessEvent>).data.user);

async function manyTimes(count: number, task: (index: number) => Promise<unknown>): Promise<void> {
  for (let index = 0; index < count; index++) await task(index);
}

describe('deciding and appending', () => {
  it('answers with what was appended, and with warnings', async () => {
    const log = new MemoryLog();
    const outcome = await loopOn(log).execute(request(), taking(['a', 'b']));
    const stored = log.streams.get(stream) ?? [];
    expect(outcome).toEqual({
      kind: 'appended',
      requestId: stored[0].metadata.correlationId,
      stream,
      revision: 1n,
      position: stored[1].position,
      events: stored.map(({ id, type, revision }) => ({ id, type, revision })),
      warnings: [{ rule: 'C8', code: 'out-of-serial-order', serial: 'a' }],
      replayed: false,
    });
  });

  it('decides a success on the cached state, without reading', async () => {
    const log = new MemoryLog();
    const loop = loopOn(log);
    await loop.execute(request(), taking(['a']));
    const { loadCount } = log;
    await manyTimes(20, (index) => loop.execute(request(), taking([`n${index}`])));
    expect(log.loadCount).toBe(loadCount);
    expect(namesIn(log)).toHaveLength(21);
  });

  it('reads the news before a refusal: a stale state may be wrong', async () => {
    const log = new MemoryLog();
    const [mine, other] = [loopOn(log), loopOn(log)];
    await mine.execute(request(), taking(['a']));
    await other.execute(request(), taking(['b']));
    const releasing: Job<Names, NamesEvent> = {
      ...taking(['c']),
      gather: async (names) => () => ({
        decision: names.taken.has('b')
          ? take(names, ['c'])
          : refusedBy([{ rule: 'C4', code: 'serials-not-in-stock' }]),
        judgedAgainst: [],
      }),
    };
    expect((await mine.execute(request(), releasing)).kind).toBe('appended');
  });

  it('refuses when the news change nothing, and leaves no trace', async () => {
    const log = new MemoryLog();
    const loop = loopOn(log);
    await loop.execute(request(), taking(['a']));
    const outcome = await loop.execute(request('key-1'), taking(['a']));
    expect(outcome).toEqual({
      kind: 'refused',
      refusals: [{ rule: 'C4', code: 'serials-not-in-stock' }],
    });
    expect(namesIn(log)).toEqual(['a']);
    expect((await loop.execute(request('key-1'), taking(['b']))).kind).toBe('appended');
  });

  it('appends nothing when nothing is to be done', async () => {
    const log = new MemoryLog();
    const outcome = await loopOn(log).execute(request(), taking([]));
    expect(outcome).toMatchObject({ kind: 'unchanged', stream });
    expect(log.appendCount).toBe(0);
  });

  it('judges a dry run on all that is stored and appends nothing', async () => {
    const log = new MemoryLog();
    const [mine, other] = [loopOn(log), loopOn(log)];
    await mine.execute(request(), taking(['a']));
    await other.execute(request(), taking(['b']));
    const dry = { ...request(), dryRun: true };
    expect(await mine.execute(dry, taking(['b']))).toMatchObject({
      kind: 'judged',
      wouldAppend: [],
      refusals: [{ rule: 'C4' }],
    });
    expect(await mine.execute(dry, taking(['c']))).toMatchObject({
      kind: 'judged',
      wouldAppend: ['RoleGranted'],
      refusals: [],
      warnings: [{ rule: 'C8' }],
    });
    expect(log.appendCount).toBe(2);
  });
});

describe('writers that race', () => {
  it('gives one name to one of two', async () => {
    const log = new MemoryLog();
    const loops = [loopOn(log), loopOn(log)];
    await Promise.all(loops.map((loop, index) => loop.execute(request(), taking([`${index}`]))));
    const outcomes = await Promise.all(
      loops.map((loop) => loop.execute(request(), taking(['same']))),
    );
    expect(outcomes.map(({ kind }) => kind).sort()).toEqual(['appended', 'refused']);
    expect(namesIn(log).filter((name) => name === 'same')).toHaveLength(1);
  });

  it('stops after a bounded number of conflicts', async () => {
    const log = new MemoryLog();
    const rival = loopOn(log);
    let rivalCount = 0;
    const judged = take(new Names(), ['x']);
    if ('refusals' in judged) throw new Error('a fixture was refused');
    log.beforeAppend = () => {
      const actual = BigInt(log.streams.get(stream)?.length ?? 0) - 1n;
      const metadata = {
        schema: 1,
        actor: context.by,
        correlationId: 'r',
        occurredOn: '2013-01-01',
        decidedAt,
      };
      const [event] = judged.events;
      const data = { ...event.data, user: `rival-${rivalCount++}` };
      log.put(stream, [{ ...event, data, id: randomUUID(), metadata }], actual);
    };
    await expect(rival.execute(request(), taking(['a']))).rejects.toThrow(TooManyConflicts);
    expect(rivalCount).toBe(conflictsMax + 1);
    log.beforeAppend = () => undefined;
    expect((await rival.execute(request(), taking(['a']))).kind).toBe('appended');
  });

  it('recognises its own append when the store reports a conflict with it', async () => {
    const log = new MemoryLog();
    const loop = loopOn(log);
    await loop.execute(request(), taking(['a']));
    log.fate = () => 'conflict-with-itself';
    const outcome = await loop.execute(request(), taking(['b', 'c']));
    expect(outcome).toMatchObject({ kind: 'appended', revision: 2n, replayed: false });
    expect(namesIn(log)).toEqual(['a', 'b', 'c']);
  });

  it('loads anew when the store was set back behind the cached state', async () => {
    const log = new MemoryLog();
    const loop = loopOn(log);
    await loop.execute(request(), taking(['a']));
    await loop.execute(request(), taking(['b']));
    log.streams.get(stream)?.pop();
    expect((await loop.execute(request(), taking(['c']))).kind).toBe('appended');
    expect(namesIn(log)).toEqual(['a', 'c']);
    expect((await loop.execute(request(), taking(['b']))).kind).toBe('appended');
  });

  it('turns requests away when too many wait for one stream', async () => {
    const loop = loopOn(new MemoryLog());
    const waiting = Array.from({ length: requestsWaitingMax + 10 }, (_, index) =>
      loop.execute(request(), taking([`n${index}`])).then(
        () => 'appended',
        (fault: unknown) => (fault instanceof StreamBusy ? 'busy' : 'fault'),
      ),
    );
    const ends = await Promise.all(waiting);
    expect(ends.filter((end) => end === 'busy')).toHaveLength(9);
    expect(ends.filter((end) => end === 'fault')).toHaveLength(0);
    expect((await loop.execute(request(), taking(['later']))).kind).toBe('appended');
  });
});

describe('idempotency', () => {
  const withoutReplayed = (outcome: Outcome) => ({ ...outcome, replayed: undefined });

  it('answers a repeated request as the first time: again, after a restart, from elsewhere', async () => {
    const log = new MemoryLog();
    const loop = loopOn(log);
    const other = loopOn(log);
    await other.execute(request(), taking(['z']));
    const first = await loop.execute(request('key-1'), taking(['a', 'b']));
    for (const again of [loop, loopOn(log), other]) {
      const repeated = await again.execute(request('key-1'), taking(['a', 'b']));
      expect(repeated).toMatchObject({ kind: 'appended', replayed: true });
      expect(withoutReplayed(repeated)).toEqual(withoutReplayed(first));
    }
    expect(namesIn(log)).toEqual(['z', 'a', 'b']);
  });

  it('does not take later events for part of the answer', async () => {
    const log = new MemoryLog();
    const loop = loopOn(log);
    const first = await loop.execute(request('key-1'), taking(['a', 'b']));
    await loop.execute(request('key-2'), taking(['c']));
    const repeated = await loop.execute(request('key-1'), taking(['a', 'b']));
    expect(withoutReplayed(repeated)).toEqual(withoutReplayed(first));
  });

  it('posts two identical requests at once only once', async () => {
    const log = new MemoryLog();
    const loops = [loopOn(log), loopOn(log)];
    const outcomes = await Promise.all(
      [0, 1, 0, 1].map((index) => loops[index].execute(request('key-1'), taking(['a']))),
    );
    expect(
      outcomes.map((outcome) => outcome.kind === 'appended' && outcome.replayed).sort(),
    ).toEqual([false, true, true, true]);
    expect(namesIn(log)).toEqual(['a']);
  });

  it('recognises its own first attempt although the news of it came while it was judged', async () => {
    const log = new MemoryLog();
    const loop = loopOn(log);
    await loop.execute(request(), taking(['a']));
    await loopOn(log).execute(request('k'), adding);
    const judgedWithNews: Job<Names, NamesEvent> = {
      ...adding,
      gather: async (names, options) => {
        await loop.states.fresh(stream);
        return adding.gather(names, options);
      },
    };
    expect(await loop.execute(request('k'), judgedWithNews)).toMatchObject({ replayed: true });
    expect(namesIn(log)).toEqual(['a', 'again']);
  });

  it('tells a key that is used for another body', async () => {
    const loop = loopOn(new MemoryLog());
    await loop.execute(request('key-1', 'body 1'), taking(['a']));
    expect(await loop.execute(request('key-1', 'body 2'), taking(['b']))).toEqual({
      kind: 'key-reused',
    });
  });

  it('keeps the keys of different users apart', async () => {
    const log = new MemoryLog();
    const loop = loopOn(log);
    await loop.execute(request('key-1'), taking(['a']));
    const outcome = await loop.execute({ ...request('key-1'), principal: 'u2' }, taking(['b']));
    expect(outcome).toMatchObject({ kind: 'appended', replayed: false });
  });

  it('tells after an unknown outcome what became of it', async () => {
    for (const fate of ['answer-lost', 'request-lost'] as const) {
      const log = new MemoryLog();
      const loop = loopOn(log);
      await loop.execute(request(), taking(['z']));
      log.fate = () => fate;
      await expect(loop.execute(request('key-1'), taking(['a']))).rejects.toThrow(StoreAway);
      log.fate = () => 'stored';
      expect((await loop.execute(request('key-1'), taking(['a']))).kind).toBe('appended');
      expect(namesIn(log)).toEqual(['z', 'a']);
    }
  });
});

describe('the cache', () => {
  it('keeps within its bound in bytes, the most recently used last', async () => {
    const loop = loopOn(new MemoryLog(), 10_000);
    await manyTimes(30, (index) => loop.execute(request(), taking(['a'], `book-${index}`)));
    expect(loop.states.sizeBytes).toBeLessThanOrEqual(10_000);
    expect(loop.states.has('book-29')).toBe(true);
    expect(loop.states.has('book-0')).toBe(false);
    expect((await loop.execute(request(), taking(['a'], 'book-0'))).kind).toBe('refused');
  });

  it('keeps one state that is larger than the bound while it is the one in use', async () => {
    const loop = loopOn(new MemoryLog(), 500);
    await loop.execute(request(), taking(['a'], 'book-1'));
    await loop.execute(request(), taking(['b'], 'book-1'));
    expect(loop.states.has('book-1')).toBe(true);
    await loop.execute(request(), taking(['a'], 'book-2'));
    expect(loop.states.has('book-1')).toBe(false);
  });

  it('folds the same news once, however many read them at the same time', async () => {
    const log = new MemoryLog();
    const [mine, other] = [loopOn(log), loopOn(log)];
    await mine.execute(request(), taking(['a']));
    await manyTimes(10, (index) => other.execute(request(), taking([`n${index}`])));
    const states = await Promise.all([1, 2, 3].map(() => mine.states.fresh(stream)));
    expect(new Set(states).size).toBe(1);
    expect([...states[0].taken]).toEqual(namesIn(log));
  });

  it('forgets a state that could not be loaded', async () => {
    const log = new MemoryLog();
    await loopOn(log).execute(request(), taking(['a']));
    const loop = loopOn(log);
    const { load } = log;
    log.load = async function* () {
      yield* [];
      throw new StoreAway('gone', undefined);
    };
    await expect(loop.execute(request(), taking(['b']))).rejects.toThrow(StoreAway);
    log.load = load;
    expect((await loop.execute(request(), taking(['a']))).kind).toBe('refused');
  });
});

describe('any mixture of processes, losses, conflicts and repetitions', () => {
  const commands = fc.array(
    fc.record({
      key: fc.integer({ min: 0, max: 12 }),
      loop: fc.integer({ min: 0, max: 2 }),
      isRestarted: fc.boolean(),
    }),
    { minLength: 1, maxLength: 40 },
  );
  const fates = fc.infiniteStream(
    fc.constantFrom('stored', 'stored', 'answer-lost', 'request-lost', 'conflict-with-itself'),
  );

  it('appends each key once, acknowledges only what is stored, and forgets nothing', async () => {
    await fc.assert(
      fc.asyncProperty(commands, fates, async (list, fateStream) => {
        const log = new MemoryLog();
        log.fate = () => fateStream.next().value as 'stored';
        const loops = [loopOn(log), loopOn(log), loopOn(log)];
        const answers = await Promise.all(
          list.map(async ({ key, loop, isRestarted }) => {
            // The name is the key's, so that a second execution would be refused, not repeated.
            for (let attempt = 0; attempt < 60; attempt++) {
              try {
                if (isRestarted && attempt > 0) loops[loop] = loopOn(log);
                const outcome = await loops[loop].execute(request(`${key}`), taking([`${key}`]));
                return { key, outcome };
              } catch (fault) {
                if (!(fault instanceof StoreAway || fault instanceof TooManyConflicts)) throw fault;
              }
            }
            return undefined;
          }),
        );
        const stored = log.streams.get(stream) ?? [];
        const names = namesIn(log);
        expect(new Set(names).size).toBe(names.length);
        for (const answer of answers) {
          if (!answer) continue;
          if (answer.outcome.kind !== 'appended') throw new Error(answer.outcome.kind);
          const { events, position } = answer.outcome;
          const event = stored[Number(events[0].revision)] as Recorded<NamesEvent>;
          expect(event.id).toBe(events[0].id);
          expect(event.position).toBe(position);
          expect(event.data.user).toBe(`${answer.key}`);
        }
        for (const loop of loops) {
          const state = await loop.states.fresh(stream);
          expect([...state.taken]).toEqual(names);
        }
      }),
      { numRuns: 150 },
    );
  });
});
