import type { Response } from 'supertest';
import { bookStream, type RecordedEvent } from '#domain';
import { Identity } from '#identity';
import { rebuild } from '#read-model';
import { holderOf, tree } from '#testing';
import type { Client } from './client';
import {
  addUser,
  certificateNumber,
  type Installation,
  issueOf,
  makeInstallation,
  serial,
  stockGuiyang,
} from './installation';
import { type RunningApi, startApi } from './running-api';

jest.setTimeout(180_000);

const guiyang = `centres/${tree.guiyang}`;

describe('forgetting a person', () => {
  let api: RunningApi;
  let on: Installation;
  let lead: Client;
  let deputy: Client;

  beforeAll(async () => {
    api = await startApi();
    on = await makeInstallation(api.port);
    lead = on.ministryLead;
    deputy = await addUser(on.admin, 'ministry.deputy', tree.ministry, 'supervisor');
    await stockGuiyang(on, 1, 1_000);
  });
  afterAll(() => api?.stop());

  /** Certificates of several people; those of `again` are of the person with that seed. */
  async function issued(first: number, count: number, again: Record<number, number> = {}) {
    const body = issueOf(first, first, count);
    const lines = body.lines.map((line, index) => {
      const person = again[first + index];
      return person === undefined ? line : { ...line, holder: holderOf(person) };
    });
    return on.guiyang.must(`${guiyang}/issues`, { ...body, lines });
  }

  const ask = (client: Client, seed: number, headers: Record<string, string> = {}) =>
    client.post(
      'holders/forgetting',
      { document: holderOf(seed).document, reason: '本人书面申请' },
      headers,
    );
  const approve = (client: Client, { body }: Response) =>
    client.post(`proposals/${body.proposal}/approval`);
  const holderAt = async (after: Response, sequence: number) =>
    (await on.guiyang.after(after, `certificates/${certificateNumber(sequence)}`)).body.holder;

  async function stored(stream: string): Promise<RecordedEvent[]> {
    const events: RecordedEvent[] = [];
    for await (const event of api.log.load(stream)) events.push(event);
    return events;
  }

  it('takes two supervisors of the top centre and makes the lines of all books unreadable', async () => {
    await issued(1, 3);
    const last = await issued(11, 3, { 12: 2 });
    expect(await holderAt(last, 12)).toMatchObject({ name: '考生2' });

    const proposed = await ask(lead, 2);
    expect(proposed.status).toBe(202);
    expect(proposed.body).toMatchObject({ proposal: 'forgetting-0', status: 'pending' });
    const list = await lead.after(proposed, 'proposals?status=pending');
    expect(list.body.items).toMatchObject([
      {
        proposal: 'forgetting-0',
        centre: tree.ministry,
        command: { type: 'ForgetHolder', lines: [{ line: 2 }, { line: 2 }] },
      },
    ]);
    expect((await approve(lead, proposed)).body.errors).toMatchObject([
      { rule: 'C15', code: 'approver-is-author' },
    ]);
    expect((await approve(on.guizhouLead, proposed)).status).toBe(403);

    const approved = await approve(deputy, proposed);
    expect(approved.status).toBe(201);
    expect(approved.body).toMatchObject({
      stream: 'forgetting',
      events: [{ type: 'ProposalApproved' }, { type: 'HolderForgotten' }],
    });
    for (const [sequence, holder] of [
      [1, { name: '考生1' }],
      [2, null],
      [3, { name: '考生3' }],
      [12, null],
      [13, { name: '考生13' }],
    ] as const) {
      const shown = await holderAt(approved, sequence);
      if (holder) expect(shown).toMatchObject(holder);
      else expect(shown).toBeNull();
    }
    expect((await ask(lead, 2)).body.errors).toMatchObject([{ code: 'holder-unknown' }]);
  });

  it('leaves custody as it was', async () => {
    const before = await on.guiyang.get(`serials/${serial(2)}`);
    expect(before.body).toMatchObject({
      status: 'issued',
      certificateNumber: certificateNumber(2),
    });
    const stock = await on.ministry.get('stock?subtree=true');
    expect(stock.body.conservation).toMatchObject({ holds: true });
  });

  it('says nowhere what the document was', async () => {
    const last = await issued(21, 1);
    await on.guiyang.after(last, `certificates/${certificateNumber(21)}`);
    const proposed = await ask(lead, 21, { 'Idempotency-Key': 'forget-21' });
    const again = await ask(lead, 21, { 'Idempotency-Key': 'forget-21' });
    expect(again.headers['idempotency-replayed']).toBe('true');
    expect(again.body).toEqual(proposed.body);
    await approve(deputy, proposed);
    const { number } = holderOf(21).document;
    const text = JSON.stringify(await stored('forgetting'), (_, value) =>
      typeof value === 'bigint' ? String(value) : value,
    );
    expect(text).not.toContain(number);
    const [made] = (await stored('forgetting')).slice(-3);
    expect(made.metadata.request).toBeDefined();
  });

  it('sees a line that the views have not reached yet', async () => {
    await api.stopProjector();
    try {
      await issued(31, 2);
      const proposed = await ask(lead, 32);
      expect(proposed.status).toBe(202);
      const [made] = (await stored('forgetting')).slice(-1);
      const blocks = (await stored(bookStream(tree.guiyang))).filter(
        ({ type }) => type === 'HoldersSealed',
      );
      expect(made.data).toMatchObject({
        command: { lines: [{ event: blocks.at(-1)?.id, line: 2 }] },
      });
    } finally {
      api.startProjector();
    }
  });

  it('forgets what was posted since it was proposed, seen by the views or not', async () => {
    await issued(41, 2);
    const proposed = await ask(lead, 41);
    const since = await issued(71, 2, { 71: 41 });
    await on.guiyang.after(since, `certificates/${certificateNumber(71)}`);
    await api.stopProjector();
    await issued(81, 2, { 82: 41 });
    // The decision stands; that the views show it is what the answer waits for in vain.
    const approved = await approve(deputy, proposed);
    api.startProjector();
    expect([201, 503]).toContain(approved.status);
    const [forgotten] = (await stored('forgetting')).slice(-1);
    expect(forgotten).toMatchObject({
      type: 'HolderForgotten',
      data: { lines: [{ line: 1 }, { line: 1 }, { line: 2 }] },
    });
    const headers = { 'liushui-position': String(forgotten.position) };
    const after = { headers } as unknown as Response;
    for (const sequence of [41, 71, 82]) expect(await holderAt(after, sequence)).toBeNull();
    for (const sequence of [42, 72, 81]) expect(await holderAt(after, sequence)).not.toBeNull();
  });

  it.each([
    ['a clerk', () => on.ministry, 403],
    ["a province's supervisor", () => on.guizhouLead, 403],
    ['an administrator', () => on.admin, 403],
  ])('is not for %s', async (_, client, status) => {
    expect((await ask(client(), 1)).status).toBe(status);
  });

  it('refuses an identity number that is none, a reason that names it, and what is malformed', async () => {
    const post = (body: object) => lead.post('holders/forgetting', body);
    const { document } = holderOf(1);
    const wrong = await post({
      document: { ...document, number: '520102198001010001' },
      reason: 'x',
    });
    expect(wrong.body).toMatchObject({ status: 422, rule: 'N6' });
    const named = await post({ document, reason: `${document.number} 申请` });
    expect(named.body).toMatchObject({ status: 422, code: 'reason-names-document' });
    for (const body of [{}, { document }, { reason: 'x' }, { document, reason: 'x', more: 1 }]) {
      expect((await post(body)).status).toBe(400);
    }
  });

  it('is judged without being done when it is only tried', async () => {
    const tried = await lead.post('holders/forgetting?dryRun=true', {
      document: holderOf(3).document,
      reason: 'x',
    });
    expect(tried.body).toMatchObject({ wouldAppend: ['HolderForgotten'], refusals: [] });
  });

  it('leaves in the log who looked a document up, known or not, and not which', async () => {
    const told: unknown[][] = [];
    const tell = (...words: unknown[]) => void told.push(words);
    api.app.useLogger({ log: tell, error: tell, warn: tell });
    try {
      const [, claims] = (lead.token ?? '').split('.');
      const { sub } = JSON.parse(Buffer.from(claims, 'base64url').toString());
      for (const seed of [3, 999]) {
        const { document } = holderOf(seed);
        await lead.post('holders/forgetting?dryRun=true', { document, reason: 'x' });
        const lookUps = told.splice(0).filter((words) => JSON.stringify(words).includes(sub));
        expect(lookUps).toMatchObject([[{ dryRun: true }, ...Array(2).fill(expect.any(String))]]);
        expect(JSON.stringify(lookUps)).not.toContain(document.number);
      }
    } finally {
      api.app.useLogger(false);
    }
  });

  it('holds in a second process that had read the line before, and after the views are made anew', async () => {
    const other = await api.another();
    try {
      const last = await issued(51, 2);
      const path = `certificates/${certificateNumber(51)}`;
      const there = on.guiyang.at(other.port);
      expect((await there.after(last, path)).body.holder).toMatchObject({ name: '考生51' });
      const forgotten = await approve(deputy, await ask(lead, 51));
      expect((await there.after(forgotten, path)).body.holder).toBeNull();
      const { databaseUrl } = api.settings;
      const holders = api.app.get(Identity).holderIndex;
      await rebuild({ log: api.log, databaseUrl, holders });
      expect((await there.get(path)).body.holder).toBeNull();
      expect((await ask(lead, 51)).body.errors).toMatchObject([{ code: 'holder-unknown' }]);
      expect((await ask(lead, 52)).status).toBe(202);
    } finally {
      await other.stop();
    }
  });
});
