/** Behaves as our programs must; the variable FAKES says who misbehaves and how. */
const { appendFileSync } = require('node:fs');
const { join } = require('node:path');

const LIFE_MS_MAX = 120_000;
/** Later than it says that it is ready. */
const COMPLAINS_AFTER_MS = 1_000;

module.exports = (role) => {
  const does = (what) => (process.env.FAKES ?? '').split(',').includes(`${role}-${what}`);
  const journal = (what) => {
    appendFileSync(join(process.env.LIUSHUI_DATA, 'journal'), `${role} ${what}\n`);
  };

  if (does('complains')) {
    console.error('a warning of some module');
    console.error(`Mend the key file of the ${role}.`);
    console.log('{"level":30,"msg":"a line of the log"}');
    process.exit(78);
  }
  if (does('dies')) {
    console.error(`${role} has nothing to live on`);
    process.exit(3);
  }
  if (!does('clings')) {
    process.stdin.on('end', () => process.exit(0)).resume();
  }
  process.on('SIGTERM', () => {
    journal('asked to stop');
    if (!does('clings')) process.exit(0);
  });
  // Even one that clings to life ends some time, should a spec leave it behind.
  setTimeout(() => process.exit(9), LIFE_MS_MAX).unref();
  if (does('complains-later')) {
    setTimeout(() => {
      console.error(`Mend the key file of the ${role}.`);
      process.exit(78);
    }, COMPLAINS_AFTER_MS);
  }
  journal('started');
  return { ready: () => process.send({ type: 'ready' }) };
};
