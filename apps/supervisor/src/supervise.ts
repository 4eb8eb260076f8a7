import { RunFolder } from './run-folder';
import { type Output, Screen } from './screen';
import { readSettings } from './settings';
import { type Parts, type ReadyNews, System } from './system';

export interface Surroundings {
  readonly env: NodeJS.ProcessEnv;
  readonly output: Output;
  readonly parts: Parts;
  /** Settles when the system shall stop: a signal, or the end of whoever started us. */
  readonly stopAsked: Promise<string>;
  readonly onReady?: (news: ReadyNews) => void;
}

/** Runs one Liushui until it is told to stop or cannot go on; answers the exit code. */
export async function supervise(surroundings: Surroundings): Promise<0 | 1> {
  const { env, output, parts, stopAsked, onReady } = surroundings;
  const screen = new Screen(output);
  const read = readSettings(env);
  if (!read.ok) {
    screen.say(read.problem);
    return 1;
  }
  const { dataDir } = read.settings;
  const opened = RunFolder.open(dataDir);
  if (!opened.ok) {
    screen.say(
      `Liushui already runs on ${dataDir} (process ${opened.holderPid}). Stop it first, or give ` +
        'this one a folder of its own with LIUSHUI_DATA.\n该数据目录上已有一个流水系统在运行。',
    );
    return 1;
  }
  let giveUp = () => {};
  const givenUp = new Promise<Cause>((resolve) => {
    giveUp = () => resolve({ kind: 'given-up' });
  });
  const system = new System(read.settings, parts, opened.runFolder, screen, giveUp);
  const failed = system.start().then(
    (news) => {
      onReady?.(news);
      return givenUp;
    },
    (error: unknown): Cause => ({ kind: 'failed', error }),
  );
  const asked = stopAsked.then((by): Cause => ({ kind: 'asked', by }));
  // A program that is given up was described when it happened; that comes before what it caused.
  const cause = await Promise.race([asked, givenUp, failed]);
  announce(cause, screen);
  await system.stop();
  screen.say('Stopped · 已停止');
  return cause.kind === 'asked' ? 0 : 1;
}

/** Why a system ends. */
type Cause =
  | { readonly kind: 'asked'; readonly by: string }
  | { readonly kind: 'given-up' }
  | { readonly kind: 'failed'; readonly error: unknown };

function announce(cause: Cause, screen: Screen): void {
  switch (cause.kind) {
    case 'asked':
      screen.say(`Stopping · 正在停止 (${cause.by})`);
      break;
    case 'failed':
      screen.say(messageOf(cause.error));
      break;
    case 'given-up':
      break;
    default:
      cause satisfies never;
  }
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
