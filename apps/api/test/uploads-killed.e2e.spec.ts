import { bookStream, type IssuedRun } from '#domain';
import { Identity } from '#identity';
import { tree } from '#testing';
import { KnownUsers } from '../src/access/known-users';
import { PiecePoster } from '../src/uploads/piece-poster';
import { UploadPoster } from '../src/uploads/upload-poster';
import { ApiProcess } from './api-process';
import { addUser, type Installation, makeInstallation, serial, stockGuiyang } from './installation';
import { csvOf, done, fieldsOf, rowsOf, upload } from './roster-files';
import { type ApiInstance, type RunningApi, startApi, until } from './running-api';

const rowCount = 20_000;

describe('uploads whose process is gone', () => {
  let api: RunningApi;
  let on: Installation;
  const processes: ApiProcess[] = [];

  beforeAll(async () => {
    api = await startApi();
    on = await makeInstallation(api.port);
    await stockGuiyang(on, 1, 25_000);
    // This process takes part in answering, but posts nothing.
    await api.app.get(UploadPoster).beforeApplicationShutdown();
  });
  afterAll(async () => {
    for (const one of processes) await one.kill();
    await api?.stop();
  });

  async function start(): Promise<ApiProcess> {
    const one = await ApiProcess.start(api.settings);
    processes.push(one);
    return one;
  }

  async function issuedRuns(): Promise<IssuedRun[]> {
    const runs: IssuedRun[] = [];
    for await (const event of api.log.load(bookStream(tree.guiyang))) {
      if (event.type === 'CertificatesIssued') runs.push(...event.data.runs);
    }
    return runs;
  }
  const countOf = (runs: readonly IssuedRun[]): number =>
    runs.reduce((sum, { count }) => sum + count, 0);

  it('of 20,000 rows go on in the next one, again and again, and post nothing twice', async () => {
    const rows = rowsOf(1, 1, rowCount).map((row, at) =>
      at % 1_000 === 500 ? { ...row, document: '520102198001010010' } : row,
    );
    const first = await start();
    const answer = await upload(on.guiyang.at(first.port), csvOf(rows), fieldsOf('K-1', rowCount));
    expect(answer.body).toMatchObject({ rows: rowCount });
    const id: string = answer.body.upload;
    const doneCount = async () => (await on.guiyang.get(`uploads/${id}`)).body.done;
    let killedAt = -1;
    for (let running = first, kills = 0; kills < 3; kills += 1) {
      await until(async () => (await doneCount()) > killedAt);
      await running.kill();
      killedAt = await doneCount();
      if (kills < 2) running = await start();
    }
    expect(killedAt).toBeLessThan(rowCount);
    await Promise.all([start(), start()]);
    const end = await done(on.guiyang, id);
    expect(end).toMatchObject({ rows: rowCount, done: rowCount, refusedCount: 20 });
    expect(new Set(end.refused.map(({ errors }) => errors[0].rule))).toEqual(new Set(['N6']));

    const runs = await issuedRuns();
    expect(countOf(runs)).toBe(rowCount - 20);
    expect(new Set(runs.map(({ serial }) => serial)).size).toBe(runs.length);
    const stock = await on.guiyang.get(`stock?centre=${tree.guiyang}`, {
      'Liushui-Wait-For': end.position ?? '',
    });
    expect(stock.body.rows[0]).toMatchObject({ stock: 5_000 + 20, issued: rowCount - 20 });
    expect(stock.body.conservation.holds).toBe(true);
    for (const one of processes) await one.kill();
  });

  it('right after an append are known to have posted it, and what it left out is tried again', async () => {
    const rows = rowsOf(24_001, 24_001, 4);
    const file = csvOf([
      rows[0],
      { ...rows[1], document: '520102198001010010' },
      { ...rows[2], serial: serial(26_001) },
      rows[3],
    ]);
    const answer = await upload(on.guiyang, file, fieldsOf('K-2', 4));
    const open = await api.app.get(Identity).uploads.open(answer.body.upload);
    if (!open) throw new Error('the upload is gone');
    const before = countOf(await issuedRuns());
    await api.app.get(PiecePoster).post(open, 0);
    expect(countOf(await issuedRuns())).toBe(before + 2);
    open.close();

    await stockGuiyang(on, 26_001, 26_001);
    const next = await api.another();
    const end = await done(on.guiyang, answer.body.upload);
    await next.stop();
    expect(end).toMatchObject({ done: 4, refusedCount: 1 });
    expect(end.refused).toMatchObject([{ row: 3, errors: [{ rule: 'N6' }] }]);
    expect(countOf(await issuedRuns())).toBe(before + 3);
  });

  describe('and whose user is', () => {
    const instances: ApiInstance[] = [];
    afterEach(async () => {
      for (const instance of instances.splice(0)) await instance.stop();
    });

    it.each([
      ['without the role', 'uploads.leaving', { roles: ['viewer'] }, 'not-your-role'],
      ['disabled', 'uploads.gone', { disabled: true }, 'uploader-gone'],
    ])('%s post nothing any more', async (_, name, change, code) => {
      const clerk = await addUser(on.admin, name, tree.guiyang, 'clerk');
      const before = countOf(await issuedRuns());
      const first = name === 'uploads.leaving' ? 20_001 : 21_001;
      const file = csvOf(rowsOf(first, first, 2));
      const answer = await upload(clerk, file, fieldsOf(name, 2));
      expect(answer.status).toBe(202);
      expect((await on.admin.patch(`users/${name}`, change)).status).toBe(200);
      api.app.get(KnownUsers).forget();
      instances.push(await api.another());
      const end = await done(on.guiyangLead, answer.body.upload);
      expect(end.refused.map(({ errors }) => errors[0].code)).toEqual([code, code]);
      expect(countOf(await issuedRuns())).toBe(before);
    });
  });
});
