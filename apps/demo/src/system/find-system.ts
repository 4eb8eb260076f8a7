/** The system to load into: one that runs, or one that is started for the purpose. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { startOwnSystem } from './own-system';

type Environment = Readonly<Record<string, string | undefined>>;

export interface FoundSystem {
  readonly address: string;
  /** Whether the demo started it, and so ends it. */
  readonly isOwn: boolean;
  /** Whether it runs on the data folder: an auditor's program finds its engines there. */
  readonly isHere: boolean;
  stop(): Promise<void>;
}

const liveAnswerMsMax = 5_000;
/** Somebody else may just be starting the system on this folder. */
const othersStartMsMax = 60_000;
const lookPauseMs = 500;

/**
 * LIUSHUI_URL, else the system that runs on the data folder, else one of the demo's own there.
 * `onStarting` is told before a system is started.
 */
export async function findSystem(
  dataDir: string,
  env: Environment,
  onStarting: () => void,
): Promise<FoundSystem> {
  const here = await runningOn(dataDir);
  const running = env.LIUSHUI_URL?.replace(/\/+$/, '') || here;
  if (running) return ofOthers(running, running === here);
  onStarting();
  const started = await startOwnSystem(dataDir, env);
  if (started.ok) {
    return { address: started.address, isOwn: true, isHere: true, stop: started.stop };
  }
  const others = await waitForOthers(dataDir);
  if (!others) throw started.fault;
  return ofOthers(others, true);
}

const ofOthers = (address: string, isHere: boolean): FoundSystem => ({
  address,
  isOwn: false,
  isHere,
  stop: async () => undefined,
});

async function waitForOthers(dataDir: string): Promise<string | undefined> {
  const endsAtMs = performance.now() + othersStartMsMax;
  while (performance.now() < endsAtMs && isLocked(dataDir)) {
    const address = await runningOn(dataDir);
    if (address) return address;
    await pause(lookPauseMs);
  }
  return undefined;
}

async function runningOn(dataDir: string): Promise<string | undefined> {
  const address = publishedAddress(dataDir);
  if (!address) return undefined;
  try {
    const signal = AbortSignal.timeout(liveAnswerMsMax);
    const answer = await fetch(`${address}/health/live`, { signal });
    await answer.arrayBuffer();
    return answer.ok ? address : undefined;
  } catch {
    return undefined;
  }
}

/** Undefined as well for what a killed system left behind. */
function publishedAddress(dataDir: string): string | undefined {
  try {
    const text = readFileSync(join(dataDir, 'run', 'system.json'), 'utf8');
    const { address, pids } = JSON.parse(text);
    process.kill(pids.supervisor, 0);
    return typeof address === 'string' ? address : undefined;
  } catch {
    return undefined;
  }
}

/** Whether a supervisor holds the folder; the file names its process. */
function isLocked(dataDir: string): boolean {
  try {
    readFileSync(join(dataDir, 'run', 'supervisor.lock'));
    return true;
  } catch {
    return false;
  }
}
