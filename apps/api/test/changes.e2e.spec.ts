import { Identity } from '#identity';
import { rebuild } from '#read-model';
import { tree } from '#testing';
import { Client } from './client';
import {
  addUser,
  hand,
  type Installation,
  issueOf,
  makeInstallation,
  register,
  stockGuiyang,
} from './installation';
import { csvOf, fieldsOf, post, rowsOf } from './roster-files';
import { type RunningApi, startApi, until } from './running-api';
import { Watching } from './watching';

describe('GET /changes', () => {
  let api: RunningApi;
  let on: Installation;
  const open: Watching[] = [];

  beforeAll(async () => {
    api = await startApi();
    on = await makeInstallation(api.port);
    await stockGuiyang(on, 1, 100);
    await on.guiyang.after(await issue(2), 'stock');
  });
  afterEach(async () => {
    for (const one of open.splice(0)) await one.hangUp();
  });
  afterAll(() => api?.stop());

  async function watch(client: Client, lastId?: string): Promise<Watching> {
    const one = await Watching.open(
      client,
      lastId === undefined ? {} : { 'Last-Event-ID': lastId },
    );
    open.push(one);
    return one;
  }
  const issue = (sequence: number) =>
    on.guiyang.must(`centres/${tree.guiyang}/issues`, issueOf(sequence, sequence));

  it('tells each client of the views it may see, at the position they then show', async () => {
    const [own, above, beside] = [
      await watch(on.guiyang),
      await watch(on.guizhou),
      await watch(on.zunyi),
    ];
    const answer = await issue(1);
    const seen = `certificate ${tree.guiyang}`;
    await Promise.all([own.hears(seen), above.hears(seen)]);
    const told = own.told.find(({ data }) => data?.view === 'certificate');
    expect(told).toMatchObject({ event: 'change', data: { position: answer.body.position } });
    const views = ['book', 'stock', 'certificate'].map((view) => `${view} ${tree.guiyang}`);
    expect(own.views.sort()).toEqual([...views].sort());
    await post(on.guiyang, csvOf(rowsOf(50, 50, 1)), fieldsOf('C-1', 1));
    await above.hears(`upload ${tree.guiyang}`);
    expect(beside.told).toEqual([]);
  });

  it('tells both ends of a consignment', async () => {
    const [sender, receiver] = [await watch(on.guizhou), await watch(on.zunyi)];
    await register(on.ministry, 1_001, 1_010);
    const ministry = { client: on.ministry, code: tree.ministry };
    const guizhou = { client: on.guizhou, code: tree.guizhou };
    await hand(ministry, guizhou, 1_001, 1_010);
    await hand(guizhou, { client: on.zunyi, code: tree.zunyi }, 1_001, 1_010);
    await receiver.hears(`consignment ${tree.zunyi}`);
    await sender.hears(`stock ${tree.guizhou}`);
    await receiver.hears(`stock ${tree.zunyi}`);
    expect(receiver.views.every((view) => view.endsWith(tree.zunyi))).toBe(true);
  });

  it('goes on where a client was, without a gap and without a repetition', async () => {
    const first = await watch(on.guiyang);
    await issue(3);
    await first.hears(`certificate ${tree.guiyang}`);
    await until(async () => first.told.length === 3);
    const { lastId } = first;
    await first.hangUp();
    const { position } = (await issue(4)).body;
    await on.guiyang.get('stock', { 'Liushui-Wait-For': position });
    const again = await watch(on.guiyang, lastId);
    expect(again.told).toHaveLength(3);
    expect(again.told.every(({ data }) => data?.position === position)).toBe(true);
    const elsewhere = await watch((await on.guiyang).at(api.port), again.lastId);
    expect(elsewhere.told).toEqual([]);
  });

  it.each(['nonsense', '0123456789ab-5', '999999999999999999'])(
    'begins anew for a client that was at %s',
    async (lastId) => {
      const one = await watch(on.guiyang, lastId);
      expect(one.told.map(({ event }) => event)).toEqual(['reset']);
    },
  );

  it('begins anew for everyone when other views answer', async () => {
    const one = await watch(on.zunyi);
    await api.stopProjector();
    const { databaseUrl } = api.settings;
    await rebuild({ log: api.log, databaseUrl, holders: api.app.get(Identity).holderIndex });
    api.startProjector();
    await until(async () => one.told.some(({ event }) => event === 'reset'));
  });

  it('is told by every process, whoever posts where', async () => {
    const other = await api.another();
    const there = await watch(on.guiyang.at(other.port));
    await issue(6);
    await there.hears(`certificate ${tree.guiyang}`);
    await other.stop();
    await there.ends();
    expect(there.isOver).toBe(true);
  });

  it('sees by the grants of the moment', async () => {
    const auditor = await addUser(on.admin, 'changes.auditor', tree.guizhou, 'auditor');
    const one = await watch(auditor);
    await issue(7);
    await one.hears(`certificate ${tree.guiyang}`);
    const before = one.told.length;
    const moved = { roles: ['auditor'], centre: tree.zunyi };
    expect((await on.admin.patch('users/changes.auditor', moved)).status).toBe(200);
    const control = await watch(on.guiyang);
    await issue(8);
    await control.hears(`certificate ${tree.guiyang}`);
    expect(one.told.length).toBe(before);
  });

  it('is for those who are logged in, twenty screens of one user at a time', async () => {
    expect((await new Client(api.port).get('changes')).status).toBe(401);
    const viewer = await addUser(on.admin, 'changes.viewer', tree.zunyi, 'viewer');
    for (let count = 0; count < 20; count += 1) await watch(viewer);
    const more = await viewer.get('changes');
    expect([more.status, more.body.code]).toEqual([429, 'too-many-watchers']);
    await open.pop()?.hangUp();
    await until(
      async () =>
        (await Watching.open(viewer).then(
          (one) => open.push(one),
          () => 0,
        )) > 0,
    );
  });
});
