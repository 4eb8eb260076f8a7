/**
 * What each process has resident after posts of 20 and of 500 lines to every one of 403 cities of a
 * nation, whose books the API then has in its memory.
 *
 *   node dist/bench/memory.js [--seconds 20]
 */
import { readdirSync, readFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { bench, mebibytes } from './measure';
import { Caller, closeConnections } from './post/caller';
import { makeInstallation } from './post/installation';
import { Rosters } from './post/rosters';
import { adminPassword, startSystem } from './post/running-system';

const citiesCount = 402;
const barsMb = { api: 600, 'event-store': 250, projector: 400 } as const;
type Program = keyof typeof barsMb;
const programs: Readonly<Record<Program, RegExp>> = {
  api: /apps\/api\/src\/main/,
  'event-store': /eventstore\/main/,
  projector: /apps\/projector\/src\/main/,
};
const callersCount = 32;

const statusOf = (pid: string): string => {
  try {
    return readFileSync(`/proc/${pid}/status`, 'utf8');
  } catch {
    // It has ended meanwhile.
    return '';
  }
};

/** Resident memory of the children of a process, by what they run. */
function residentMb(parent: number): Partial<Record<Program, number>> {
  const found: Partial<Record<Program, number>> = {};
  for (const pid of readdirSync('/proc').filter((name) => /^\d+$/.test(name))) {
    const status = statusOf(pid);
    if (Number(/^PPid:\s+(\d+)/m.exec(status)?.[1]) !== parent) continue;
    const command = readFileSync(`/proc/${pid}/cmdline`, 'utf8').replaceAll('\0', ' ');
    for (const [program, pattern] of Object.entries(programs)) {
      if (!pattern.test(command)) continue;
      const kibibytes = Number(/^VmRSS:\s+(\d+)/m.exec(status)?.[1]);
      found[program as Program] = mebibytes(kibibytes * 1024);
    }
  }
  return found;
}

bench('memory', async () => {
  const { values } = parseArgs({ options: { seconds: { type: 'string', default: '20' } } });
  const system = await startSystem();
  try {
    const before = residentMb(system.pid);
    const anonymous = new Caller(system.address);
    const login = { username: 'admin', password: adminPassword };
    const { accessToken } = await anonymous.must<{ accessToken: string }>('auth/login', login);
    const { cities } = await makeInstallation(anonymous.as(accessToken), 0, citiesCount);
    const rosters = cities.map((city) => new Rosters(city));
    const endsAt = performance.now() + Number(values.seconds) * 1000;
    let [next, postCount] = [0, 0];
    const work = async () => {
      // Every book at least once, and then for as long as was asked.
      while (next < 2 * cities.length || performance.now() < endsAt) {
        const city = next++ % cities.length;
        const body = rosters[city].next(postCount++ % 10 === 0 ? 500 : 20);
        if (body === undefined) return;
        const { status, text } = await cities[city].clerk.send('POST', rosters[city].path, body);
        if (status !== 201) throw new Error(`a post was answered ${status} ${text}`);
      }
    };
    await Promise.all(Array.from({ length: callersCount }, work));
    const after = residentMb(system.pid);
    const passes = Object.entries(barsMb).every(
      ([program, barMb]) => (after[program as Program] ?? Number.NaN) <= barMb,
    );
    return {
      bookCount: cities.length,
      postCount,
      beforeMb: before,
      afterMb: after,
      barsMb,
      passes,
    };
  } finally {
    closeConnections();
    await system.stop();
  }
});
