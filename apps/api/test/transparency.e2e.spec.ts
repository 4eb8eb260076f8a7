import {
  formatTilePath,
  isLeaf,
  leafHash,
  openCheckpoint,
  parseVerifierKey,
  provesInclusion,
  TiledTree,
} from '#transparency';
import { Client } from './client';
import { type Installation, makeInstallation, stockGuiyang } from './installation';
import { keepLog } from './kept-log';
import { type RunningApi, startApi, until } from './running-api';

jest.setTimeout(180_000);

describe('the transparency log', () => {
  let api: RunningApi;
  let on: Installation;
  let anyone: Client;
  let keeping: ReturnType<typeof keepLog> | undefined;

  beforeAll(async () => {
    api = await startApi();
    anyone = new Client(api.port);
  });
  afterAll(async () => {
    await keeping?.stop();
    await api?.stop();
  });

  async function publishedHead() {
    const { text: note } = await anyone.get('transparency/checkpoint');
    const { text: key } = await anyone.get('transparency/key');
    const verifier = parseVerifierKey(key.trimEnd());
    const opened = verifier && openCheckpoint(note, verifier);
    if (opened?.kind !== 'signed') throw new Error('what is served is a signed head');
    return opened.checkpoint;
  }

  it('is not there before there is a head', async () => {
    for (const path of ['checkpoint', 'key', 'tile/0/000']) {
      const { status, body } = await anyone.get(`transparency/${path}`);
      expect([path, status, body.code]).toEqual([path, 404, 'not-found']);
    }
  });

  it('[TL-5] [TL-6] proves to anyone, without a login, that what was posted is in it', async () => {
    on = await makeInstallation(api.port);
    await stockGuiyang(on, 1, 100);
    keeping = keepLog(api);
    const leaves: Buffer[] = [];
    for await (const event of api.log.scanStored()) if (isLeaf(event)) leaves.push(leafHash(event));
    await until(async () => {
      const { status } = await anyone.get('transparency/checkpoint');
      return status === 200 && (await publishedHead()).size >= leaves.length;
    });
    const { size, root } = await publishedHead();
    const tree = new TiledTree(size, async (name) => {
      const tile = await anyone.get(`transparency/tile/${formatTilePath(name)}`);
      expect(tile.status).toBe(200);
      return tile.body as Buffer;
    });
    expect(await tree.root()).toEqual(root);
    const index = leaves.length - 1;
    const inclusion = { index, size, leafHash: leaves[index], root };
    expect(provesInclusion({ ...inclusion, path: await tree.inclusionProof(index) })).toBe(true);
  });

  it('says how long each may be kept, and that it is the same for everyone', async () => {
    const kinds = { checkpoint: 'text/plain', key: 'text/plain' };
    for (const [path, type] of Object.entries(kinds)) {
      const { headers } = await anyone.get(`transparency/${path}`);
      expect(headers['content-type']).toBe(`${type}; charset=utf-8`);
      expect(headers['cache-control']).toMatch(/^public, max-age=\d+$/);
      expect(headers.vary).toBeUndefined();
    }
    const { headers } = await anyone.get('transparency/tile/0/000.p/1');
    expect(headers['content-type']).toBe('application/octet-stream');
    expect(headers['content-length']).toBe('32');
    expect(headers['cache-control']).toBe('public, max-age=31536000, immutable');
  });

  it.each([
    'tile/entries/000',
    'tile/entries/000.p/1',
    'tile/0/000.p/0',
    'tile/0/000.p/256',
    'tile/0/000.p/01',
    'tile/0/000',
    'tile/1/000',
    'tile/0/x999/x999/x999/x999/999',
    'tile/0/x999/x999/x999/x999/x999/999',
    'tile/7/000',
    'tile/0/0',
    'tile/0',
    'tile/0/000.p%2F1%00',
    'tile/0/../../checkpoint',
    "tile/0/000'--",
    'tile',
    'entries',
  ])('[TL-8] has nothing at %s', async (path) => {
    const { status, body } = await anyone.get(`transparency/${path}`);
    expect([status, body.code]).toEqual([404, 'not-found']);
  });
});
