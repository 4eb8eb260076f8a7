/** Proposals that nobody decides expire: in the views at that very instant, in the log soon after. */
import { addDays } from '#domain';
import { ReadModel } from '#read-model';
import { tree } from '#testing';
import { ProposalExpiry } from '../src/proposals/proposal-expiry';
import { Clock } from '../src/requests/clock';
import type { Client } from './client';
import {
  type Installation,
  makeInstallation,
  range,
  register,
  stockGuiyang,
  today,
} from './installation';
import { type ApiInstance, type RunningApi, startApi } from './running-api';

/** What a process takes for now from here on; undefined for the time as it is. */
function setClock({ app }: ApiInstance, at: Date | undefined): void {
  app.get(Clock).now = () => at ?? new Date();
}

describe('a proposal that nobody decides', () => {
  let api: RunningApi;
  let other: ApiInstance;
  let on: Installation;
  let top: Client;

  beforeAll(async () => {
    api = await startApi();
    on = await makeInstallation(api.port);
    other = await api.another();
    top = on.ministryLead;
    await stockGuiyang(on, 1, 10);
    await register(on.ministry, 11, 12);
  });
  afterAll(async () => {
    await other?.stop();
    await api?.stop();
  });

  const typesOf = async (stream: string): Promise<string[]> => {
    const types: string[] = [];
    for await (const { type } of api.log.load(stream)) types.push(type);
    return types;
  };

  it('[C10] [C14] is recorded as expired, once, whichever process looks', async () => {
    const loss = { ranges: [range(1, 1)], circumstances: '运输途中' };
    const asked = await on.guiyang.post(`centres/${tree.guiyang}/losses`, loss);
    const edition = `editions/${encodeURIComponent('普通版')}/withdrawal`;
    const also = await top.post(edition, { from: addDays(today, 1), reason: '新版启用' });
    expect([asked.status, also.status]).toEqual([202, 202]);
    const end = new Date(also.body.expiresAt);
    await top.after(also, 'proposals?status=pending');
    const processes = [api, other];
    const look = ({ app }: ApiInstance) => app.get(ProposalExpiry).look();

    for (const one of processes) setClock(one, new Date(Date.parse(asked.body.expiresAt) - 1));
    expect(await Promise.all(processes.map(look))).toEqual([0, 0]);
    for (const one of processes) setClock(one, end);
    const seen = await api.app
      .get(ReadModel)
      .proposals({ status: 'expired' }, { now: end, limit: 10 });
    const counts = await Promise.all([...processes, ...processes].map(look));
    for (const one of processes) setClock(one, undefined);

    expect(seen.answer.items).toMatchObject([
      { number: also.body.proposal, status: 'expired', closed: undefined },
      { number: asked.body.proposal, status: 'expired', closed: undefined },
    ]);
    expect(counts.reduce((sum, count) => sum + count, 0)).toBe(2);
    const streams = [`book-${tree.guiyang}`, 'edition-普通版'];
    const recorded = (await Promise.all(streams.map(typesOf))).map((types) =>
      types.filter((type) => type.startsWith('Proposal')),
    );
    expect(recorded).toEqual([
      ['ProposalMade', 'ProposalExpired'],
      ['ProposalMade', 'ProposalExpired'],
    ]);
    const last = await on.guiyang.must(`centres/${tree.guiyang}/spoilages`, {
      cause: 'misprint',
      ranges: [range(2, 2)],
    });
    const listed = await top.after(last, 'proposals?status=expired');
    expect(listed.body.items).toMatchObject([
      { proposal: also.body.proposal, status: 'expired', closedAt: expect.any(String) },
      { proposal: asked.body.proposal, status: 'expired', closedBy: 'system' },
    ]);
    const late = await on.guiyangLead.post(`proposals/${asked.body.proposal}/approval`);
    expect(late.body).toMatchObject({ rule: 'C12', code: 'proposal-expired' });
  });
});
