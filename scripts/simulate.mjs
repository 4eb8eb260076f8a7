/** `npm run simulate -- --seeds N [--seed S]`: whole installations by chance, straight from the sources. */
import './require-node.cjs';

const { run } = await import('./commands.mjs');
const { prepare } = await import('./prepare.mjs');

await prepare({ installOnly: true });
const { status } = run(process.execPath, [
  '--conditions=source',
  '--require',
  './libs/testing/src/run-typescript.cjs',
  'libs/testing/src/simulation/main.ts',
  ...process.argv.slice(2),
]);
process.exit(status);
