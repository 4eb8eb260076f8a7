/** `npm run build`: installs and builds what is missing or outdated. */
import './require-node.cjs';

const { prepare } = await import('./prepare.mjs');

await prepare();
