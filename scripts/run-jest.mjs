import { run } from './commands.mjs';

/** Runs jest on these kinds of specs, unless the arguments name others; answers its exit code. */
export function runJest(kinds, args, env = process.env) {
  const hasOwnKinds = args.some((arg) => arg.startsWith('--selectProjects'));
  // Last, because this option takes every word that follows it.
  const projects = hasOwnKinds ? [] : ['--selectProjects', ...kinds];
  const { status } = run(
    process.execPath,
    ['node_modules/jest/bin/jest.js', ...args, ...projects],
    {
      env,
    },
  );
  return status;
}
