/** The set-up of the store's users and rights, against a small server that keeps to such lists. */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ServerCredentials } from '@grpc/grpc-js';
import { StoreWithRights } from '#testing';
import { accessOfStreams, readersOfLog, setUpPatiently } from './set-up-store';

jest.setTimeout(60_000);

let folder: string;
let store: StoreWithRights;
let passwords: Parameters<typeof setUpPatiently>[0];

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'liushui-set-up-'));
  expect(spawnSync(join(__dirname, 'make-secrets.sh'), [folder, 'node1']).status).toBe(0);
});

afterAll(() => rmSync(folder, { recursive: true, force: true }));

beforeEach(async () => {
  store = new StoreWithRights('admin-password');
  const pair = {
    cert_chain: readFileSync(join(folder, 'node1/node.crt')),
    private_key: readFileSync(join(folder, 'node1/node.key')),
  };
  const port = await store.start(ServerCredentials.createSsl(null, [pair]));
  const parameters = `tls=true&tlsCAFile=${join(folder, 'trust/ca.crt')}`;
  const adminUrl = `esdb://admin:admin-password@localhost:${port}?${parameters}`;
  passwords = { adminUrl, liushui: 'password-of-liushui', auditor: 'password-of-auditor' };
});

afterEach(() => store.stop());

it('makes the users and the lists, finds them effective, and leaves them alone the next time', async () => {
  await setUpPatiently(passwords);
  expect(Object.fromEntries(store.users)).toEqual({
    admin: { password: 'admin-password', groups: ['$admins'] },
    liushui: { password: 'password-of-liushui', groups: ['liushui-writers'] },
    auditor: { password: 'password-of-auditor', groups: ['liushui-readers'] },
  });
  expect(store.last('$settings')).toEqual(accessOfStreams);
  expect(store.last('$$$all')).toEqual({ $acl: { $r: readersOfLog } });
  const { length } = store.appended;
  await setUpPatiently(passwords);
  expect(store.appended).toHaveLength(length);
});

it('changes passwords that are no longer the ones in the folder', async () => {
  await setUpPatiently(passwords);
  await setUpPatiently({ ...passwords, liushui: 'another-password' });
  expect(store.users.get('liushui')).toEqual({
    password: 'another-password',
    groups: ['liushui-writers'],
  });
});

it('waits for a cluster that is not ready yet', async () => {
  store.notReadyCount = 1;
  await setUpPatiently(passwords);
  expect(store.users.size).toBe(3);
});

it('says so when somebody may delete in spite of the lists', async () => {
  store.isLax = true;
  await expect(setUpPatiently(passwords, 0)).rejects.toThrow(
    'liushui was not kept from this: delete a stream.',
  );
});
