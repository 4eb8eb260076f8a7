import { tree } from '#testing';
import { type CheckedEvidence, checkEvidence, parsePublicKey } from '#transparency';
import { Client } from './client';
import {
  addUser,
  type Installation,
  issueOf,
  makeInstallation,
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
});
