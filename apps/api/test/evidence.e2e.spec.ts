import { formatSerial } from '#domain';
import { tree } from '#testing';
import {
  type CheckedEvidence,
  checkEvidence,
  type EvidenceBounds,
  EvidenceMaker,
  formatTilePath,
  HeldMap,
  openCheckpoint,
  parsePublicKey,
  parseVerifierKey,
  type RemoteBook,
  readHeldMap,
  type WatchedMap,
} from '#transparency';
import { Turns } from '../src/requests/turns';
import { HeldBookController } from '../src/transparency/held-book.controller';
import { Client } from './client';
import {
  addUser,
  type Installation,
  issueOf,
  makeInstallation,
  range,
  register,
  serial,
  stockGuiyang,
} from './installation';
import { keepLog } from './kept-log';
import { type RunningApi, startApi, until } from './running-api';

jest.setTimeout(180_000);

describe('evidence of a serial', () => {
  let api: RunningApi;
  let on: Installation;
  let auditor: Client;
  let keeping: ReturnType<typeof keepLog> | undefined;

  beforeAll(async () => {
    api = await startApi();
    on = await makeInstallation(api.port);
    auditor = await addUser(on.admin, 'auditor', tree.ministry, 'auditor');
    await stockGuiyang(on, 1, 100);
    await on.guiyang.must(`centres/${tree.guiyang}/issues`, issueOf(1, 1, 10));
  });
  afterAll(async () => {
    await keeping?.stop();
    await api?.stop();
  });

  const evidenceOf = (client: Client, text: string) => client.get(`serials/${text}/evidence`);

  async function checked(client: Client, text: string): Promise<CheckedEvidence> {
    const { text: note } = await new Client(api.port).get('transparency/key');
    const key = parsePublicKey(note.trim());
    const { status, text: file } = await evidenceOf(client, text);
    expect(status).toBe(200);
    return checkEvidence(file, key ? [key] : []);
  }

  it('[EV-8] is not there before the log is signed, and says so', async () => {
    for (const path of ['evidence', 'proof']) {
      const { status, body, headers } = await auditor.get(`serials/${serial(1)}/${path}`);
      expect([path, status, body.code]).toEqual([path, 503, 'proof-not-ready']);
      expect(headers['retry-after']).toBe('60');
    }
  });

  it('[EV-8] proves the history, complete, to whoever sees the serial', async () => {
    keeping = keepLog(api);
    await until(async () => {
      const { status, body } = await auditor.get(`serials/${serial(1)}/proof`);
      return status === 200 && body.laterCount === 0;
    });
    for (const client of [auditor, on.guiyang, on.guizhouLead]) {
      const { verdict, account, history, serial: named } = await checked(client, serial(1));
      expect({ verdict, account, named }).toEqual({
        verdict: 'proved',
        account: `issued@${tree.guiyang}`,
        named: serial(1),
      });
      expect(history.map(({ event }) => event)).toEqual([
        'BlanksRegistered',
        'BlanksDispatched',
        'BlanksReceived',
        'BlanksDispatched',
        'BlanksReceived',
        'CertificatesIssued',
      ]);
    }
    const { headers, text } = await evidenceOf(auditor, serial(1));
    expect(headers['content-type']).toBe('application/json; charset=utf-8');
    expect(headers['content-disposition']).toBe(
      `attachment; filename="evidence-${serial(1)}.json"`,
    );
    expect(headers['cache-control']).toBe('no-store');
    expect(text).not.toContain('持证人');
  });

  it('[EV-8] tells how far it is proved', async () => {
    const { status, body } = await on.guiyang.get(`serials/${serial(1)}/proof`);
    expect(status).toBe(200);
    expect(body).toMatchObject({ serial: serial(1), laterCount: 0 });
    expect(body.entries).toHaveLength(6);
    expect(body.entries.at(-1)).toBeLessThan(body.completeTo);
    expect(body.completeTo).toBeLessThan(body.signedSize);
  });

  it('[EV-8] is covered again some moments after the serial moved', async () => {
    const ranges = [{ from: serial(90), to: serial(90) }];
    const spoilage = { cause: 'misprint', ranges };
    await on.guiyang.must(`centres/${tree.guiyang}/spoilages`, spoilage);
    await until(async () => {
      const { account, steps } = await checked(auditor, serial(90));
      return account === `spoiled@${tree.guiyang}` && !steps.some(({ id }) => id === 'later');
    });
  });

  it('[EV-5] proves to an auditor that a serial was never registered, to nobody else', async () => {
    const { verdict, account, history } = await checked(auditor, serial(999_999));
    expect({ verdict, account, history }).toEqual({
      verdict: 'proved',
      account: undefined,
      history: [],
    });
    const { status, body } = await evidenceOf(on.guiyang, serial(999_999));
    expect([status, body.code]).toEqual([404, 'unknown-serial']);
  });

  it('[EV-8] proves a registration that was reversed to whoever sees the serial', async () => {
    await register(on.ministry, 700, 705);
    const body = { ranges: [range(700, 705)], reason: '误登' };
    const asked = await on.ministry.must(`centres/${tree.ministry}/registration-reversals`, body);
    await on.ministryLead.must(`proposals/${asked.body.proposal}/approval`, {});
    await until(async () => {
      if ((await evidenceOf(on.ministry, serial(700))).status !== 200) return false;
      const { verdict, account, history } = await checked(on.ministry, serial(700));
      const events = history.map(({ event }) => event);
      return verdict === 'proved' && account === 'origin' && events.length === 2;
    });
    expect((await on.ministry.get(`serials/${serial(700)}/proof`)).body.entries).toHaveLength(2);
    expect((await evidenceOf(on.guiyang, serial(700))).status).toBe(403);
  });

  it('[EV-6] is not made beyond what a checker reads, and says so in both languages', async () => {
    const maker = api.app.get(EvidenceMaker) as unknown as { bounds: EvidenceBounds };
    const bounds = jest.replaceProperty(maker, 'bounds', { ...maker.bounds, eventsMax: 5 });
    try {
      const { status, body } = await evidenceOf(auditor, serial(1));
      expect([status, body.code]).toEqual([422, 'evidence-too-large']);
      const path = `serials/${serial(1)}/evidence`;
      const [chinese, english] = await Promise.all(
        ['zh-CN', 'en'].map((language) => auditor.get(path, { 'Accept-Language': language })),
      );
      expect(chinese.body.title).toMatch(/\p{Script=Han}/u);
      expect(english.body.title).toMatch(/^[ -~]+$/);
    } finally {
      bounds.restore();
    }
    expect((await evidenceOf(auditor, serial(1))).status).toBe(200);
  });

  it('[EV-8] is refused to whoever does not see the serial, and for what is none', async () => {
    for (const path of ['evidence', 'proof']) {
      const nobody = await new Client(api.port).get(`serials/${serial(1)}/${path}`);
      const sideways = await on.zunyi.get(`serials/${serial(1)}/${path}`);
      const malformed = await auditor.get(`serials/a1/${path}`);
      const told = [nobody, sideways, malformed].map(({ status }) => status);
      expect([path, told]).toEqual([path, [401, 403, 422]]);
      expect(malformed.body.rule).toBe('N1');
    }
  });

  describe('the witness of a centre', () => {
    const leavesOf = (client: Client, from = '0', centre: string = tree.guiyang) =>
      client.get(`centres/${centre}/witness/leaves?from=${from}`);
    const blockOf = (client: Client, text: string) =>
      client.get(`centres/${tree.guiyang}/witness/blocks/${text}`);

    /** As the command line reads it. */
    const book = (client: Client): RemoteBook => ({
      async *leaves() {
        const { body } = await leavesOf(client);
        for (const { revision, leaf } of body.items) {
          const bytes = leaf === undefined ? {} : { leaf: Buffer.from(leaf, 'base64') };
          yield { revision: BigInt(revision), ...bytes };
        }
      },
      async block({ series, ordinal }) {
        const { body } = await blockOf(client, formatSerial(series, ordinal));
        const leafIn = ({ index, leaf }: { index: number; leaf: string }) => ({
          index,
          leaf: Buffer.from(leaf, 'base64'),
        });
        return { ...body, record: leafIn(body.record), leaves: body.leaves.map(leafIn) };
      },
    });

    it('[TL-23] recomputes what the map has of all serials that its book touched', async () => {
      const client = new Client(api.port);
      await until(async () => {
        const map = await readHeldMap({ book: book(on.guiyang), centre: tree.guiyang });
        if (!(map instanceof HeldMap)) throw new Error(JSON.stringify(map));
        const { text: note } = await client.get('transparency/key');
        const key = parseVerifierKey(note.trim());
        const opened =
          key && openCheckpoint((await client.get('transparency/checkpoint')).text, key);
        if (opened?.kind !== 'signed') throw new Error('what is served is a signed head');
        const watched = await map.provedBy(opened.checkpoint, async (name) => {
          return (await client.get(`transparency/tile/${formatTilePath(name)}`)).body;
        });
        expect(watched).toMatchObject({ kind: 'in-order', heldBlockCount: 1, blockCount: 1 });
        const { laterCount, unsignedCount, eventCount } = watched as WatchedMap;
        expect(eventCount).toBeGreaterThan(2);
        return laterCount + unsignedCount === 0;
      });
    });

    it('[TL-23] is shown its book from any revision on, without sealed holders', async () => {
      const { body, text } = await leavesOf(on.guiyang);
      const revisions = body.items.map(({ revision }: { revision: string }) => revision);
      expect(revisions).toEqual(revisions.map((_: string, index: number) => String(index)));
      expect(body.next).toBeNull();
      const withheld = body.items.filter(({ leaf }: { leaf?: string }) => leaf === undefined);
      expect(withheld).toHaveLength(1);
      expect(text).not.toContain('HoldersSealed');
      const last = String(revisions.length - 1);
      expect((await leavesOf(auditor, last)).body.items).toEqual(body.items.slice(-1));
      expect((await leavesOf(auditor, '5000')).body).toEqual({ items: [], next: null });
      expect((await leavesOf(auditor, '-1')).status).toBe(400);
    });

    it('[TL-23] says when to come again where too many ask for blocks at once', async () => {
      const controller = api.app.get(HeldBookController) as unknown as { blocks: Turns };
      const full = jest.replaceProperty(controller, 'blocks', new Turns(0, 0));
      try {
        const { status, body, headers } = await blockOf(on.guiyang, serial(1));
        expect([status, body.code, headers['retry-after']]).toEqual([503, 'answers-busy', '2']);
      } finally {
        full.restore();
      }
      expect((await blockOf(on.guiyang, serial(1))).status).toBe(200);
    });

    it('[TL-23] shows them to whoever reads the centre, and sees the serial', async () => {
      const strangers = [new Client(api.port), on.zunyi];
      for (const client of strangers) {
        const told = await Promise.all([leavesOf(client), blockOf(client, serial(1))]);
        expect(told.map(({ status }) => status)).toEqual(
          client === on.zunyi ? [403, 403] : [401, 401],
        );
      }
      expect((await blockOf(on.guiyang, 'a1')).status).toBe(422);
      expect((await blockOf(on.guiyang, serial(999_999))).status).toBe(404);
      const { body } = await blockOf(on.guiyang, serial(1));
      const streams = body.leaves.map(({ leaf }: { leaf: string }) => Buffer.from(leaf, 'base64'));
      expect(streams.length).toBeGreaterThan(5);
    });
  });
});
