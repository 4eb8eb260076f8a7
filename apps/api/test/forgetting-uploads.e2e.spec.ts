import type { Response } from 'supertest';
import { forgettingStream } from '#domain';
import { holderOf, tree } from '#testing';
import { UploadPoster } from '../src/uploads/upload-poster';
import type { Client } from './client';
import {
  addUser,
  certificateNumber,
  type Installation,
  issueOf,
  makeInstallation,
  stockGuiyang,
} from './installation';
import { csvOf, done, fieldsOf, headings, post, type Row, rowsOf, upload } from './roster-files';
import { type RunningApi, startApi } from './running-api';

jest.setTimeout(180_000);

describe('forgetting a person whom roster files name', () => {
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

  async function proposed(sequence: number): Promise<Response> {
    await on.guiyang.must(`centres/${tree.guiyang}/issues`, issueOf(sequence, sequence, 1));
    const { document } = holderOf(sequence);
    return lead.post('holders/forgetting', { document, reason: '本人书面申请' });
  }
  const approve = ({ body }: Response, query = '') =>
    deputy.post(`proposals/${body.proposal}/approval${query}`);
  async function forgottenCount(): Promise<number> {
    let count = 0;
    for await (const { type } of api.log.load(forgettingStream)) {
      if (type === 'HolderForgotten') count += 1;
    }
    return count;
  }
  const refusedOf = async (id: string): Promise<string[]> => {
    const { text } = await on.guiyang.get(`uploads/${id}/refused?format=csv`);
    return text.replace('\ufeff', '').trim().split('\r\n').slice(1);
  };

  it('[C15] takes their refused rows out of finished uploads, and no others', async () => {
    const [own, other, foreign] = rowsOf(101, 101, 3).map((row): Row => ({ ...row, serial: 'A1' }));
    const document = holderOf(1).document.number;
    const misplaced = { ...foreign, name: document, document: '5.20102E+17' };
    const file = csvOf([{ ...own, name: '王小二', document }, other, misplaced]);
    const { id, refusedCount } = await post(on.guiyang, file, fieldsOf('F-1', 3));
    expect(refusedCount).toBe(3);
    const asked = await proposed(1);

    expect((await approve(asked, '?dryRun=true')).status).toBe(200);
    expect(await refusedOf(id)).toHaveLength(3);
    expect((await approve(asked)).status).toBe(201);
    const [left, told, ...more] = await refusedOf(id);
    expect(more).toEqual([]);
    expect(left).toContain(other.document);
    const commas = ','.repeat(headings.length);
    expect(told).toBe(`${commas}Rows taken out because their holders were forgotten: 2`);
    const { body } = await on.guiyang.get(`uploads/${id}`);
    expect(body.refused.map(({ row }: { row: number }) => row)).toEqual([3]);
    expect(JSON.stringify(body)).not.toContain('王小二');

    const { text } = await on.guiyang.get(`uploads/${id}/refused?format=csv`);
    const again = await post(on.guiyang, Buffer.from(text), fieldsOf('F-1', 3));
    expect(again.rows).toBe(1);
  });

  it('[C15] waits for an upload that would still post them, and forgets what it posted', async () => {
    await api.app.get(UploadPoster).beforeApplicationShutdown();
    const [row] = rowsOf(201, 201, 1);
    const file = csvOf([{ ...row, document: holderOf(2).document.number }]);
    const { body } = await upload(on.guiyang, file, fieldsOf('F-2', 1));
    const asked = await proposed(2);
    const before = await forgottenCount();
    const refused = await approve(asked);
    expect(refused.body).toMatchObject({
      status: 422,
      rule: 'C15',
      code: 'holder-in-upload',
      errors: [{ params: { upload: body.upload, centre: tree.guiyang } }],
    });
    expect(await forgottenCount()).toBe(before);

    const other = await api.another();
    try {
      expect(await done(on.guiyang, body.upload)).toMatchObject({ refusedCount: 0 });
      const approved = await approve(asked);
      expect(approved.status).toBe(201);
      for (const sequence of [2, 201]) {
        const path = `certificates/${certificateNumber(sequence)}`;
        expect((await on.guiyang.after(approved, path)).body.holder).toBeNull();
      }
    } finally {
      await other.stop();
    }
  });
});
