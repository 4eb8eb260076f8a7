/** `npm run check`: format and lint, who imports whom, and the types of everything. */
import './require-node.cjs';

const { existsSync } = await import('node:fs');
const { join } = await import('node:path');
const { run } = await import('./commands.mjs');
const { prepare } = await import('./prepare.mjs');
const { root } = await import('./project.mjs');

const DASHBOARD = 'apps/dashboard/tsconfig.json';
const EVIDENCE_PAGE = 'apps/evidence-page/tsconfig.json';
const WITNESS_WORKER = 'apps/witness-worker/tsconfig.json';
const TSC = 'node_modules/typescript/bin/tsc';

const steps = [
  ['format and lint', ['node_modules/@biomejs/biome/bin/biome', 'check', '--max-diagnostics=50']],
  ['imports', ['scripts/check-imports.mjs']],
  ['types', [TSC, '-p', 'tsconfig.json', '--noEmit', '--incremental', 'false']],
  ...(existsSync(join(root, DASHBOARD))
    ? [['types of the pages', [TSC, '-p', DASHBOARD, '--noEmit', '--incremental', 'false']]]
    : []),
  ['types of the page for evidence', [TSC, '-p', EVIDENCE_PAGE, '--noEmit']],
  ['types of the script of the witness', [TSC, '-p', WITNESS_WORKER, '--noEmit']],
];

await prepare({ installOnly: true });
const failed = steps.filter(([name, args]) => {
  const startedAtMs = performance.now();
  const { status } = run(process.execPath, args);
  const took = `${((performance.now() - startedAtMs) / 1000).toFixed(1)} s`;
  console.log(`${status === 0 ? 'ok    ' : 'FAILED'} ${name} (${took})`);
  return status !== 0;
});
if (failed.length > 0) {
  console.error(`Not in order: ${failed.map(([name]) => name).join(', ')}.`);
  process.exit(1);
}
console.log('All checks passed.');
