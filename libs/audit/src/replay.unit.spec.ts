import { type RecordedEvent, shanghaiDate } from '#domain';
import { dispatch, range, receive, register, tree, World } from '#testing';
import { Findings, story, stream, tampered } from '../test/story';
import { replay } from './replay';

const { ministry, guizhou, guiyang } = tree;

async function audit(log: readonly RecordedEvent[], asOf?: string) {
  const findings = new Findings();
  const result = await replay(stream(log), { asOf, report: findings.report });
  return { ...result, findings };
}

describe('replay of an honest log', () => {
  it('[C16] finds nothing, and every blank registered less those reversed', async () => {
    const { findings, stock, conservation } = await audit(story());
    expect(findings.all).toEqual([]);
    expect(conservation).toEqual({ holds: true, registered: 999 });
    const none = { inTransit: 0, issued: 0, void: 0, spoiled: 0, missing: 0, destroyed: 0 };
    const design = { level: 5, edition: '2013' };
    expect(stock).toEqual([
      { ...none, ...design, centre: ministry, stock: 499 },
      { ...none, ...design, centre: guizhou, stock: 280, inTransit: 10 },
      {
        ...{ ...design, centre: guiyang, stock: 192, inTransit: 0 },
        ...{ issued: 12, void: 1, spoiled: 2, missing: 2, destroyed: 1 },
      },
    ]);
  });

  it('reads the same without the sealed holders', async () => {
    const log = story().filter(({ type }) => type !== 'HoldersSealed');
    expect((await audit(log)).findings.all).toEqual([]);
  });

  it('[T3] a day back is the state of that day, whatever was posted later', async () => {
    const world = new World();
    const backdate = (on: string) => ({ on, backdate: true });
    world.must(ministry, register(1, 100), backdate('2013-03-02'));
    world.must(ministry, dispatch(guizhou, 1, 60), backdate('2013-03-10'));
    world.must(guizhou, receive(world.lastConsignment(ministry), 1, 60), backdate('2013-03-20'));
    const rows = async (day: string) =>
      (await audit(world.log, day)).stock.map(({ centre, stock, inTransit }) => [
        centre,
        stock,
        inTransit,
      ]);
    expect(await rows('2013-03-01')).toEqual([]);
    expect(await rows('2013-03-09')).toEqual([[ministry, 100, 0]]);
    expect(await rows('2013-03-10')).toEqual([[ministry, 40, 60]]);
    expect(await rows('2013-03-20')).toEqual([
      [ministry, 40, 0],
      [guizhou, 60, 0],
    ]);
    expect((await audit(world.log, '2013-03-10')).eventCount).toBe(world.log.length);
    expect(shanghaiDate(new Date('2013-03-20T16:00:00Z'))).toBe('2013-03-21');
  });
});

describe('replay of a tampered log', () => {
  it('[C4] serials that leave an account they are not in', async () => {
    const log = tampered(story(), 'SerialsSpoiled', (event) => {
      if (event.type !== 'SerialsSpoiled') throw new Error('unreachable');
      return { ...event, data: { ...event.data, lots: [lot(8, 9)] } };
    });
    const { findings } = await audit(log);
    expect(findings.all[0]).toEqual({
      severity: 'error',
      check: 'serials-elsewhere',
      events: [expect.objectContaining({ stream: `book-${guiyang}`, type: 'SerialsSpoiled' })],
      params: {
        first: 'A000000008',
        last: 'A000000009',
        stated: `stock@${guiyang}`,
        found: `issued@${guiyang}`,
      },
    });
    // The destruction of what was not spoiled after all is found as well.
    expect(findings.checks).toEqual(['serials-elsewhere', 'serials-elsewhere']);
  });

  it('[C16] blanks that nobody registered', async () => {
    const log = tampered(story(), 'BlanksDispatched', (event) => {
      if (event.type !== 'BlanksDispatched') throw new Error('unreachable');
      return { ...event, data: { ...event.data, lots: [lot(1, 500), lot(2_001, 2_003)] } };
    });
    const { findings, conservation } = await audit(log);
    expect(findings.all[0].params).toMatchObject({ first: 'A000002001', found: 'origin' });
    expect(findings.all[1]).toMatchObject({
      check: 'conservation',
      params: { registered: '1000', held: '1003' },
    });
    expect(conservation.holds).toBe(false);
  });

  it('[C1] blanks registered twice', async () => {
    const log = story();
    const first = log.findIndex(({ type }) => type === 'BlanksRegistered');
    const again = { ...log[first], revision: 2n, position: 99_000n } as RecordedEvent;
    const { findings } = await audit([...log, again]);
    expect(findings.checks).toContain('registered-before');
    expect(findings.checks).toContain('conservation');
  });

  it('another level than the blanks were registered with', async () => {
    const log = tampered(story(), 'SerialsSpoiled', (event) => {
      if (event.type !== 'SerialsSpoiled') throw new Error('unreachable');
      return { ...event, data: { ...event.data, lots: [{ ...lot(11, 11), level: 3 }] } };
    });
    const { findings } = await audit(log);
    expect(findings.all[0]).toMatchObject({
      check: 'other-design',
      params: { before: '5 2013', now: '3 2013' },
    });
  });

  it('[T3] a day before the last that touched the serials', async () => {
    const log = tampered(story(), 'SerialsSpoiled', (event) => ({
      ...event,
      metadata: { ...event.metadata, occurredOn: '2013-02-01' },
    }));
    const { findings } = await audit(log);
    expect(findings.all).toHaveLength(1);
    expect(findings.all[0]).toMatchObject({
      check: 'date-goes-back',
      params: { first: 'A000000011', before: '2013-04-01', on: '2013-02-01' },
    });
  });

  it('[C15] an event taken out of a stream', async () => {
    const log = story().filter(({ type }) => type !== 'BlanksRefused');
    expect((await audit(log)).findings.all).toEqual([
      expect.objectContaining({
        check: 'revision-gap',
        events: [expect.objectContaining({ stream: `book-${guiyang}` })],
      }),
    ]);
  });

  it('[C15] an event at a position the log has passed', async () => {
    const log = story();
    const last = log.length - 1;
    log[last] = { ...log[last], position: log[last - 1].position };
    expect((await audit(log)).findings.checks).toEqual(['position-order']);
  });

  it('a record time of another store behind an event that was not moved', async () => {
    const moved = (event: RecordedEvent) => ({
      ...event,
      metadata: { ...event.metadata, importedCreated: '2013-01-01T00:00:00.000Z' },
    });
    expect((await audit(story().map(moved))).findings.checks).toEqual([]);
    const log = tampered(story(), 'SerialsSpoiled', moved);
    expect((await audit(log)).findings.checks).toEqual(['record-time-claimed']);
  });

  it('an event whose serials cannot be read', async () => {
    const log = tampered(story(), 'SerialsSpoiled', (event) => {
      if (event.type !== 'SerialsSpoiled') throw new Error('unreachable');
      const ranges = [{ from: 'A000000011', to: 'B000000011' }];
      return { ...event, data: { ...event.data, lots: [{ ...lot(11, 11), ranges }] } };
    });
    expect((await audit(log)).findings.checks).toEqual(['event-unreadable', 'serials-elsewhere']);
  });
});

const lot = (from: number, to: number) => ({
  level: 5 as const,
  edition: '2013',
  ranges: [range(from, to)],
});
