import { randomUUID } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { shanghaiDate } from '#domain';
import { csvMark } from '#table-files';
import { epcisContradictions, epcisFaults, eventsIn, range } from '#testing';
import { RecordedSystem } from '../test/recorded-system';

jest.setTimeout(120_000);

let system: RecordedSystem;

beforeAll(async () => {
  system = await RecordedSystem.start();
});

afterAll(() => system?.stop());

async function exported(...args: readonly string[]): Promise<string> {
  const file = join(system.dataFolder, randomUUID());
  const { exitCode, err } = await system.liushui(['export', ...args, file]);
  expect([exitCode, err.includes('liushui:')]).toEqual([0, false]);
  return readFileSync(file, 'utf8');
}

describe('csv', () => {
  it('has a line for every movement, and what moved in adds up with what moved out', async () => {
    const text = await exported('csv');
    expect(text.startsWith(csvMark)).toBe(true);
    const [heading, ...lines] = text.slice(csvMark.length).trimEnd().split('\r\n');
    const columns = heading.split(',');
    const at = (name: string) => columns.indexOf(name);
    const { rows } = await system.pool.query('SELECT build FROM liushui_views.current');
    const counted = await system.pool.query(
      `SELECT count(*), sum(upper(serials) - lower(serials)) AS serials
       FROM "liushui_view_${rows[0].build}".movement`,
    );
    const cells = lines.map((line) => line.split(','));
    const quantity = cells.reduce((sum, row) => sum + Number(row[at('quantity')]), 0);
    expect([lines.length, quantity]).toEqual(
      [counted.rows[0].count, counted.rows[0].serials].map(Number),
    );
    const first = cells[0];
    expect([first[at('event')], first[at('from')], first[at('to')]]).toEqual([
      'BlanksRegistered',
      'origin',
      'stock@00000000',
    ]);
  });
});

describe('hledger', () => {
  it('is a journal of balanced transactions', async () => {
    const text = await exported('hledger');
    const transactions = text.split('\n\n').slice(1);
    expect(transactions.length).toBeGreaterThan(10);
    for (const transaction of transactions) {
      const sums = new Map<string, number>();
      for (const [, , quantity, commodity] of transaction.matchAll(
        /^ {4}([a-z]+(?::[0-9-]+)?) {2}(-?\d+) ("[^"]+")/gm,
      )) {
        sums.set(commodity, (sums.get(commodity) ?? 0) + Number(quantity));
      }
      expect(sums.size).toBeGreaterThan(0);
      expect([...sums.values()].every((sum) => sum === 0)).toBe(true);
    }
  });
});

describe('epcis', () => {
  it('tells the same history as the trace, in the words of the standard', async () => {
    const serial = range(12, 12).from;
    const document = JSON.parse(await exported('epcis', serial));
    const { out } = await system.liushui(['trace', serial, '--json']);
    const { steps } = JSON.parse(out);
    expect(epcisFaults(document)).toEqual([]);
    const eventList = eventsIn(document);
    expect(epcisContradictions(eventList)).toEqual([]);
    const moved = eventList.map((event) => [event['liushui:from'], event['liushui:to']]);
    expect(moved).toEqual(steps.map(({ from, to }: Record<string, string>) => [from, to]));
    expect(eventList[0]).toMatchObject({
      type: 'ObjectEvent',
      action: 'ADD',
      bizStep: 'commissioning',
      epcList: [`urn:liushui:blank:${serial}`],
      eventTimeZoneOffset: '+08:00',
    });
  });

  it('ends with the destruction of what was burnt', async () => {
    const { epcisBody } = JSON.parse(await exported('epcis', range(11, 11).from));
    expect(epcisBody.eventList.at(-1)).toMatchObject({
      action: 'DELETE',
      bizStep: 'destroying',
      disposition: 'destroyed',
    });
  });

  it('every serial of the story has its words', async () => {
    for (const ordinal of [1, 2, 3, 81, 190, 201, 309, 310, 311, 999]) {
      const document = JSON.parse(await exported('epcis', range(ordinal, ordinal).from));
      expect([ordinal, epcisFaults(document)]).toEqual([ordinal, []]);
      expect(epcisContradictions(eventsIn(document))).toEqual([]);
    }
  });

  it('of a period has every movement of every serial, and what corrections take back', async () => {
    const document = JSON.parse(
      await exported('epcis', '--from', '1900-01-01', '--to', shanghaiDate(new Date())),
    );
    expect(epcisFaults(document)).toEqual([]);
    const told = eventsIn(document);
    expect(epcisContradictions(told)).toEqual([]);
    const { rows } = await system.pool.query('SELECT build FROM liushui_views.current');
    const counted = await system.pool.query(
      `SELECT sum(upper(serials) - lower(serials)) AS serials
       FROM "liushui_view_${rows[0].build}".movement`,
    );
    const movements = told.filter(({ errorDeclaration }) => !errorDeclaration);
    expect(movements).toHaveLength(Number(counted.rows[0].serials));
    const alone = JSON.parse(await exported('epcis', range(12, 12).from));
    const epc = `urn:liushui:blank:${range(12, 12).from}`;
    expect(eventsIn(alone)).toEqual(told.filter(({ epcList }) => epcList[0] === epc));
  });

  it('of a period takes one book alone, and only of a centre that there is', async () => {
    const days = ['--from', '1900-01-01', '--to', shanghaiDate(new Date())];
    const document = JSON.parse(await exported('epcis', ...days, '--centre', '00000000'));
    expect(epcisFaults(document)).toEqual([]);
    const places = eventsIn(document).map(({ readPoint }) => readPoint);
    expect(new Set(places.map((place) => JSON.stringify(place)))).toEqual(
      new Set(['{"id":"urn:liushui:centre:00000000"}']),
    );
    const file = join(system.dataFolder, randomUUID());
    const nowhere = ['export', 'epcis', ...days, '--centre', '99999999', file];
    const { exitCode, err } = await system.liushui(nowhere);
    expect([exitCode, existsSync(file)]).toEqual([2, false]);
    expect(err).toContain('no centre 99999999 was ever registered');
  });

  it('of a serial that nobody registered there is none, and no file', async () => {
    const file = join(system.dataFolder, randomUUID());
    const { exitCode, err } = await system.liushui(['export', 'epcis', 'A999999999', file]);
    expect(exitCode).toBe(1);
    expect(err).toContain('A999999999 was never registered');
    expect(existsSync(file)).toBe(false);
  });
});

it('no file is written over', async () => {
  const file = join(system.dataFolder, randomUUID());
  expect((await system.liushui(['export', 'csv', file])).exitCode).toBe(0);
  const before = readFileSync(file, 'utf8');
  expect((await system.liushui(['export', 'hledger', file])).exitCode).toBe(2);
  expect(readFileSync(file, 'utf8')).toBe(before);
});
