import { addDays } from '#domain';
import { epcisContradictions, epcisFaults, eventsIn, holderOf, tree } from '#testing';
import type { Client } from './client';
import {
  addUser,
  certificateNumber,
  type Installation,
  issueOf,
  makeInstallation,
  range,
  register,
  serial,
  stockGuiyang,
  today,
} from './installation';
import { type RunningApi, startApi } from './running-api';

describe('mistakes and how they are set right', () => {
  let api: RunningApi;
  let on: Installation;
  let ministryLead: Client;
  const guiyang = `centres/${tree.guiyang}`;
  const ministry = `centres/${tree.ministry}`;

  beforeAll(async () => {
    api = await startApi();
    on = await makeInstallation(api.port);
    ministryLead = on.ministryLead;
    await stockGuiyang(on, 1, 200);
    await on.guiyang.must(`${guiyang}/issues`, issueOf(1, 1, 20));
  });
  afterAll(() => api?.stop());

  /** Asks, finds it pending, and has it approved: the types of the events that follow. */
  async function settle(client: Client, lead: Client, path: string, body: object) {
    const dry = await client.post(`${path}?dryRun=true`, body);
    expect(dry.status).toBe(200);
    const asked = await client.post(path, body);
    expect(asked.body).toMatchObject({ status: 'pending' });
    expect(asked.status).toBe(202);
    const approved = await lead.post(`proposals/${asked.body.proposal}/approval`);
    expect(approved.status).toBe(201);
    const types = approved.body.events.map(({ type }: { type: string }) => type);
    expect(types).toEqual(['ProposalApproved', ...dry.body.wouldAppend]);
    return { approved, types };
  }
  const atGuiyang = (path: string, body: object) =>
    settle(on.guiyang, on.guiyangLead, `${guiyang}/${path}`, body);
  const line = (sequence: number, from: number, to: number) => ({
    certificateNumber: certificateNumber(sequence),
    recordedSerial: serial(from),
    actualSerial: serial(to),
  });
  const certificate = async (sequence: number) =>
    (await on.guiyang.get(`certificates/${certificateNumber(sequence)}`)).body;

  it('[C15] [P3] corrects a shifted roster; the holder stays with the number', async () => {
    const lines = [{ ...line(1, 1, 2), recordedSheet: 'stock' }, line(2, 2, 3), line(3, 3, 21)];
    const { approved, types } = await atGuiyang('issue-corrections', { lines, reason: '错位' });
    expect(types).toEqual(['ProposalApproved', 'IssueCorrected']);
    const shown = await on.guiyang.after(approved, `certificates/${certificateNumber(2)}`);
    expect(shown.body).toMatchObject({
      serial: serial(3),
      serials: [
        { serial: serial(2), status: 'mistaken', ended: { event: 'corrected', reason: '错位' } },
        { serial: serial(3), status: 'in-force', correction: { recordedSerial: serial(2) } },
      ],
      holder: { name: holderOf(2).name },
    });
    const blank = (await on.guiyang.get(`serials/${serial(1)}`)).body;
    expect(blank).toMatchObject({ status: 'in-stock' });
    expect(blank).not.toHaveProperty('certificateNumber');
    const swapped = (await on.guiyang.get(`serials/${serial(2)}`)).body;
    expect(swapped).toMatchObject({ status: 'issued', certificateNumber: certificateNumber(1) });
    expect(swapped.history.at(-1)).toMatchObject({ event: 'IssueCorrected' });
    const { body: epcis } = await on.guiyang.get(`serials/${serial(2)}/epcis`);
    expect([epcisFaults(epcis), epcisContradictions(eventsIn(epcis))]).toEqual([[], []]);
    expect(eventsIn(epcis).at(-2)).toMatchObject({
      'liushui:event': 'CertificatesIssued',
      errorDeclaration: { reason: 'incorrect_data' },
    });
  });

  it('[C15] refuses what cannot be, line by line, and appends nothing', async () => {
    const lines = [line(4, 4, 30), { ...line(5, 5, 6), recordedSheet: 'stock' }];
    const refused = await on.guiyang.post(`${guiyang}/issue-corrections`, { lines, reason: 'x' });
    expect(refused.status).toBe(422);
    expect(refused.body).toMatchObject({
      rule: 'C15',
      errors: [
        { rule: 'C15', line: 1, path: '/lines/0/recordedSheet' },
        { rule: 'C4', line: 2, path: '/lines/1/actualSerial', serial: serial(6) },
      ],
    });
  });

  it('[C12] voids an issue; its number may be used again for the same roster', async () => {
    const voided = { sheet: 'in-hand', cause: 'other', reason: '资格不符' };
    await atGuiyang('issue-voids', { certificateNumber: certificateNumber(6), ...voided });
    const again = issueOf(40, 1, 20);
    const [, , , , , sixth] = again.lines;
    const lines = [{ ...sixth, serial: serial(31) }];
    const issued = await on.guiyang.must(`${guiyang}/issues`, { ...again, lines });
    const shown = await on.guiyang.after(issued, `certificates/${certificateNumber(6)}`);
    expect(shown.body).toMatchObject({
      serial: serial(31),
      serials: [
        { serial: serial(6), status: 'spoiled', ended: { event: 'voided', cause: 'other' } },
        { serial: serial(31), status: 'in-force' },
      ],
    });
    expect(shown.body.holder).toEqual(sixth.holder);
  });

  it('[P3] voids a replacement for loss: the old paper is in force again', async () => {
    const lossNotice = { newspaper: '贵州日报', publishedOn: today };
    const lost = { certificateNumber: certificateNumber(7), reason: 'lost', lossNotice };
    await on.guiyang.must(`${guiyang}/replacements`, { ...lost, serial: serial(32) });
    const voided = { sheet: 'not-found', cause: 'misprint', reason: '误补' };
    const { approved } = await atGuiyang('issue-voids', {
      certificateNumber: certificateNumber(7),
      ...voided,
    });
    const shown = await on.guiyang.after(approved, `certificates/${certificateNumber(7)}`);
    expect(shown.body).toMatchObject({
      serial: serial(7),
      serials: [
        { serial: serial(7), status: 'in-force', restoredOn: today },
        { serial: serial(32), status: 'missing' },
      ],
    });
  });

  it('[C12] reverses a spoilage, never of a printed sheet', async () => {
    await on.guiyang.must(`${guiyang}/spoilages`, { cause: 'misprint', ranges: [range(33, 34)] });
    const body = { ranges: [range(33, 33)], reason: '误登' };
    const { approved } = await atGuiyang('spoilage-reversals', body);
    const back = await on.guiyang.after(approved, `serials/${serial(33)}`);
    expect(back.body).toMatchObject({ status: 'in-stock' });
    const printed = { ranges: [range(6, 6)], reason: 'x' };
    const refused = await on.guiyang.post(`${guiyang}/spoilage-reversals`, printed);
    expect(refused.status).toBe(422);
    expect(refused.body).toMatchObject({ rule: 'C12' });
  });

  it('[C1] reverses a registration: unregistered, and it may be registered anew', async () => {
    const registered = await register(on.ministry, 5_001, 5_010);
    const body = { ranges: [range(5_001, 5_010)], reason: '重复登记' };
    const before = (await on.ministry.after(registered, 'stock')).body.conservation.registered;
    const path = `${ministry}/registration-reversals`;
    const { approved } = await settle(on.ministry, ministryLead, path, body);
    const gone = await on.ministry.after(approved, `serials/${serial(5_001)}`);
    expect([gone.status, gone.body.code]).toEqual([404, 'registration-reversed']);
    const { params, detail } = gone.body;
    expect(params).toMatchObject({
      serial: serial(5_001),
      registeredOn: today,
      reversedOn: today,
      centre: tree.ministry,
      role: 'clerk',
      userCentre: tree.ministry,
      user: expect.any(String),
      approvedBy: expect.any(String),
    });
    expect(detail).toContain(`(book-${tree.ministry}@${params.revision})`);
    const journal = await on.ministry.get(
      `${ministry}/book?event=RegistrationReversed&serial=${serial(5_001)}`,
    );
    expect(journal.body.items).toMatchObject([{ revision: params.revision }]);
    const earlier = await on.ministry.get(`serials/${serial(5_001)}?asOf=2001-01-01`);
    expect([earlier.status, earlier.body.code]).toEqual([404, 'unknown-serial']);
    const never = await on.ministry.get(`serials/${serial(999_999)}`);
    expect([never.status, never.body.code]).toEqual([404, 'unknown-serial']);
    const segments = await on.ministry.get(`serials?from=${serial(5_001)}&to=${serial(5_010)}`);
    expect(segments.body).toMatchObject({
      complete: false,
      segments: [{ status: 'unregistered' }],
    });
    const after = (await on.ministry.get('stock')).body.conservation;
    expect(after).toEqual({ holds: true, registered: before - 10 });
    await register(on.ministry, 5_001, 5_010);
    const elsewhere = await on.guiyang.post(`${guiyang}/registration-reversals`, body);
    expect(elsewhere.status).toBe(422);
    expect(elsewhere.body).toMatchObject({ rule: 'C1' });
  });

  it('[P1] replaces a certificate older than the book; its holder is sealed, never told', async () => {
    const older = `09${tree.guiyangStation}500001`;
    const original = {
      issuedOn: '2009-07-01',
      level: 5,
      occupation: { code: '6-07-01-01', name: '车工' },
      station: tree.guiyangStation,
      holder: holderOf(900),
      serial: 'Z000000001',
    };
    const lossNotice = { newspaper: '贵州日报', publishedOn: today };
    const body = { certificateNumber: older, serial: serial(35), reason: 'lost', lossNotice };
    const asked = await on.guiyang.post(`${guiyang}/replacements`, { ...body, original });
    expect(asked.status).toBe(202);
    const pending = await on.guiyangLead.after(asked, 'proposals?status=pending');
    expect(JSON.stringify(pending.body)).toContain('Z000000001');
    expect(JSON.stringify(pending.body)).not.toContain(holderOf(900).name);
    const approved = await on.guiyangLead.post(`proposals/${asked.body.proposal}/approval`);
    expect(approved.status).toBe(201);
    const shown = await on.guiyang.after(approved, `certificates/${older}`);
    expect(shown.body).toMatchObject({
      occupation: { name: '车工' },
      original: { issuedOn: '2009-07-01', serial: 'Z000000001' },
      serial: serial(35),
      holder: holderOf(900),
    });
    expect(shown.body).not.toHaveProperty('roster');
  });

  it('judges the shape of an original and a holder before any rule', async () => {
    const holder = { ...holderOf(1), scores: { theory: 1_001 }, nickname: 'x' };
    const original = { issuedOn: 'x', level: 9, occupation: {}, station: 1, holder };
    const body = { certificateNumber: '1', serial: 'x', reason: 'damaged', original };
    const answer = await on.guiyang.post(`${guiyang}/replacements`, body);
    expect(answer.status).toBe(400);
    const paths = answer.body.errors.map(({ path }: { path: string }) => path).sort();
    expect(paths).toEqual([
      '/original/holder/nickname',
      '/original/holder/scores/theory',
      '/original/issuedOn',
      '/original/level',
      '/original/occupation/name',
      '/original/station',
    ]);
  });

  it('[P1] names a holder anew only after the first was forgotten', async () => {
    const body = {
      certificateNumber: certificateNumber(10),
      serial: serial(36),
      reason: 'damaged',
    };
    const named = { ...body, holder: holderOf(901) };
    const known = await on.guiyang.post(`${guiyang}/replacements`, named);
    expect(known.status).toBe(422);
    expect(known.body).toMatchObject({ rule: 'P1', errors: [{ path: '/holder' }] });
    const lead = await addUser(on.admin, 'ministry.lead2', tree.ministry, 'supervisor');
    const { document } = holderOf(10);
    const asked = await ministryLead.must('holders/forgetting', { document, reason: '本人申请' });
    await lead.must(`proposals/${asked.body.proposal}/approval`);
    const printed = await on.guiyang.must(`${guiyang}/replacements`, named);
    expect(printed.body.events).toMatchObject([{ type: 'ReplacementPrinted' }]);
    const shown = await on.guiyang.after(printed, `certificates/${certificateNumber(10)}`);
    expect(shown.body.holder).toEqual(holderOf(901));
  });

  it('[T3] no correction is dated earlier than the issue', async () => {
    const lines = [{ ...line(11, 11, 37), recordedSheet: 'spoiled' }];
    const body = { lines, reason: 'x', occurredOn: addDays(today, -1) };
    const refused = await on.guiyang.post(`${guiyang}/issue-corrections`, body);
    expect(refused.status).toBe(422);
    expect(refused.body).toMatchObject({ rule: 'T3' });
    expect((await certificate(11)).serial).toBe(serial(11));
  });

  it('takes 1,000 lines of a correction and no more', async () => {
    const many = (count: number) =>
      Array.from({ length: count }, (_, index) => line(index + 1, index + 1, index + 2));
    const path = `${guiyang}/issue-corrections`;
    const most = await on.guiyang.post(path, { lines: many(1_000), reason: 'x' });
    expect(most.status).toBe(422);
    const more = await on.guiyang.post(path, { lines: many(1_001), reason: 'x' });
    expect(more.status).toBe(413);
  });
});
