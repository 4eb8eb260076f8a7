import { spawnSync } from 'node:child_process';
import { join } from 'node:path';

const root = join(__dirname, '../../..');

it('the types of the client are those of the API’s document', () => {
  const { status, stderr } = spawnSync(
    process.execPath,
    [
      'node_modules/openapi-typescript/bin/cli.js',
      'apps/api/openapi.json',
      '--output',
      'apps/dashboard/src/api/schema.d.ts',
      '--check',
    ],
    { cwd: root, encoding: 'utf8' },
  );
  // To write them anew, run the same command without --check.
  expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
});
