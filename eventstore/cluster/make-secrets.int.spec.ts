/** The certificates and passwords of the cluster, and that the client gets through with them. */
import { spawnSync } from 'node:child_process';
import { createPrivateKey, randomUUID, X509Certificate } from 'node:crypto';
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { EventStoreDBClient, jsonEvent } from '@eventstore/db-client';
import { ServerCredentials } from '@grpc/grpc-js';
import { embeddedEventStore, storeCluster } from '#testing';

jest.setTimeout(60_000);

const script = join(__dirname, 'make-secrets.sh');
const members = ['node1', 'node2', 'node3'];
let folder: string;

const at = (...names: string[]) => join(folder, ...names);
const certificate = (...names: string[]) => new X509Certificate(readFileSync(at(...names)));

function makeSecrets(): void {
  const { status, stderr, error } = spawnSync(script, [folder, ...members], { encoding: 'utf8' });
  expect([status, stderr, error]).toEqual([0, '', undefined]);
}

function filesOf(): Record<string, string> {
  const paths = readdirSync(folder, { recursive: true }) as string[];
  return Object.fromEntries(
    paths
      .filter((path) => statSync(at(path)).isFile())
      .map((path) => [path, readFileSync(at(path), 'utf8')]),
  );
}

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'liushui-secrets-'));
  makeSecrets();
});

afterAll(() => rmSync(folder, { recursive: true, force: true }));

it('signs for every member and the proxy, by their names and for what they do', () => {
  const authority = certificate('ca', 'ca.crt');
  expect(authority.ca && authority.verify(authority.publicKey)).toBe(true);
  const named = [...members.map((name) => [name, name, 'node']), ['proxy', 'localhost', 'server']];
  for (const [room, host, file] of named) {
    const leaf = certificate(room, `${file}.crt`);
    expect(leaf.checkIssued(authority) && leaf.verify(authority.publicKey)).toBe(true);
    expect([leaf.ca, leaf.checkHost(host), leaf.checkIP('127.0.0.1')]).toEqual([
      false,
      host,
      '127.0.0.1',
    ]);
    expect(leaf.checkHost('node9')).toBeUndefined();
    const [serverUse, clientUse] = ['1.3.6.1.5.5.7.3.1', '1.3.6.1.5.5.7.3.2'];
    expect(leaf.keyUsage).toEqual(file === 'node' ? [serverUse, clientUse] : [serverUse]);
    if (file === 'node') expect(leaf.subject).toContain('CN=eventstoredb-node');
    expect(leaf.publicKey.asymmetricKeyType).toBe('rsa');
  }
});

it('shows nothing but the authority to others than the owner', () => {
  for (const path of readdirSync(folder, { recursive: true }) as string[]) {
    const isOpen = path === 'trust' || path === join('trust', 'ca.crt');
    if (!isOpen) expect([path, statSync(at(path)).mode & 0o077]).toEqual([path, 0]);
  }
  expect(statSync(folder).mode & 0o777).toBe(0o711);
});

it('draws every password anew and gives it to those who need it', () => {
  const passwords = readdirSync(at('master'))
    .filter((name) => !name.endsWith('-url'))
    .map((name) => readFileSync(at('master', name), 'utf8').trim());
  expect(new Set(passwords).size).toBe(passwords.length);
  for (const password of passwords) expect(password).toMatch(/^[0-9a-f]{48}$/);
  const storeUrl = readFileSync(at('liushui', 'event-store-url'), 'utf8').trim();
  const { hostname } = new URL(readFileSync(at('liushui', 'database-url'), 'utf8').trim());
  const password = readFileSync(at('master', 'store-liushui'), 'utf8').trim();
  const hosts = members.map((name) => `${name}:2113`).join(',');
  expect(storeUrl).toContain(`esdb://liushui:${password}@${hosts}?tls=true&tlsCAFile=`);
  expect(hostname).toBe('postgres');
});

it('changes nothing when it is run again, and makes what is missing', () => {
  const before = filesOf();
  makeSecrets();
  expect(filesOf()).toEqual(before);
  rmSync(at('node2', 'node.key'));
  rmSync(at('store', 'ops-password'));
  makeSecrets();
  const {
    [join('node2', 'node.crt')]: made,
    [join('node2', 'node.key')]: key,
    ...rest
  } = filesOf();
  const { [join('node2', 'node.crt')]: old, [join('node2', 'node.key')]: _, ...kept } = before;
  expect(rest).toEqual(kept);
  expect(made).not.toBe(old);
  expect(new X509Certificate(made).checkPrivateKey(createPrivateKey(key))).toBe(true);
});

it('lets a client in that trusts the authority, and keeps the same client from strangers', async () => {
  const store = await embeddedEventStore();
  const port = Number(/:(\d+)\?/.exec(store.url)?.[1]);
  const pair = {
    cert_chain: readFileSync(at('node1', 'node.crt')),
    private_key: readFileSync(at('node1', 'node.key')),
  };
  const security = ServerCredentials.createSsl(null, [pair]);
  const trusting = `tls=true&tlsCAFile=${at('trust', 'ca.crt')}`;
  const cluster = await storeCluster(port, trusting, security);
  const connect = (url: string) => EventStoreDBClient.connectionString(url);
  const client = connect(cluster.url);
  const stranger = connect(cluster.url.replace(/&tlsCAFile.*/, '&maxDiscoverAttempts=1'));
  try {
    const event = jsonEvent({ type: 'Counted', data: {} });
    const { success } = await client.appendToStream(`secrets-${randomUUID()}`, event);
    expect(success).toBe(true);
    await expect(stranger.appendToStream('secrets-of-others', event)).rejects.toThrow('discover');
  } finally {
    await client.dispose();
    await stranger.dispose();
    await cluster.stop();
    await store.stop();
  }
});
