/**
 * How long `npm start` takes to be ready once everything is installed and built: with nothing there
 * yet, and with a national quarter behind it; beside making and starting a bare Postgres.
 *
 *   node dist/bench/start.js [--certificates 4000000] [--lines 500] [--rounds 5] [--data FOLDER]
 */
import { mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { startPostgres } from '#engines';
import { bench, median, rounded, spread, timed } from './measure';
import { fillSystem, startFilled } from './national/filled-system';
import { closeConnections } from './post/caller';
import { startSystem } from './post/running-system';

const emptySecondsBar = 5;
const filledSecondsBar = 8;
/** A quarter is the first of its year, which has 0.17 of it, less what is given as vouchers. */
const firstQuarterShare = 0.168;

const seconds = (valuesMs: readonly number[]) => ({
  seconds: rounded(median(valuesMs) / 1000, 2),
  spread: spread(
    valuesMs.map((value) => value / 1000),
    2,
  ),
});

/** From nothing to a server that answers, and gone again. */
async function barePostgres(dir: string): Promise<number> {
  const [tookMs, server] = await timed(() => startPostgres({ dir }));
  await server.stop();
  rmSync(dir, { recursive: true, force: true });
  return tookMs;
}

async function started(folder: string): Promise<number> {
  const [tookMs, system] = await timed(() => startSystem(folder));
  await system.stop();
  return tookMs;
}

bench('start', async (folder) => {
  const { values } = parseArgs({
    options: {
      certificates: { type: 'string', default: '4000000' },
      lines: { type: 'string', default: '500' },
      rounds: { type: 'string', default: '5' },
      data: { type: 'string', default: folder },
    },
  });
  const certificates = Number(values.certificates);
  const linesPerPost = Number(values.lines);
  const certificatesPerYear = certificates / firstQuarterShare;
  const data = join(values.data, `quarter-${certificates}-${linesPerPost}`);
  const poured = await fillSystem(data, { certificates, certificatesPerYear, linesPerPost });
  // What is done once, after books were moved, is no part of a start.
  await (await startFilled(data, poured)).system.stop();
  const took = { empty: [] as number[], filled: [] as number[], postgres: [] as number[] };
  for (let round = 0; round < Number(values.rounds); round++) {
    const fresh = join(folder, `empty-${round}`);
    mkdirSync(fresh, { mode: 0o711 });
    took.postgres.push(await barePostgres(join(folder, 'bare')));
    took.empty.push(await started(fresh));
    rmSync(fresh, { recursive: true, force: true });
    took.filled.push(await started(data));
  }
  closeConnections();
  const [empty, filled] = [seconds(took.empty), seconds(took.filled)];
  return {
    certificateCount: poured.certificateCount,
    empty: { ...empty, passes: empty.seconds <= emptySecondsBar },
    filled: { ...filled, passes: filled.seconds <= filledSecondsBar },
    barePostgres: seconds(took.postgres),
  };
});
