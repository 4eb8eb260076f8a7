/** A supervisor whose API and projector are fakes: what the supervisor does is all that is real. */
import { join } from 'node:path';
import { supervise } from '../src/supervise';

const fake = (role: string) => join(__dirname, `fake-${role}.cjs`);

const stopAsked = new Promise<string>((resolve) => {
  process.on('SIGTERM', () => resolve('SIGTERM'));
});

void supervise({
  env: process.env,
  output: process.stdout,
  parts: {
    apiFile: fake('api'),
    projectorFile: fake('projector'),
    restartRule: { restartsMax: 2, windowMs: 600_000, firstDelayMs: 10, delayMsMax: 20 },
  },
  stopAsked,
  onReady: (news) => process.send?.(news),
}).then((exitCode) => process.exit(exitCode));
