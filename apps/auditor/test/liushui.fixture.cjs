/** The command line in a process of its own, to be killed: arguments and environment as given. */
require('reflect-metadata');
const { run } = require('../src/run.ts');

const nowhere = { write: () => true };
run(process.argv.slice(2), nowhere, process.stderr, process.env).then((exitCode) => {
  process.exitCode = exitCode;
  process.disconnect();
});
process.send('started');
