/** `liushui reconcile`: the events against Postgres, row by row. */
import { Pool } from 'pg';
import { type Reconciled, reconcile } from '#audit';
import type { ReconciledViews } from '#domain';
import { ReadModel } from '#read-model';
import { type Language, spoken } from '#terminal';
import type { ExitCode } from './exit-codes';
import { findSystem } from './find-system';
import { type Checked, type ReportOptions, reporting } from './reporting';
import { type Report, reading, type Surroundings, withLog } from './surroundings';
import { withViewSnapshot } from './view-snapshot';

/** A projector that works is behind by much less. */
const catchUpMsMax = 10_000;

/**
 * Both sides are compared at the position that the views had reached; what the log holds beyond
 * that must arrive in the views soon, or the views are behind and not all could be judged.
 */
export function runReconcile(options: ReportOptions, around: Surroundings): Promise<ExitCode> {
  return reporting('reconcile', options, around, (report) => compare(report, around));
}

async function compare(report: Report, around: Surroundings): Promise<Checked> {
  const { eventStoreUrl, databaseUrl } = findSystem(around.env);
  const result = await withLog(eventStoreUrl, (log) =>
    withViewSnapshot(databaseUrl, (views) =>
      reading(log, around, (events, onEvent) =>
        reconcile(events, views, { report: report.add, onEvent }),
      ),
    ),
  );
  const behind = result.laterEventCount > 0 ? await behindAt(databaseUrl, result) : undefined;
  return {
    result: { ...result, behind: behind ?? null },
    lines: describe(result, around.language),
    covered: { views: coveredBy(result) },
    ...(behind === undefined ? {} : { reason: behind }),
  };
}

const coveredBy = (result: Reconciled): ReconciledViews => ({
  treeSize: result.treeSize,
  position: String(result.position),
  eventCount: result.eventCount,
  laterEventCount: result.laterEventCount,
  rows: Object.entries(result.rowCounts).map(([view, count]) => ({ view, count })),
  registered: result.conservation.registered,
  conservationHolds: result.conservation.holds,
});

/** Why the views stay behind the log; undefined once they have caught up with it. */
async function behindAt(
  databaseUrl: string,
  { position, logPosition, laterEventCount }: Reconciled,
): Promise<string | undefined> {
  const pool = new Pool({ connectionString: databaseUrl, max: 1 });
  pool.on('error', () => undefined);
  try {
    const views = new ReadModel(pool);
    if (await views.waitFor(logPosition, catchUpMsMax)) return undefined;
    const projector = await views.projector();
    const why =
      projector?.state === 'faulted'
        ? `: the projector cannot copy ${projector.event} (${projector.reason})`
        : ': is the projector running?';
    return (
      `the views are at ${position} and do not catch up with the log at ${logPosition}; ` +
      `${laterEventCount} later events could not be compared${why}`
    );
  } finally {
    await pool.end();
  }
}

function describe(result: Reconciled, language: Language): string[] {
  const { position, eventCount, laterEventCount, rowCounts, conservation } = result;
  const rows = Object.entries(rowCounts).map(([view, count]) => `${view} ${count}`);
  const later =
    laterEventCount === 0
      ? []
      : [
          spoken(
            {
              en: `${laterEventCount} events came after that position and were not compared`,
              zh: `该位置之后另有 ${laterEventCount} 条事件未参与比对`,
            },
            language,
          ),
        ];
  const { registered, holds } = conservation;
  const verdict = holds
    ? { en: `${registered} registered, all accounted for`, zh: `登记 ${registered}，全部有账` }
    : { en: `${registered} registered, NOT all accounted for`, zh: `登记 ${registered}，账目不平` };
  return [
    spoken(
      {
        en: `Compared at position ${position}: ${eventCount} events`,
        zh: `比对位置 ${position}：${eventCount} 条事件`,
      },
      language,
    ),
    `${spoken({ en: 'rows', zh: '行数' }, language)}: ${rows.join(', ')}`,
    spoken(verdict, language),
    ...later,
  ];
}
