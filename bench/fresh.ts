/**
 * How long after a post was answered `/changes` tells of it, while 64 centres post 20 lines each on
 * schedule, at half of what they can.
 *
 *   node dist/bench/fresh.js [--rounds 5] [--seconds 5]
 */
import { get } from 'node:http';
import { parseArgs } from 'node:util';
import { bench, median, quantile, rounded, spread } from './measure';
import { onSchedule } from './national/open-loop';
import { Caller, closeConnections } from './post/caller';
import { centresCount, makeInstallation } from './post/installation';
import { Rosters } from './post/rosters';
import { adminPassword, startSystem } from './post/running-system';

const p99MsBar = 250;
const linesPerPost = 20;
const settleMs = 2_000;

/** When each position of each centre's book was told, as server-sent events come in. */
class Watcher {
  private readonly toldAt = new Map<string, number>();
  private text = '';

  constructor(address: string, token: string) {
    const headers = { authorization: `Bearer ${token}` };
    get(new URL('/api/v1/changes', address), { headers }, (answer) => {
      answer.setEncoding('utf8');
      answer.on('data', (chunk: string) => this.take(chunk));
    }).on('error', () => undefined);
  }

  at(position: string): number | undefined {
    return this.toldAt.get(position);
  }

  private take(chunk: string): void {
    const now = performance.now();
    this.text += chunk;
    const end = this.text.lastIndexOf('\n');
    for (const line of this.text.slice(0, end).split('\n')) {
      const position = /^data:.*"position":"(\d+)"/.exec(line)?.[1];
      if (position !== undefined && !this.toldAt.has(position)) this.toldAt.set(position, now);
    }
    this.text = this.text.slice(end + 1);
  }
}

bench('fresh', async () => {
  const { values } = parseArgs({
    options: {
      rounds: { type: 'string', default: '5' },
      seconds: { type: 'string', default: '5' },
    },
  });
  const secondsOfRound = Number(values.seconds);
  const system = await startSystem();
  try {
    const anonymous = new Caller(system.address);
    const login = { username: 'admin', password: adminPassword };
    const { accessToken } = await anonymous.must<{ accessToken: string }>('auth/login', login);
    const { cities } = await makeInstallation(anonymous.as(accessToken), 0);
    const rosters = cities.map((city) => new Rosters(city));
    const watcher = new Watcher(system.address, accessToken);
    const answered: { position: string; at: number }[] = [];
    const post = async (index: number): Promise<void> => {
      const city = index % centresCount;
      const body = rosters[city].next(linesPerPost);
      if (body === undefined)
        throw new Error('the blanks are used up: ask for less time or rounds');
      const { status, text } = await cities[city].clerk.send('POST', rosters[city].path, body);
      if (status !== 201) throw new Error(`a post was answered ${status} ${text}`);
      const { position } = JSON.parse(text) as { position: string };
      answered.push({ position, at: performance.now() });
    };
    const fullRate = await closedLoop(post, secondsOfRound);
    const p99s: number[] = [];
    for (let round = 0; round <= Number(values.rounds); round++) {
      answered.length = 0;
      await onSchedule(fullRate / 2, secondsOfRound, post);
      await new Promise((resolve) => setTimeout(resolve, settleMs));
      const lateMs = answered.map(({ position, at }) => {
        const told = watcher.at(position);
        if (told === undefined) throw new Error(`nobody told of ${position}`);
        return Math.max(0, told - at);
      });
      // The first warms up and does not count.
      if (round > 0) p99s.push(quantile(lateMs, 0.99));
    }
    const p99Ms = median(p99s);
    const told = { p99Ms: rounded(p99Ms, 1), spread: spread(p99s, 1) };
    return { postsPerSecond: rounded(fullRate / 2), ...told, passes: p99Ms <= p99MsBar };
  } finally {
    closeConnections();
    await system.stop();
  }
});

/** Every centre posts the next as soon as the one before is answered: posts a second. */
async function closedLoop(post: (index: number) => Promise<void>, seconds: number) {
  const beganAt = performance.now();
  const endsAt = beganAt + seconds * 1000;
  let count = 0;
  const work = async (city: number) => {
    while (performance.now() < endsAt) {
      await post(city);
      count += 1;
    }
  };
  await Promise.all(Array.from({ length: centresCount }, (_, city) => work(city)));
  return (count / (performance.now() - beganAt)) * 1000;
}
