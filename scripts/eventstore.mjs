/** `npm run eventstore -- --dir DIR --port PORT`: the embedded event store node alone. */
import './require-node.cjs';

const { prepare } = await import('./prepare.mjs');
const { runProgram } = await import('./run-program.mjs');

await prepare({ quiet: true });
runProgram('eventstore/main.js');
