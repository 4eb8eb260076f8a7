/** `liushui rebuild`: all views anew from the log, while the old ones go on answering. */
import type { EventLog } from '#event-log';
import { Identity } from '#identity';
import { type RebuildPhase, type RebuildResult, rebuild } from '#read-model';
import { type Phrase, Progress, spoken } from '#terminal';
import { type ExitCode, exitCodes } from './exit-codes';
import { dataFolder, findSystem } from './find-system';
import { bigintAsText, type Surroundings, withLog } from './surroundings';

const phases: Record<RebuildPhase, Phrase> = {
  copying: { en: 'Copying', zh: '复制' },
  indexing: { en: 'Building indexes', zh: '建立索引' },
  'catching-up': { en: 'Catching up', zh: '追赶' },
  done: { en: 'Switched', zh: '已切换' },
};

export async function runRebuild(around: Surroundings): Promise<ExitCode> {
  const { eventStoreUrl, databaseUrl } = findSystem(around.env);
  const result = await withLog(eventStoreUrl, (log) => rebuildShown(around, { log, databaseUrl }));
  const said = {
    en: `Build ${result.build} answers now: ${result.eventCount} events copied.`,
    zh: `视图第 ${result.build} 版已启用，复制 ${result.eventCount} 条事件。`,
  };
  const text = around.json
    ? JSON.stringify(result, bigintAsText, 2)
    : spoken(said, around.language);
  around.stdout.write(`${text}\n`);
  return exitCodes.inOrder;
}

/** Rebuilds while the person sees how far it is. Needs the key file, for the index of holders. */
export async function rebuildShown(
  { stderr, language, env }: Surroundings,
  { log, databaseUrl }: { readonly log: EventLog; readonly databaseUrl: string },
): Promise<RebuildResult> {
  const title = spoken({ en: 'Rebuilding the views', zh: '重建视图' }, language);
  const unit = spoken({ en: 'of the log', zh: '（日志位置）' }, language);
  const progress = new Progress(stderr, { title, unit });
  let phase: RebuildPhase | undefined;
  const identity = await Identity.open({ databaseUrl, dataFolder: dataFolder(env), log });
  progress.begin();
  try {
    return await rebuild({
      log,
      databaseUrl,
      holders: identity.holderIndex,
      onProgress: (news) => {
        if (news.phase !== phase && !stderr.isTTY) {
          stderr.write(`  ${title}: ${spoken(phases[news.phase], language)}\n`);
        }
        phase = news.phase;
        // Positions are bytes of a log, far below 2^53.
        const total = news.target === undefined ? undefined : Number(news.target);
        progress.reach(Number(news.position), total);
      },
    });
  } finally {
    progress.end();
    await identity.close();
  }
}
