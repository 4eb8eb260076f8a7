/**
 * `npm run demo`: two years of Guizhou, posted through the API as the centres' own
 * software would. It knows the system by its address alone, and may be killed and repeated at any
 * moment: every post has a key of its own, so nothing is posted twice.
 */
import { run } from './run';

void run(process.argv.slice(2), process.stdout, process.stderr, process.env).then((exitCode) => {
  // Sockets kept open for a next request would keep the process.
  process.exit(exitCode);
});
