import { run } from './commands.mjs';

/** Whether a command runs and ends well. */
export function isThere(command, ...args) {
  try {
    return run(command, args, { stdio: 'ignore' }).status === 0;
  } catch {
    return false;
  }
}

/**
 * Installs Debian's packages. Where that is not possible it says what is missing, and what else
 * would do, and ends this process.
 */
export function installDebian(packages, hint = '') {
  if (process.getuid?.() !== 0 || !isThere('apt-get', '--version')) {
    console.error(`These are needed and missing: ${packages.join(', ')}. ${hint}`);
    process.exit(1);
  }
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
  const options = { env, stdio: ['ignore', 'ignore', 'inherit'] };
  run('apt-get', ['update', '-qq'], options);
  run('apt-get', ['install', '-y', '-qq', '--no-install-recommends', ...packages], options);
}
