/** `npm run demo`: loads two years of Guizhou into a running or fresh system. */
import './require-node.cjs';

const { prepare } = await import('./prepare.mjs');
const { runProgram } = await import('./run-program.mjs');

await prepare();
runProgram('apps/demo/src/main.js');
