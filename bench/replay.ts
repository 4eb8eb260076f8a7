/**
 * How fast the auditor recomputes all custody from the events alone, against the client merely
 * reading the same events from the same node in the same round, and what memory it takes.
 *
 *   node dist/bench/replay.js [--certificates 250000,1000000] [--lines 20] [--rounds 5]
 */
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { replay } from '#audit';
import { startEventStore } from '#engines';
import { EventLog } from '#event-log';
import { bench, mebibytes, median, rounded, spread, timed } from './measure';
import { readMerely } from './national/mere-reading';
import { Nation } from './national/nation';
import { Pourer } from './national/pour';

const ratioBar = 0.8;
/** Certificates a second, by lines of a post. */
const rateBars: Readonly<Record<number, number>> = { 20: 200_000, 500: 1_000_000 };
const seed = 20_130_401;

/** The most that this process ever had resident. */
const residentBytesMax = (): number => process.resourceUsage().maxRSS * 1024;

bench('replay', async (folder) => {
  const { values } = parseArgs({
    options: {
      certificates: { type: 'string', default: '250000,1000000' },
      lines: { type: 'string', default: '20' },
      rounds: { type: 'string', default: '5' },
    },
  });
  const linesPerPost = Number(values.lines);
  const node = await startEventStore({ dir: join(folder, 'node'), insecure: true });
  const log = EventLog.connect(node.url);
  const settings = { seed, certificatesPerYear: 1_000_000, linesPerPost, hasPeople: false };
  const pourer = new Pourer(log, new Nation(settings));
  const results = [];
  for (const wanted of values.certificates.split(',').map(Number)) {
    const poured = await pourer.until(wanted);
    const rounds: { readMs: number; replayMs: number }[] = [];
    for (let round = 0; round <= Number(values.rounds); round++) {
      const readMs = await readMerely(node.url, poured.factCount, { holders: false });
      const findings: unknown[] = [];
      const report = (finding: unknown) => findings.push(finding);
      const [replayMs, replayed] = await timed(() =>
        replay(log.scan({ holders: false }), { report }),
      );
      const isRight = findings.length === 0 && replayed.conservation.holds;
      if (!isRight) throw new Error(`the replay found ${JSON.stringify(findings.slice(0, 3))}`);
      // The first warms up and does not count.
      if (round > 0) rounds.push({ readMs, replayMs });
    }
    results.push(resultOf(poured, linesPerPost, rounds));
  }
  await log.dispose();
  await node.stop();
  return { linesPerPost, results };
});

function resultOf(
  { factCount, certificateCount }: Pourer['poured'],
  linesPerPost: number,
  rounds: readonly { readMs: number; replayMs: number }[],
) {
  const ofReading = median(rounds.map(({ readMs, replayMs }) => readMs / replayMs));
  const rates = rounds.map(({ replayMs }) => (certificateCount / replayMs) * 1000);
  const rateBar = rateBars[linesPerPost];
  return {
    certificateCount,
    eventCount: factCount,
    certificatesPerSecond: rounded(median(rates)),
    spread: spread(rates),
    ofReading: rounded(ofReading, 2),
    residentMaxMb: mebibytes(residentBytesMax()),
    passes: ofReading >= ratioBar && (rateBar === undefined || median(rates) >= rateBar),
  };
}
