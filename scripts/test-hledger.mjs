/** Our books in a bookkeeping program that is not ours: Debian's hledger, installed when missing. */
import './require-node.cjs';

const { installDebian, isThere } = await import('./debian.mjs');
const { prepare } = await import('./prepare.mjs');
const { runJest } = await import('./run-jest.mjs');

await prepare();
if (!isThere('hledger', '--version')) installDebian(['hledger']);
process.exit(runJest(['hledger'], process.argv.slice(2)));
