/**
 * How fast `liushui verify` recomputes the whole transparency log, its heads and the roots of the
 * serial map, as a program of its own beside a running system; against the client merely reading
 * the same events from the same node in the same round.
 *
 *   node dist/bench/verify.js [--certificates 4000000] [--lines 20] [--rounds 5] [--data FOLDER]
 */
import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { parseArgs, promisify } from 'node:util';
import { bench, median, rounded, spread, timed } from './measure';
import { nationalYearCertificates } from './national/country';
import { fillSystem, startFilled } from './national/filled-system';
import { readMerely } from './national/mere-reading';
import { closeConnections } from './post/caller';

const ratioBar = 0.5;
/** As auditors start it, looking whether it is built included. */
const program = join(__dirname, '../../bin/liushui.mjs');
const outputBytesMax = 16 * 1024 * 1024;

interface Verified {
  readonly leafCount: number;
  readonly rootCount: number;
  readonly headCount: number;
}

/** Rejects when it finds anything. */
async function verify(data: string): Promise<Verified> {
  const env = { ...process.env, LIUSHUI_DATA: data };
  const { stdout } = await promisify(execFile)(program, ['verify', '--json'], {
    env,
    maxBuffer: outputBytesMax,
  });
  return JSON.parse(stdout) as Verified;
}

bench('verify', async (folder) => {
  const { values } = parseArgs({
    options: {
      certificates: { type: 'string', default: '4000000' },
      lines: { type: 'string', default: '20' },
      rounds: { type: 'string', default: '5' },
      data: { type: 'string', default: folder },
    },
  });
  const certificates = Number(values.certificates);
  const linesPerPost = Number(values.lines);
  const certificatesPerYear = Math.min(certificates, nationalYearCertificates);
  const data = join(values.data, `${certificates}-${linesPerPost}`);
  const poured = await fillSystem(data, { certificates, certificatesPerYear, linesPerPost });
  const { system } = await startFilled(data, poured);
  const rounds: { readMs: number; verifyMs: number }[] = [];
  let last: Verified | undefined;
  try {
    for (let round = 0; round <= Number(values.rounds); round++) {
      const readMs = await readMerely(system.eventStoreUrl, poured.eventCount, { holders: true });
      const [verifyMs, verified] = await timed(() => verify(data));
      last = verified;
      // The first warms up and does not count.
      if (round > 0) rounds.push({ readMs, verifyMs });
    }
  } finally {
    closeConnections();
    await system.stop();
  }
  const ofReading = median(rounds.map(({ readMs, verifyMs }) => readMs / verifyMs));
  const rates = rounds.map(({ verifyMs }) => (poured.eventCount / verifyMs) * 1000);
  return {
    certificateCount: poured.certificateCount,
    leafCount: last?.leafCount,
    headCount: last?.headCount,
    rootCount: last?.rootCount,
    eventsPerSecond: rounded(median(rates)),
    spread: spread(rates),
    ofReading: rounded(ofReading, 2),
    passes: ofReading >= ratioBar,
  };
});
