/** `npm run bench -- <name>`: one benchmark, which prints one JSON line. */
import './require-node.cjs';

const { prepare } = await import('./prepare.mjs');
const { runProgram } = await import('./run-program.mjs');
const { existsSync, readdirSync } = await import('node:fs');
const { join } = await import('node:path');
const { root } = await import('./project.mjs');

const [name, ...args] = process.argv.slice(2);

await prepare({ quiet: true });
if (!name || !/^[a-z-]+$/.test(name) || !existsSync(join(root, 'dist/bench', `${name}.js`))) {
  console.error(`Which benchmark? npm run bench -- <name>, one of: ${names().join(', ')}`);
  process.exit(2);
}
runProgram(`bench/${name}.js`, args);

function names() {
  const folder = join(root, 'bench');
  if (!existsSync(folder)) return [];
  return readdirSync(folder)
    .filter((file) => /^[a-z-]+\.ts$/.test(file))
    .map((file) => file.replace('.ts', ''));
}
