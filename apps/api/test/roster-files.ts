/** Roster files as offices hand them in, and the requests that carry them. */
import type { Response } from 'supertest';
import supertest from 'supertest';
import { csvLine, csvMark } from '#table-files';
import { holderOf, tree } from '#testing';
import type { Client, Headers } from './client';
import { certificateNumber, serial, today } from './installation';
import { until } from './running-api';

export const headings = ['流水码', '证书编码', '姓名', '性别', '身份证号'];

export interface Row {
  readonly serial: string;
  readonly number: string;
  readonly name: string;
  readonly sex: string;
  readonly document: string;
}

/** Rows of people with serials and numbers in order. */
export function rowsOf(firstSerial: number, firstSequence: number, count: number): Row[] {
  return Array.from({ length: count }, (_, index) => {
    const { name, document } = holderOf(firstSequence + index);
    return {
      serial: serial(firstSerial + index),
      number: certificateNumber(firstSequence + index),
      name,
      sex: '女',
      document: document.number,
    };
  });
}

export const cellsOf = ({ serial: sheet, number, name, sex, document }: Row): string[] => [
  sheet,
  number,
  name,
  sex,
  document,
];

export const csvOf = (rows: readonly Row[], heads: readonly string[] = headings): Buffer =>
  Buffer.from(csvMark + [heads, ...rows.map(cellsOf)].map(csvLine).join(''));

export const fieldsOf = (reference: string, passed: number) => ({
  roster: JSON.stringify({ reference, signedOn: today, passed }),
  level: '5',
  occupation: JSON.stringify({ code: '6-07-01-01', name: '车工' }),
  station: tree.guiyangStation,
});

export interface UploadOptions {
  readonly kind?: 'issues' | 'vouchers';
  readonly query?: string;
  readonly headers?: Headers;
  readonly centre?: string;
  readonly fileName?: string;
}

export async function upload(
  client: Client,
  file: Buffer,
  fields: Readonly<Record<string, string>>,
  options: UploadOptions = {},
): Promise<Response> {
  const { kind = 'issues', query = '', headers = {}, centre = tree.guiyang } = options;
  const request = supertest(`http://127.0.0.1:${client.port}`)
    .post(`/api/v1/centres/${centre}/${kind}/upload${query}`)
    .set(headers)
    .set('Authorization', `Bearer ${client.token}`);
  for (const [name, value] of Object.entries(fields)) request.field(name, value);
  return request.attach('file', file, options.fileName ?? 'roster.csv');
}

export interface UploadAnswer {
  readonly status: string;
  readonly rows: number;
  readonly done: number;
  readonly refusedCount: number;
  readonly refused: { row: number; message: string; errors: { rule?: string; code: string }[] }[];
  readonly ignoredColumns: string[];
  readonly position: string | null;
  readonly proposals: string[];
}

/** A killed process's lease has to end first, and 20,000 rows to be posted. */
const attemptsMax = 1_500;

/** Waits until an upload is done. */
export async function done(client: Client, id: string, headers: Headers = {}) {
  let answer: Response | undefined;
  await until(async () => {
    answer = await client.get(`uploads/${id}`, headers);
    return answer.body.status === 'done';
  }, attemptsMax);
  return answer?.body as UploadAnswer;
}

/** Hands a file in and waits until it is done. */
export async function post(
  client: Client,
  file: Buffer,
  fields: Readonly<Record<string, string>>,
  options: UploadOptions = {},
): Promise<UploadAnswer & { id: string }> {
  const answer = await upload(client, file, fields, options);
  if (answer.status !== 202) throw new Error(`${answer.status} ${JSON.stringify(answer.body)}`);
  const id: string = answer.body.upload;
  return { id, ...(await done(client, id)) };
}
