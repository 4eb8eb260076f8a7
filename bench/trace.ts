/**
 * How long `GET /serials/{serial}` takes over a year and over a decade of a nation's movements, 200
 * requests a second on schedule, beside `GET /health/live` under the same load in the same round;
 * of a system that has been asked for half a minute.
 *
 *   node dist/bench/trace.js [--certificates 15500000,155000000] [--lines 500] [--rounds 5]
 *                            [--seconds 5] [--data FOLDER]
 *
 * With --data what was filled is kept below that folder and used again.
 */
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { bench, median, quantile, rounded, spread } from './measure';
import { chanceOf, nationalYearCertificates, serialOf } from './national/country';
import { fillSystem, startFilled } from './national/filled-system';
import { onSchedule } from './national/open-loop';
import { type Caller, closeConnections } from './post/caller';

const requestsPerSecond = 200;
const p99MsBar = 6;
const growthBar = 1.5;
/** Until what is asked often was compiled. */
const warmUpSeconds = 30;

/** Serials of the two commonest levels: about two in five of all are of each. */
function serialsUpTo(certificateCount: number): () => string {
  const chance = chanceOf(certificateCount);
  return () => {
    const ordinal = 1 + Math.floor(chance() * certificateCount * 0.35);
    return serialOf(chance() < 0.5 ? 5 : 4, ordinal);
  };
}

async function rounds(auditor: Caller, draw: () => string, count: number, seconds: number) {
  const ask = async (path: string) => {
    const { status, text } = await auditor.send('GET', path);
    if (status !== 200) throw new Error(`${path} was answered ${status} ${text}`);
  };
  const trace = () => ask(`serials/${draw()}`);
  await onSchedule(requestsPerSecond, warmUpSeconds, trace);
  const measured: { traceMs: number; liveMs: number }[] = [];
  for (let round = 0; round < count; round++) {
    const traced = await onSchedule(requestsPerSecond, seconds, trace);
    const lived = await onSchedule(requestsPerSecond, seconds, () => ask('../../health/live'));
    measured.push({ traceMs: quantile(traced, 0.99), liveMs: quantile(lived, 0.99) });
  }
  return measured;
}

bench('trace', async (folder) => {
  const { values } = parseArgs({
    options: {
      certificates: { type: 'string', default: '15500000,155000000' },
      lines: { type: 'string', default: '500' },
      rounds: { type: 'string', default: '5' },
      seconds: { type: 'string', default: '5' },
      data: { type: 'string', default: folder },
    },
  });
  const linesPerPost = Number(values.lines);
  const results = [];
  for (const certificates of values.certificates.split(',').map(Number)) {
    const certificatesPerYear = Math.min(certificates, nationalYearCertificates);
    const data = join(values.data, `${certificates}-${linesPerPost}`);
    const poured = await fillSystem(data, { certificates, certificatesPerYear, linesPerPost });
    const { system, auditor } = await startFilled(data, poured);
    try {
      const draw = serialsUpTo(poured.certificateCount);
      const measured = await rounds(auditor, draw, Number(values.rounds), Number(values.seconds));
      const p99s = measured.map(({ traceMs }) => traceMs);
      const p99Ms = median(p99s);
      results.push({
        certificateCount: poured.certificateCount,
        eventCount: poured.factCount,
        p99Ms: rounded(p99Ms, 1),
        spread: spread(p99s, 1),
        liveP99Ms: rounded(median(measured.map(({ liveMs }) => liveMs)), 1),
        passes: p99Ms <= p99MsBar,
      });
    } finally {
      await system.stop();
    }
  }
  closeConnections();
  const [first, last] = [results[0], results[results.length - 1]];
  const growth = rounded(last.p99Ms / first.p99Ms, 2);
  const passes = results.every((result) => result.passes) && growth <= growthBar;
  return { linesPerPost, requestsPerSecond, results, growth, passes };
});
