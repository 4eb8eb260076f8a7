import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describeApi } from '../src/application';

interface Operation {
  readonly operationId: string;
  readonly summary?: string;
  readonly responses: Readonly<
    Record<string, { readonly content?: Readonly<Record<string, object>> }>
  >;
}

const file = join(__dirname, '../openapi.json');

async function operations(): Promise<readonly Operation[]> {
  const { paths } = await describeApi();
  return Object.values(paths).flatMap((item) => Object.values(item) as Operation[]);
}

describe('the OpenAPI document', () => {
  it('is the one from which the dashboard makes its client; else run apps/api/src/openapi.ts', async () => {
    expect(JSON.parse(readFileSync(file, 'utf8'))).toEqual(
      JSON.parse(JSON.stringify(await describeApi())),
    );
  });

  it('names every operation once, with a summary', async () => {
    const all = await operations();
    expect(new Set(all.map(({ operationId }) => operationId)).size).toBe(all.length);
    expect(all.filter(({ summary }) => !summary)).toEqual([]);
  });

  it('describes every error as a problem document', async () => {
    const errors = (await operations()).flatMap(({ operationId, responses }) =>
      Object.entries(responses)
        .filter(([status]) => Number(status) >= 400)
        .map(([status, { content }]) => `${operationId} ${status} ${Object.keys(content ?? {})}`),
    );
    expect(errors.length).toBeGreaterThan(100);
    expect(errors.filter((text) => !text.endsWith(' application/problem+json'))).toEqual([]);
  });

  it('refers to nothing that it does not define', async () => {
    const document = await describeApi();
    const text = JSON.stringify(document);
    const names = [...text.matchAll(/"#\/components\/schemas\/([^"]*)"/g)].map(([, name]) => name);
    const defined = Object.keys(document.components?.schemas ?? {});
    expect(names.filter((name) => !defined.includes(name))).toEqual([]);
  });
});
