import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { MemoryLog, type TestEngine, testPostgres } from '#testing';
import { Identity } from '../identity';

const DAY_MS = 86_400_000;
const START = Date.parse('2013-05-01T12:00:00Z');

let postgres: TestEngine;
let dataFolder: string;
let today: Date;
const opened: Identity[] = [];

beforeAll(async () => {
  postgres = await testPostgres();
  dataFolder = mkdtempSync(join(tmpdir(), 'liushui-keys-'));
});

afterAll(async () => {
  await postgres.stop();
  rmSync(dataFolder, { recursive: true, force: true });
});

beforeEach(() => daysAfterStart(0));

afterEach(async () => {
  await Promise.all(opened.splice(0).map((identity) => identity.close()));
});

function daysAfterStart(days: number): void {
  today = new Date(START + days * DAY_MS);
}

async function open(): Promise<Identity> {
  const now = () => today;
  const identity = await Identity.open({
    databaseUrl: postgres.url,
    dataFolder,
    log: new MemoryLog(),
    now,
  });
  opened.push(identity);
  return identity;
}

describe('marks of requests', () => {
  it('are the same from every process and after a restart', async () => {
    const [one, other] = await Promise.all([open(), open()]);
    const [mine, theirs] = await Promise.all([
      one.requestMacs.current(),
      other.requestMacs.current(),
    ]);
    expect(mine.id).toBe(theirs.id);
    expect(mine.id).toMatch(/^2013-05-01-[0-9a-f]{8}$/);
    const mac = mine.mac('POST /x {"a":1}');
    expect(mac).toBe(theirs.mac('POST /x {"a":1}'));
    const later = await open();
    expect(await later.requestMacs.verify(mine.id, 'POST /x {"a":1}', mac)).toBe(true);
    expect(await later.requestMacs.verify(mine.id, 'POST /x {"a":2}', mac)).toBe(false);
    expect(await later.requestMacs.verify(mine.id, 'POST /x {"a":1}', 'short')).toBe(false);
  });

  it('have a new key every day and none after 31 days, in memory or in the vault', async () => {
    const running = await open();
    const { id, mac } = await running.requestMacs.current();
    const mark = mac('body');
    daysAfterStart(1);
    expect((await running.requestMacs.current()).id).not.toBe(id);
    expect(await running.requestMacs.verify(id, 'body', mark)).toBe(true);
    daysAfterStart(31);
    expect(await running.requestMacs.verify(id, 'body', mark)).toBe(true);
    daysAfterStart(32);
    expect(await running.requestMacs.verify(id, 'body', mark)).toBe('expired');
    const restarted = await open();
    daysAfterStart(0);
    expect(await restarted.requestMacs.verify(id, 'body', mark)).toBe('expired');
  });

  it('under a key that is none of ours are expired, whatever its name', async () => {
    const { requestMacs, tokenKeys } = await open();
    const { id } = await tokenKeys.current();
    for (const foreign of [id, '2013-05-01-00000000', '', 'x', '9999-99-99-zz']) {
      expect(await requestMacs.verify(foreign, 'body', 'A'.repeat(43))).toBe('expired');
    }
  });

  it('cannot be made with a key that was wiped', async () => {
    const identity = await open();
    const { mac } = await identity.requestMacs.current();
    await identity.close();
    expect(() => mac('body')).toThrow('wiped');
  });
});

describe('keys of access tokens', () => {
  it('are shared, found by id, and gone on the third day', async () => {
    const [one, other] = [await open(), await open()];
    const key = await one.tokenKeys.current();
    expect(key.secret).toHaveLength(32);
    expect(await other.tokenKeys.find(key.id)).toEqual(key);
    expect(await other.tokenKeys.find('unknown')).toBeUndefined();
    daysAfterStart(2);
    expect(await other.tokenKeys.find(key.id)).toEqual(key);
    daysAfterStart(3);
    expect(await other.tokenKeys.find(key.id)).toBeUndefined();
    expect((await one.tokenKeys.current()).id).not.toBe(key.id);
  });
});
