/**
 * `npm run test:store`: everything that speaks to an event store, on the one that EVENTSTORE_URL
 * names: the contract, the adapter, and the whole product. The store may hold anything already, and
 * keeps what the specs append, each file's under a prefix of its own.
 *
 *   EVENTSTORE_URL='esdb://admin:…@node1:2113,node2:2113,node3:2113?tls=true&tlsCAFile=…' \
 *     npm run test:store -- [--soak SECONDS] [paths and options of jest]
 *
 * `--soak` posts for that long at two processes and checks the end: lose leaders meanwhile.
 */
import './require-node.cjs';

const { prepare } = await import('./prepare.mjs');
const { runJest } = await import('./run-jest.mjs');

const SOAK = 'apps/api/test/soak.e2e.spec.ts';
const SPECS = [
  'eventstore/contract.int.spec.ts',
  'eventstore/recorded-answers.int.spec.ts',
  'libs/event-log/src/event-log.int.spec.ts',
  'libs/read-model/src/whole-path.int.spec.ts',
  'apps/projector/test',
  'apps/auditor/src/auditor.int.spec.ts',
  'apps/api/test',
];

function fail(sentence) {
  console.error(sentence);
  process.exit(2);
}

const args = process.argv.slice(2);
const soakAt = args.indexOf('--soak');
const env = { ...process.env };
if (soakAt >= 0) {
  const [, seconds] = args.splice(soakAt, 2);
  if (!/^[1-9]\d{0,4}$/.test(seconds ?? '')) fail('--soak wants a number of seconds.');
  env.LIUSHUI_SOAK_SECONDS = seconds;
}
if (!env.EVENTSTORE_URL) {
  fail('Name the store in EVENTSTORE_URL: esdb://USER:PASSWORD@HOST:PORT,...?tls=true&tlsCAFile=…');
}
await prepare();
const hasOwnPaths = args.some((arg) => !arg.startsWith('-'));
const paths = hasOwnPaths ? [] : soakAt >= 0 ? [SOAK] : SPECS;
process.exit(runJest(['int', 'e2e'], [...paths, ...args], env));
