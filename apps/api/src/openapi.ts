/** Writes the OpenAPI document into a file, without any engine: the dashboard's client is made from it. */
import 'reflect-metadata';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describeApi } from './application';

async function main(): Promise<void> {
  const file = process.argv[2] ?? join(process.cwd(), 'apps/api/openapi.json');
  writeFileSync(file, `${JSON.stringify(await describeApi(), null, 2)}\n`);
}

main().catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? error.stack : String(error)}\n`);
  process.exitCode = 1;
});
