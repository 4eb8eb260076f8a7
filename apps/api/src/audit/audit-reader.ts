import { Injectable } from '@nestjs/common';
import { findingPhrase } from '#audit';
import {
  type AuditReport,
  type AuditReported,
  auditStream,
  type Language,
  type Recorded,
  type ReportedFinding,
} from '#domain';
import { EventLog, isUnreadable } from '#event-log';
import { ReadModel } from '#read-model';
import { PublishedLog, parseCheckpoint, parseNote, TiledTree } from '#transparency';
import { KnownUsers } from '../access/known-users';
import { Visibility } from '../access/visibility';
import { malformed } from '../problems/problem';
import type { CallerState } from '../requests/caller';
import { readCursor, writeCursor } from '../requests/cursor';
import { limitOf } from '../requests/query.dto';
import { found, type Reply } from '../requests/reply';
import {
  type AuditReportDto,
  type AuditReportPageDto,
  type AuditReportQueryDto,
  reportsLookedAtMax,
  type ToldFindingDto,
  type UnreadableReportDto,
} from './audit.dto';

const reportsPerPageMax = 50;
/** A report has up to 60,000 characters: few are held in memory at a time. */
const reportsPerReadMax = 50;

interface Told {
  readonly language: Language;
  /** Whether findings may be told, and what names or counts as they do. */
  readonly isForAll: boolean;
  /** Below the newest signed head; undefined before the first. */
  readonly tree: TiledTree | undefined;
}

/** What auditors filed, straight from its stream, beside what the log here has at that size. */
@Injectable()
export class AuditReader {
  constructor(
    private readonly log: EventLog,
    private readonly views: ReadModel,
    private readonly published: PublishedLog,
    private readonly users: KnownUsers,
    private readonly visibility: Visibility,
  ) {}

  async list(
    { principal, language }: CallerState,
    query: AuditReportQueryDto,
  ): Promise<Reply<AuditReportPageDto>> {
    const limit = Math.min(limitOf(query), reportsPerPageMax);
    const viewed = await this.views.position();
    const { reports, unreadable, next } = await this.reports(query, limit);
    const newest = reports.at(0)?.position ?? -1n;
    const isForAll = await this.visibility.seesAll(principal);
    const told: Told = { language, isForAll, tree: await this.tree() };
    const items: AuditReportDto[] = [];
    for (const report of reports) items.push(await this.reportDto(report, told));
    return found(newest > viewed ? newest : viewed, { items, unreadable, next });
  }

  private async reports({ check, after }: AuditReportQueryDto, limit: number) {
    const reports: Recorded<AuditReported>[] = [];
    const unreadable: UnreadableReportDto[] = [];
    let from = revisionBelow(after);
    for (let lookedAtCount = 0; from === undefined || from >= 0n; ) {
      const events = await this.log.tolerant.readBackwards(auditStream, {
        from,
        limit: reportsPerReadMax,
      });
      for (const event of events) {
        const { revision } = event;
        if (isUnreadable(event)) {
          unreadable.push({ revision: String(revision), why: event.why });
        } else {
          const report = event as Recorded<AuditReported>;
          if (check === undefined || report.data.check === check) reports.push(report);
        }
        lookedAtCount += 1;
        if (reports.length === limit || lookedAtCount === reportsLookedAtMax) {
          return {
            reports,
            unreadable,
            next: revision > 0n ? writeCursor(String(revision)) : null,
          };
        }
      }
      if (events.length < reportsPerReadMax) break;
      from = (events.at(-1)?.revision ?? 0n) - 1n;
    }
    return { reports, unreadable, next: null };
  }

  private async tree(): Promise<TiledTree | undefined> {
    const head = await this.published.head();
    const size = head && parseCheckpoint(parseNote(head.checkpoint)?.text ?? '')?.size;
    if (size === undefined) return undefined;
    return new TiledTree(size, async (name) => {
      const tile = await this.published.tile(name);
      if (!tile) throw new TilesAway('the tiles are being made anew');
      return tile;
    });
  }

  private async reportDto(
    { data, metadata, revision, recordedAt }: Recorded<AuditReported>,
    { language, isForAll, tree }: Told,
  ): Promise<AuditReportDto> {
    const { user } = metadata.actor;
    const { reason, findings, views, ...report } = data;
    const treeSize = (data.log ?? views)?.treeSize;
    const isKnown = tree !== undefined && treeSize !== undefined;
    return {
      revision: String(revision),
      filedAt: recordedAt.toISOString(),
      by: user,
      byName: (await this.users.byId(user))?.displayName ?? null,
      ...reportFields(report),
      ...(views && isForAll ? { views: { ...views, rows: [...views.rows] } } : {}),
      reason: isForAll ? (reason ?? null) : null,
      eventsSince: isKnown ? Math.max(0, tree.size - treeSize) : null,
      rootHere: tree && data.log ? await rootHere(data.log, tree) : null,
      findings: isForAll ? findings.map((finding) => toldFinding(finding, language)) : null,
    };
  }
}

/** Reports are stored with the fields of ours alone; a later version may have added some. */
const reportFields = (report: Omit<AuditReport, 'reason' | 'views' | 'findings'>) => ({
  check: report.check,
  program: report.program,
  begunAt: report.begunAt,
  endedAt: report.endedAt,
  verdict: report.verdict,
  ...(report.log ? { log: { ...report.log, keys: [...report.log.keys] } } : {}),
  findingCount: report.findingCount,
  errorCount: report.errorCount,
});

class TilesAway extends Error {}

/** Tiles that are being made anew say nothing against a report. */
async function rootHere(
  { treeSize, root }: NonNullable<AuditReport['log']>,
  tree: TiledTree,
): Promise<AuditReportDto['rootHere']> {
  if (treeSize > tree.size) return 'ahead';
  try {
    const own = Buffer.from(await tree.root(treeSize)).toString('base64');
    return own === root ? 'same' : 'differs';
  } catch (fault) {
    if (fault instanceof TilesAway) return null;
    throw fault;
  }
}

function toldFinding(finding: ReportedFinding, language: Language): ToldFindingDto {
  const { check, params, events } = finding;
  const phrase = findingPhrase(check, params);
  const values = Object.entries(params).map(([name, value]) => `${name} ${value}`);
  const plain = [check, ...values].join(', ');
  return {
    ...finding,
    events: [...events],
    message: phrase ? phrase[language === 'en' ? 'en' : 'zh'] : plain,
  };
}

/** @throws Problem 400 */
function revisionBelow(cursor: string | undefined): bigint | undefined {
  const [revision] = readCursor(cursor, 1);
  if (revision === undefined) return undefined;
  if (!/^[0-9]{1,15}$/.test(revision)) throw malformed({ path: '/after', code: 'cursor' });
  return BigInt(revision) - 1n;
}
