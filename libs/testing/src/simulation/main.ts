/**
 * `npm run simulate -- --seeds N [--seed S] [--workers W] [--no-shrink]`: as many worlds as one
 * likes, with progress; the smallest story of the first one that fails.
 */
import { availableParallelism } from 'node:os';
import { parseArgs } from 'node:util';
import { isMainThread, parentPort, Worker, workerData } from 'node:worker_threads';
import { formatTable, Progress } from '#terminal';
import { type Covered, cover, firstSeed, nothingCovered } from './seeds';
import { shrink } from './shrink';
import { simulate } from './simulation';
import { tell } from './telling';

const seedsByDefault = 500;
const workersMax = 64;

interface Task {
  readonly first: number;
  readonly count: number;
  /** From one seed of this worker to its next. */
  readonly stride: number;
  readonly shrinks: boolean;
}

type Message =
  | { readonly type: 'seed' }
  | { readonly type: 'failed'; readonly story: string }
  | { readonly type: 'done'; readonly covered: Covered };

async function work({ first, count, stride, shrinks }: Task): Promise<void> {
  const say = (message: Message) => parentPort?.postMessage(message);
  const covered = nothingCovered();
  for (let index = 0; index < count; index++) {
    const run = await simulate(first + index * stride);
    if (run.wrong.length > 0) {
      const small = shrinks ? await shrink(run) : { run, runCount: 0 };
      return say({ type: 'failed', story: tell(run, small) });
    }
    cover(covered, run);
    say({ type: 'seed' });
  }
  say({ type: 'done', covered });
}

function wholeNumber(text: string | undefined, otherwise: number): number {
  if (text === undefined) return otherwise;
  if (/^[0-9]{1,15}$/.test(text)) return Number(text);
  throw new Error(`a whole number is wanted, not ${text}`);
}

async function main(): Promise<number> {
  const { values } = parseArgs({
    options: {
      seeds: { type: 'string' },
      seed: { type: 'string' },
      workers: { type: 'string' },
      'no-shrink': { type: 'boolean' },
    },
  });
  const count = wholeNumber(values.seeds, seedsByDefault);
  const first = wholeNumber(values.seed, firstSeed());
  const wanted = wholeNumber(values.workers, availableParallelism());
  const stride = Math.max(1, Math.min(wanted, workersMax, count));
  process.stderr.write(`${count} worlds from seed ${first} on, ${stride} at a time\n`);
  const progress = new Progress(process.stderr, { title: 'Simulating', unit: 'worlds' });
  progress.begin(count);
  const covered = nothingCovered();
  const workers: Worker[] = [];
  const ran = Array.from({ length: stride }, (_, index) => {
    const own = Math.ceil((count - index) / stride);
    const task: Task = { first: first + index, count: own, stride, shrinks: !values['no-shrink'] };
    return runWorker(task, workers, () => progress.step(), covered);
  });
  // The first to fail ends them all; without a failure all come to their end.
  const story = await firstStory(ran);
  progress.end();
  await Promise.all(workers.map((worker) => worker.terminate()));
  if (story !== undefined) {
    process.stdout.write(`${story}\n`);
    return 1;
  }
  process.stdout.write(summary(covered, count));
  return 0;
}

/** Resolves with the story of a failure, or undefined at the end. */
function runWorker(
  task: Task,
  workers: Worker[],
  onSeed: () => void,
  covered: Covered,
): Promise<string | undefined> {
  return new Promise((resolve, reject) => {
    const worker = new Worker(__filename, { workerData: task });
    workers.push(worker);
    worker.on('error', reject);
    worker.on('message', (message: Message) => {
      if (message.type === 'seed') onSeed();
      else if (message.type === 'failed') resolve(message.story);
      else {
        cover(covered, message.covered);
        resolve(undefined);
      }
    });
  });
}

async function firstStory(
  ran: readonly Promise<string | undefined>[],
): Promise<string | undefined> {
  const failing = ran.map(async (one) => {
    const story = await one;
    if (story === undefined) throw new Error('nothing failed');
    return story;
  });
  const ended = Promise.all(ran);
  return Promise.any(failing).catch(() => ended.then(() => undefined));
}

function summary({ asked, accepted, faults }: Covered, count: number): string {
  const rows = [...asked].sort().map(([kind, times]) => [kind, accepted.get(kind) ?? 0, times]);
  const table = formatTable(['order', 'accepted', 'asked'], rows).join('\n');
  const befell = [...faults].map(([what, times]) => `${what} ${times}`).join(', ');
  return `${table}\n${befell}\n${count} worlds, every rule kept in all of them.\n`;
}

if (isMainThread) {
  main().then(
    (code) => {
      process.exitCode = code;
    },
    (fault: unknown) => {
      process.stderr.write(`${fault instanceof Error ? fault.message : fault}\n`);
      process.exitCode = 2;
    },
  );
} else void work(workerData as Task);
