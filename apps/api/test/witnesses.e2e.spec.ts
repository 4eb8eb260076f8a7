import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { quarterAfter, statisticalQuarterOf } from '#domain';
import { tree } from '#testing';
import {
  announceKey,
  type Checkpoint,
  cosign,
  cosignedAt,
  formatVerifierKey,
  KeyChain,
  logKeyPath,
  nextLogKeyPath,
  openCheckpoint,
  parseNote,
  parseVerifierKey,
  putNextLogKey,
  readOrMakeLogKey,
  readOrMakeNextLogKey,
  SigningKey,
  signatureTypes,
  signCheckpoint,
  type VerifierKey,
} from '#transparency';
import { Client } from './client';
import { addUser, type Installation, makeInstallation, password, today } from './installation';
import { keepLog } from './kept-log';
import { liushui } from './liushui';
import { type RunningApi, startApi, until } from './running-api';

jest.setTimeout(180_000);

const { guiyang, zunyi, ministry } = tree;
const keyPath = (code: string) => `centres/${code}/witness-key`;
/** Before the centre went live: its paper books are being loaded. */
const loaded = quarterAfter(statisticalQuarterOf(today), -1);
const returnPath = `centres/${guiyang}/quarters/${loaded}/return`;
const rows = [{ occupation: { name: '保安员' }, level: 5, assessed: 3, passed: 2 }];
const nowSeconds = (): number => Math.floor(Date.now() / 1_000);

interface Answer {
  readonly status: number;
  readonly body: { errors?: { rule: string; code: string; path: string }[]; code?: string };
}

const refusal = ({ status, body }: Answer) => {
  const [first] = body.errors ?? [];
  return [status, first?.rule, first?.path, body.code].join(' ');
};

describe('log witnesses', () => {
  let api: RunningApi;
  let on: Installation;
  let loader: Client;
  let anyone: Client;
  let zunyiLead: Client;
  let keeping: ReturnType<typeof keepLog>;
  let logKey: VerifierKey;
  let origin: string;
  let city: SigningKey;

  beforeAll(async () => {
    api = await startApi();
    anyone = new Client(api.port);
    on = await makeInstallation(api.port);
    const user = { username: 'loader', displayName: '补录员', password, roles: ['clerk'] };
    await on.admin.must('users', { ...user, centre: guiyang, backdate: true });
    loader = await Client.login(api.port, 'loader', password);
    zunyiLead = await addUser(on.admin, 'zunyi.lead', zunyi, 'supervisor');
    keeping = keepLog(api);
    await until(async () => (await anyone.get('transparency/checkpoint')).status === 200);
    const key = parseVerifierKey((await anyone.get('transparency/key')).text.trimEnd());
    if (!key) throw new Error('a key is served');
    logKey = key;
    origin = key.name;
    city = witness(guiyang, 1);
  });
  afterAll(async () => {
    await keeping?.stop();
    await api?.stop();
  });

  const witness = (code: string, seed: number, name = `${origin}/${code}`): SigningKey =>
    SigningKey.fromSeed(name, signatureTypes.cosignature, Buffer.alloc(32, seed));

  async function head(): Promise<{ note: string; checkpoint: Checkpoint }> {
    const { text: note } = await anyone.get('transparency/checkpoint');
    const opened = openCheckpoint(note, logKey);
    if (opened.kind === 'refused') throw new Error(opened.why);
    return { note, checkpoint: opened.checkpoint };
  }

  function cosigned(note: string, by: SigningKey, at = nowSeconds()) {
    const parsed = parseNote(note);
    if (!parsed) throw new Error('no note');
    return { checkpoint: note, signature: cosign(parsed, by, at).trimEnd() };
  }

  const handIn = (given: object, client = on.guiyang, query = '') =>
    client.post(`centres/${guiyang}/cosignatures${query}`, given);

  it('[TL-17] nobody cosigns without a key that is registered', async () => {
    const { note } = await head();
    expect(refusal(await handIn(cosigned(note, city)))).toBe(
      '422 TL-17 /signature witness-key-missing',
    );
    expect((await anyone.get('transparency/witnesses')).body).toEqual({ items: [], next: null });
  });

  it("[TL-17] a key is registered by the centre's supervisor alone", async () => {
    const key = formatVerifierKey(city.verifier);
    for (const client of [on.guiyang, on.guizhouLead, on.admin, zunyiLead]) {
      expect((await client.put(keyPath(guiyang), { key })).status).toBe(403);
    }
    const dry = await on.guiyangLead.put(`${keyPath(guiyang)}?dryRun=true`, { key });
    expect(dry.body).toMatchObject({ wouldAppend: ['WitnessKeyRegistered'] });
    const set = await on.guiyangLead.put(keyPath(guiyang), { key });
    expect([set.status, set.body.stream]).toEqual([201, 'centres']);
    const { items } = (await anyone.get('transparency/witnesses')).body;
    expect(items).toMatchObject([{ centre: guiyang, keys: [{ key }] }]);
    expect(items[0].seen).toBeUndefined();
  });

  it('[TL-17] what is no key of this centre is refused, with the field', async () => {
    const own = formatVerifierKey(city.verifier);
    const asNote = SigningKey.fromSeed(
      `${origin}/${guiyang}`,
      signatureTypes.note,
      Buffer.alloc(32, 9),
    );
    // A point of small order, with which anybody could sign anything.
    const identity = Buffer.concat([Buffer.of(1), Buffer.alloc(31)]);
    const refused: [string, string][] = [
      ['x', 'witness-key-malformed'],
      [own.replace(/\+[0-9a-f]{8}\+/, '+00000000+'), 'witness-key-malformed'],
      [formatVerifierKey(asNote.verifier), 'witness-key-malformed'],
      [formatVerifierKey({ ...city.verifier, publicKey: identity }), 'witness-key-malformed'],
      [formatVerifierKey(witness(zunyi, 8).verifier), 'witness-key-name'],
      [own, 'witness-key-known'],
    ];
    for (const [key, code] of refused) {
      expect(refusal(await on.guiyangLead.put(keyPath(guiyang), { key }))).toBe(
        `422 TL-17 /key ${code}`,
      );
    }
    const stolen = formatVerifierKey(witness(zunyi, 1).verifier);
    expect(refusal(await zunyiLead.put(keyPath(zunyi), { key: stolen }))).toBe(
      '422 TL-17 /key witness-key-of-another',
    );
    expect((await on.guiyangLead.put(keyPath(guiyang), {})).status).toBe(400);
  });

  it('[TL-18] what a centre cosigned stands below the head and in the list', async () => {
    const { note, checkpoint } = await head();
    const given = cosigned(note, city);
    expect((await handIn(given, on.guiyang, '?dryRun=true')).body).toMatchObject({
      wouldAppend: ['CheckpointWitnessed'],
    });
    const first = await handIn(given);
    expect([first.status, first.body.stream]).toEqual([201, 'checkpoint-log']);
    const again = await handIn({ ...given, signature: `${given.signature}\n` });
    expect([again.status, again.body]).toEqual([201, first.body]);
    expect(again.headers['idempotency-replayed']).toBe('true');
    await until(async () => {
      const { items } = (await anyone.get('transparency/witnesses')).body;
      return items[0].seen?.size === checkpoint.size;
    });
    // Where another head was signed meanwhile, the centre cosigns that one.
    await until(async () => {
      const published = (await head()).note;
      const opened = parseNote(published);
      if (opened && cosignedAt(opened, city.verifier) !== undefined) return true;
      await handIn(cosigned(published, city));
      return false;
    });
    const { items } = (await anyone.get('transparency/witnesses')).body;
    const seen = parseNote(items[0].seen.checkpoint);
    expect(seen && cosignedAt(seen, city.verifier)).toBe(
      BigInt(Date.parse(items[0].seen.cosignedAt) / 1_000),
    );
  });

  it('[TL-18] refuses what is not cosigned, not ours, not yet or never signed', async () => {
    const { checkpoint, note } = await head();
    const operator = readOrMakeLogKey(logKeyPath(api.settings.dataFolder));
    const forged = (change: Partial<Checkpoint>, by = operator): string =>
      signCheckpoint({ ...checkpoint, ...change }, by);
    const thief = SigningKey.fromSeed(origin, signatureTypes.note, Buffer.alloc(32, 7));
    const other = SigningKey.fromSeed('liushui/other', signatureTypes.note, Buffer.alloc(32, 7));
    const hour = 3_600;
    const refused: [object, string][] = [
      [cosigned(note, witness(guiyang, 5)), '/signature witness-cosignature-wrong'],
      [{ ...cosigned(note, city), signature: 'x' }, '/signature witness-cosignature-wrong'],
      [cosigned(note, city, nowSeconds() + hour), '/signature witness-cosignature-early'],
      [{ ...cosigned(note, city), checkpoint: 'x' }, '/checkpoint witness-checkpoint-malformed'],
      [cosigned(forged({}, thief), city), '/checkpoint witness-checkpoint-not-signed'],
      [
        cosigned(forged({ origin: 'liushui/other' }, other), city),
        '/checkpoint witness-checkpoint-other-log',
      ],
      [
        cosigned(forged({ size: checkpoint.size + 1_000 }), city),
        '/checkpoint witness-checkpoint-ahead',
      ],
      [
        cosigned(forged({ root: Buffer.alloc(32, 1) }), city),
        '/checkpoint witness-checkpoint-differs',
      ],
      [
        cosigned(forged({ size: checkpoint.size - 1 }), city),
        '/checkpoint witness-checkpoint-differs',
      ],
    ];
    for (const [given, expected] of refused) {
      expect(refusal(await handIn(given))).toBe(`422 TL-18 ${expected}`);
      const asReturn = await loader.put(returnPath, {
        rows,
        occurredOn: today,
        witness: given,
      });
      expect(refusal(asReturn)).toBe(`422 TL-18 /witness${expected}`);
    }
    expect((await handIn(cosigned(note, city), on.zunyi)).status).toBe(403);
    expect((await handIn({ checkpoint: note })).status).toBe(400);
    expect((await handIn({ ...cosigned(note, city), occurredOn: today })).status).toBe(400);
  });

  it('[TL-18] is part of a return, and recorded with it', async () => {
    const { note, checkpoint } = await head();
    const given = cosigned(note, city, nowSeconds() + 1);
    const filed = await loader.put(returnPath, { rows, witness: given });
    expect([filed.status, filed.body.events]).toMatchObject([201, [{ type: 'ReturnFiled' }]]);
    const events = await api.log.readBackwards('checkpoint-log', { limit: 50 });
    const recorded = events.filter(
      (event) => event.type === 'CheckpointWitnessed' && event.data.signature === given.signature,
    );
    expect(recorded).toMatchObject([{ data: { centre: guiyang } }]);
    const refiled = await loader.put(returnPath, { rows, witness: given });
    expect(refiled.status).toBe(201);
    const { items } = (await anyone.get('transparency/witnesses')).body;
    expect(items[0].seen.size).toBeGreaterThanOrEqual(checkpoint.size);
  });

  it('[TL-17] a replaced key stays known with its dates, and cosigns no more', async () => {
    const next = witness(guiyang, 2);
    const key = formatVerifierKey(next.verifier);
    expect((await on.guiyangLead.put(keyPath(guiyang), { key })).status).toBe(201);
    const { items } = (await anyone.get('transparency/witnesses')).body;
    const [before, now] = items[0].keys;
    expect(before.replacedAt).toBe(now.registeredAt);
    expect(now).toEqual({ key, registeredAt: expect.any(String) });
    const { note } = await head();
    const late = cosigned(note, city, nowSeconds() + 2);
    expect(refusal(await handIn(late))).toBe('422 TL-18 /signature witness-cosignature-wrong');
    expect((await handIn(cosigned(note, next))).status).toBe(201);
  });

  it('[TL-19] the key of the log is replaced, announced by the old one, and all stays valid', async () => {
    const { note: before, checkpoint } = await head();
    const { dataFolder } = api.settings;
    const old = readOrMakeLogKey(logKeyPath(dataFolder));
    const next = readOrMakeNextLogKey(nextLogKeyPath(dataFolder), [old.verifier]);
    await keeping.stop();
    const [newest] = await api.log.readBackwards('checkpoint-log', { limit: 1 });
    const heads = await api.log.readBackwards('checkpoint-log', { limit: 100 });
    const last = heads.find(({ type }) => type === 'CheckpointSigned');
    if (last?.type !== 'CheckpointSigned') throw new Error('no head');
    const opened = openCheckpoint(last.data.checkpoint, old.verifier);
    if (opened.kind === 'refused') throw new Error(opened.why);
    const data = {
      announcement: announceKey(opened.checkpoint, old.verifier, next.key, old),
      previous: formatVerifierKey(old.verifier),
      key: formatVerifierKey(next.key.verifier),
      reason: '定期更换',
    };
    const { metadata } = last;
    const event = { type: 'LogKeyReplaced', id: crypto.randomUUID(), data, metadata } as const;
    await api.log.append('checkpoint-log', [event], newest.revision);
    putNextLogKey(nextLogKeyPath(dataFolder), logKeyPath(dataFolder));
    keeping = keepLog(api);
    const nextText = formatVerifierKey(next.key.verifier);
    await until(async () => (await anyone.get('transparency/key')).text.trimEnd() === nextText);
    const { items } = (await anyone.get('transparency/keys')).body;
    expect(items.map(({ key }: { key: string }) => key)).toEqual([
      formatVerifierKey(logKey),
      nextText,
    ]);
    const chain = KeyChain.of(logKey, [items[1].announcement], [logKey]);
    expect(chain.open(before)).toMatchObject({ kind: 'signed', checkpoint });
    const { text } = await anyone.get('transparency/checkpoint');
    expect(chain.open(text)).toMatchObject({ kind: 'signed' });
    expect((await handIn(cosigned(text, witness(guiyang, 2)))).status).toBe(201);
    const stolen = signCheckpoint({ ...checkpoint, size: checkpoint.size + 5_000 }, old);
    expect(refusal(await handIn(cosigned(stolen, witness(guiyang, 2))))).toBe(
      '422 TL-18 /checkpoint witness-checkpoint-not-signed',
    );
    expect((await on.ministry.get(`centres/${ministry}`)).status).toBe(200);
  });

  it('[TL-20] the command line verifies it over HTTP, cosigns it and hands it in', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'liushui-witness-'));
    try {
      const made = await on.zunyi.post('users/zunyi/api-keys');
      const env = { LIUSHUI_WITNESS: folder, LIUSHUI_API_KEY: made.body.key };
      const url = `http://127.0.0.1:${api.port}`;
      const first = await liushui(['witness', zunyi, '--url', url], env);
      expect(first).toMatchObject({ exitCode: 3, said: { refused: 'witness-key-missing' } });
      const { key } = first.said;
      expect((await zunyiLead.put(keyPath(zunyi), { key })).status).toBe(201);
      const second = await liushui(['witness', zunyi, '--url', url], env);
      expect(second).toMatchObject({ exitCode: 0, said: { handedOver: true, key, findings: [] } });
      const { size } = second.said;
      await until(async () => {
        const { items } = (await anyone.get('transparency/witnesses')).body;
        return items.some(
          (item: { centre: string; seen?: { size: number } }) =>
            item.centre === zunyi && item.seen?.size === size,
        );
      });
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  });
});
