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

  it('[C7] [C16] a dispatch that names its serials twice, and one recorded twice', async () => {
    const world = new World();
    world.must(ministry, register(1, 100));
    world.must(ministry, dispatch(guizhou, 1, 60));
    const honest = [...world.log];
    const [sent] = honest.slice(-1);
    const twice = tampered(honest, 'BlanksDispatched', (event) => {
      if (event.type !== 'BlanksDispatched') throw new Error('unreachable');
      return { ...event, data: { ...event.data, lots: [...event.data.lots, ...event.data.lots] } };
    });
    const again = { ...sent, revision: sent.revision + 1n, position: 99_000n } as RecordedEvent;
    for (const log of [twice, [...honest, again]]) {
      const { findings, stock, conservation } = await audit(log);
      expect(findings.checks).toEqual(['serials-elsewhere']);
      expect(conservation).toEqual({ holds: true, registered: 100 });
      const sums = stock.map(({ stock: held, inTransit }) => [held, inTransit]);
      expect(sums).toEqual([[40, 60]]);
    }
    world.must(guizhou, receive(world.lastConsignment(ministry), 1, 60));
    const received = { ...world.log.at(-1), position: 99_001n } as RecordedEvent;
    const { findings, stock } = await audit([...honest, again, received]);
    expect(findings.checks).toEqual(['serials-elsewhere']);
    expect(stock.map(({ centre, stock: held }) => [centre, held])).toEqual([
      [ministry, 40],
      [guizhou, 60],
    ]);
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

  it('[4.20] a log recorded a day before it was decided: the first is named', async () => {
    const minutes = (count: number) => count * 60_000;
    const shifted = (ms: number) =>
      story().map((event) => ({ ...event, recordedAt: new Date(event.recordedAt.getTime() + ms) }));
    expect((await audit(shifted(-minutes(5)))).findings.all).toEqual([]);
    const { findings } = await audit(shifted(-minutes(24 * 60)));
    expect(findings.all).toEqual([
      expect.objectContaining({
        check: 'record-time-early',
        events: [expect.objectContaining({ stream: 'centres', revision: '0' })],
        params: { recorded: '2013-03-31T00:00:00.000Z', decided: '2013-04-01T00:00:00.000Z' },
      }),
    ]);
  });

  it.each(['CheckpointSigned', 'MapRootRecorded'])(
    '[4.20] an event recorded a day after the %s that stands behind it',
    async (type) => {
      const log = [...story(), rootAfter(story(), type)];
      expect((await audit(log)).findings.all).toEqual([]);
      const shifted = tampered(log, 'SerialsSpoiled', (event) => ({
        ...event,
        recordedAt: new Date(event.recordedAt.getTime() + 86_400_000),
      }));
      expect((await audit(shifted)).findings.all).toEqual([
        expect.objectContaining({
          check: 'record-time-late',
          events: [
            expect.objectContaining({ type: 'SerialsSpoiled' }),
            expect.objectContaining({ type }),
          ],
        }),
      ]);
    },
  );

  it('[T1] a decision and a day that are still to come', async () => {
    const later = (occurredOn: string, decidedAt?: string) =>
      tampered(story(), 'CentreClosed', (event) => ({
        ...event,
        metadata: { ...event.metadata, occurredOn, ...(decidedAt ? { decidedAt } : {}) },
      }));
    const { findings } = await audit(later('2099-01-01'));
    expect(findings.checks).toEqual(['date-in-future']);
    expect(findings.all[0].params).toMatchObject({ on: '2099-01-01' });
    const both = await audit(later('2099-01-01', '2099-01-01T02:03:04.567Z'));
    expect(both.findings.checks).toEqual(['record-time-early']);
    // In Shanghai it is the next day already.
    const night = later('2013-04-02', '2013-04-01T16:00:00.000Z').map((event) =>
      event.type === 'CentreClosed'
        ? { ...event, recordedAt: new Date('2013-04-01T16:00:00Z') }
        : event,
    );
    expect((await audit(night)).findings.all).toEqual([]);
  });

  it.each([
    ['of somebody who is no centre', 'abc', 'book-of-nobody'],
    ['of a centre that was never registered', '99999999', 'book-of-nobody'],
    ['[C3] of a station', tree.guiyangStation, 'book-of-station'],
  ])('[C2] a book %s', async (_, centre, check) => {
    const log = story();
    const closed = log.find(({ type }) => type === 'CentreClosed') as RecordedEvent;
    const own = { ...closed, stream: `book-${centre}`, position: 98_000n };
    const again = { ...own, revision: 1n, position: 99_000n } as RecordedEvent;
    const { findings } = await audit([...log, { ...own, revision: 0n } as RecordedEvent, again]);
    expect(findings.all).toEqual([
      expect.objectContaining({
        check,
        params: { centre },
        events: [expect.objectContaining({ stream: `book-${centre}`, revision: '0' })],
      }),
    ]);
  });

  it('[C2] a book that begins before its centre is registered', async () => {
    const log = story();
    const isOurs = ({ type, data }: RecordedEvent) =>
      type === 'CentreRegistered' && data.code === guizhou;
    const late = { ...log.find(isOurs), position: 99_000n } as RecordedEvent;
    const { findings } = await audit([...log.filter((event) => !isOurs(event)), late]);
    const named = findings.all.filter(({ check }) => check === 'book-of-nobody');
    expect(named.map(({ params }) => params.centre)).toEqual([guizhou]);
  });

  it('[C1] blanks registered in another book than the top centre’s', async () => {
    const log = story();
    const first = log.find(({ type }) => type === 'BlanksRegistered') as RecordedEvent;
    const last = log.findLast(({ stream: name }) => name === `book-${guizhou}`) as RecordedEvent;
    const lots = [lot(5_000, 5_001)];
    const again = {
      ...{ ...first, stream: last.stream, revision: last.revision + 1n, position: 99_000n },
      data: { ...first.data, lots },
    } as RecordedEvent;
    expect((await audit([...log, again])).findings.all).toEqual([
      expect.objectContaining({
        check: 'registered-below-top',
        params: { centre: guizhou, top: ministry },
      }),
    ]);
  });

  it.each([
    ['more serials than there can be', [{ from: 'ZZ0000000001', to: 'ZZ1000000001' }]],
    ['no serials at all', []],
  ])('a registration of %s', async (_, ranges) => {
    const { findings, stock } = await audit([...story(), registrationOf(ranges)]);
    expect(findings.checks).toEqual(['event-unreadable']);
    expect(stock.some(({ edition }) => edition === '2099')).toBe(false);
  });

  it.each([
    ['go beyond their digits', 'A999999999', 2],
    ['are more than numbers count', 'A000000013', 9e15],
  ])('issued runs that %s', async (_, serial, count) => {
    const log = tampered(story(), 'CertificatesIssued', (event) => {
      if (event.type !== 'CertificatesIssued') throw new Error('unreachable');
      const runs = event.data.runs.map((run) => ({ ...run, serial, count }));
      return { ...event, data: { ...event.data, runs } };
    });
    expect((await audit(log)).findings.checks[0]).toBe('event-unreadable');
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

/** Of all that stands before it, decided as the last of it was. */
function rootAfter(log: readonly RecordedEvent[], type: string): RecordedEvent {
  const { metadata, recordedAt } = log[log.length - 1];
  const isHead = type === 'CheckpointSigned';
  return {
    ...{ type, data: isHead ? { checkpoint: '', key: '' } : { treeSize: 1, root: '' } },
    ...{ stream: isHead ? 'checkpoint-log' : 'serial-map', revision: 0n, position: 99_000n },
    ...{ id: '00000000-0000-4000-8000-888888888888', metadata, recordedAt },
  } as RecordedEvent;
}

/** A further one of the top centre, of an edition of its own. */
function registrationOf(ranges: readonly { from: string; to: string }[]): RecordedEvent {
  const own = story().filter(({ stream: name }) => name === `book-${ministry}`);
  const first = own.find(({ type }) => type === 'BlanksRegistered') as RecordedEvent;
  const lots = [{ level: 5, edition: '2099', ranges }];
  const at = { revision: BigInt(own.length), position: 99_000n };
  return { ...first, ...at, data: { ...first.data, lots } } as RecordedEvent;
}

const lot = (from: number, to: number) => ({
  level: 5 as const,
  edition: '2013',
  ranges: [range(from, to)],
});
