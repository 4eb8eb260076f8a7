/** `npm start`: installs and builds what is missing, then runs everything under the supervisor. */
import './require-node.cjs';

const { prepare } = await import('./prepare.mjs');
const { runProgram } = await import('./run-program.mjs');

await prepare();
runProgram('apps/supervisor/src/main.js');
