/**
 * How long the nation's stock by centre and level takes on a random past date, by either clock in
 * turn, one question after the other over HTTP.
 *
 *   node dist/bench/as-of.js [--certificates 15500000] [--lines 500] [--questions 300] [--data FOLDER]
 */
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { addDays } from '#domain';
import { bench, median, quantile, rounded } from './measure';
import { chanceOf, nationalYearCertificates } from './national/country';
import { fillSystem, startFilled } from './national/filled-system';
import { closeConnections } from './post/caller';

const p99MsBar = 150;
const firstDay = '2013-01-05';
const roundCount = 5;

bench('as-of', async (folder) => {
  const { values } = parseArgs({
    options: {
      certificates: { type: 'string', default: '15500000' },
      lines: { type: 'string', default: '500' },
      questions: { type: 'string', default: '300' },
      data: { type: 'string', default: folder },
    },
  });
  const certificates = Number(values.certificates);
  const linesPerPost = Number(values.lines);
  const certificatesPerYear = Math.min(certificates, nationalYearCertificates);
  const data = join(values.data, `${certificates}-${linesPerPost}`);
  const poured = await fillSystem(data, { certificates, certificatesPerYear, linesPerPost });
  const dayCount = Math.ceil(certificates / certificatesPerYear) * 360;
  const { system, auditor } = await startFilled(data, poured);
  const p99s: number[] = [];
  const medians: number[] = [];
  try {
    const chance = chanceOf(certificates);
    for (let round = 0; round <= roundCount; round++) {
      const took: number[] = [];
      for (let question = 0; question < Number(values.questions) / roundCount; question++) {
        const asOf = addDays(firstDay, Math.floor(chance() * dayCount));
        const { status, text, tookMs } = await auditor.send('GET', `stock?asOf=${asOf}`);
        if (status !== 200) throw new Error(`stock of ${asOf} was answered ${status} ${text}`);
        took.push(tookMs);
      }
      // The first warms up and does not count.
      if (round === 0) continue;
      p99s.push(quantile(took, 0.99));
      medians.push(median(took));
    }
  } finally {
    await system.stop();
    closeConnections();
  }
  const p99Ms = median(p99s);
  return {
    certificateCount: poured.certificateCount,
    eventCount: poured.factCount,
    medianMs: rounded(median(medians), 1),
    p99Ms: rounded(p99Ms, 1),
    spread: p99s.map((value) => rounded(value, 1)),
    passes: p99Ms <= p99MsBar,
  };
});
