/** `npm test`: everything but the browser; `npm test -- <path or option>` goes on to jest. */
import './require-node.cjs';

const { prepare } = await import('./prepare.mjs');
const { runJest } = await import('./run-jest.mjs');

await prepare();
process.exit(runJest(['unit', 'int', 'e2e'], process.argv.slice(2)));
