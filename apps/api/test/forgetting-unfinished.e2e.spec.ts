import { Pool } from 'pg';
import { forgettingStream } from '#domain';
import { Identity } from '#identity';
import { holderOf, tree } from '#testing';
import {
  addUser,
  certificateNumber,
  type Installation,
  issueOf,
  makeInstallation,
  stockGuiyang,
} from './installation';
import { type RunningApi, startApi, until } from './running-api';

jest.setTimeout(180_000);

describe('a forgetting that was decided and not carried out', () => {
  let api: RunningApi;
  let on: Installation;
  let pool: Pool;

  beforeAll(async () => {
    api = await startApi();
    pool = new Pool({ connectionString: api.settings.databaseUrl });
    on = await makeInstallation(api.port);
    await stockGuiyang(on, 1, 100);
  });
  afterEach(() => jest.restoreAllMocks());
  afterAll(async () => {
    await pool?.end();
    await api?.stop();
  });

  const eventCarriedOut = async (): Promise<string | undefined> =>
    (await pool.query('SELECT event_id FROM liushui_primary.forgotten_up_to')).rows[0]?.event_id;

  it('[C15] is carried out by the next process that starts, and nobody need ask', async () => {
    const lead = on.ministryLead;
    const deputy = await addUser(on.admin, 'ministry.deputy', tree.ministry, 'supervisor');
    await on.guiyang.must(`centres/${tree.guiyang}/issues`, issueOf(1, 1, 3));
    const { document } = holderOf(2);
    const asked = await lead.must('holders/forgetting', { document, reason: '本人申请' });

    // As far as keys go this process dies with its decision.
    const { forgetting } = api.app.get(Identity);
    jest.spyOn(forgetting, 'carryOut').mockRejectedValue(new Error('killed'));
    const approved = await deputy.post(`proposals/${asked.body.proposal}/approval`);
    expect(approved.body).toMatchObject({ status: 503, code: 'forgetting-unfinished' });
    const [decided] = await api.log.readBackwards(forgettingStream, { limit: 1 });
    expect(decided.type).toBe('HolderForgotten');
    expect(await eventCarriedOut()).not.toBe(decided.id);

    const next = await api.another();
    try {
      await until(async () => (await eventCarriedOut()) === decided.id);
      const there = on.guiyang.at(next.port);
      for (const [sequence, holder] of [
        [1, { name: '考生1' }],
        [2, null],
        [3, { name: '考生3' }],
      ] as const) {
        const { body } = await there.get(`certificates/${certificateNumber(sequence)}`);
        if (holder) expect(body.holder).toMatchObject(holder);
        else expect(body.holder).toBeNull();
      }
    } finally {
      await next.stop();
    }
  });
});
