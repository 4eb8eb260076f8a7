import { randomUUID } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import type { LiushuiEvent } from '#domain';
import { AppendTooLarge, EventLog } from '#event-log';
import type { OpenUpload, PieceResult, Upload } from '#identity';
import { type AppendedOutcome, BookLedger, type PendingOutcome } from '#ledger';
import type { RefusedContent, UploadParticulars } from './particulars';
import { PosterRights } from './poster-rights';
import type { Reason } from './reasons';
import { RosterJudge } from './roster-judge';
import {
  postedNumbers,
  type RosterKind,
  type RosterKindName,
  type RosterRow,
  rosterKinds,
} from './roster-kinds';
import type { PieceContent } from './roster-pieces';
import {
  type Answer,
  becauseOfOthers,
  type RefusedRows,
  type RowLine,
  refuseAll,
  settle,
  settleWhole,
  type Verdicts,
} from './verdicts';

type Stored = AppendedOutcome | PendingOutcome;

/** More appends than one piece comes to: one, and one for each kill that left lines out. */
const appendsMax = 8;

export const linesOf = (rows: readonly RosterRow[]): RowLine[] =>
  rows.flatMap(({ row, line }) => (line ? [{ row, line }] : []));

const kindOf = ({ kind }: Upload): RosterKind => rosterKinds[kind as RosterKindName];

/**
 * Posts uploads piece by piece. Every append carries a key made of the upload, the piece and the
 * append's number, so that it is found again after a kill, by whatever process: nothing is posted
 * twice, and a line that was posted before is known as posted.
 */
@Injectable()
export class PiecePoster {
  constructor(
    private readonly books: BookLedger,
    private readonly log: EventLog,
    private readonly rights: PosterRights,
    private readonly judge: RosterJudge,
  ) {}

  /**
   * Judges the whole roster before its first piece is posted, for what speaks against all of it
   * must not come to light when half of it is posted. Answers the reasons by row when nothing at
   * all can be posted.
   */
  async judgeFirst(open: OpenUpload): Promise<RefusedRows | undefined> {
    const { upload } = open;
    const { roster, occurredOn, allOrNothing } = open.particulars<UploadParticulars>();
    const lines: RowLine[] = [];
    for (let number = 0; number < upload.pieceCount; number += 1) {
      lines.push(...linesOf((await open.piece<PieceContent>(number)).rows));
    }
    const context = await this.rights.contextOf(upload, occurredOn);
    if ('refused' in context) return refuseAll(lines, context.refused);
    const judged = { kind: kindOf(upload), particulars: roster, context, allOrNothing };
    const { good, refused } = await this.judge.judge(judged, lines);
    return good.length === 0 ? refused : undefined;
  }

  /** What all pieces come to when `judgeFirst` refuses everything. */
  async *refuseAll(open: OpenUpload, refused: RefusedRows): AsyncGenerator<PieceResult> {
    for (let number = 0; number < open.upload.pieceCount; number += 1) {
      const { rows } = await open.piece<PieceContent>(number);
      yield resultOf(rows, refused, []);
    }
  }

  /** Posts the good lines of a piece. */
  async post(open: OpenUpload, number: number): Promise<PieceResult> {
    const { rows } = await open.piece<PieceContent>(number);
    const lines = linesOf(rows);
    const { allOrNothing } = open.particulars<UploadParticulars>();
    if (allOrNothing && lines.length < rows.length)
      return resultOf(rows, becauseOfOthers(lines), []);
    const { refused, stored } = await this.appendLines(open, number, lines);
    return resultOf(rows, refused, stored);
  }

  private async appendLines(
    open: OpenUpload,
    number: number,
    lines: readonly RowLine[],
  ): Promise<{ refused: RefusedRows; stored: readonly Stored[] }> {
    const refused = new Map<number, readonly Reason[]>();
    const stored: Stored[] = [];
    let left = lines;
    while (left.length > 0) {
      if (stored.length === appendsMax)
        throw new Error('a piece comes to more appends than it can');
      const verdicts = await this.appendOnce(open, `${number}/${stored.length}`, left);
      for (const [row, reasons] of verdicts.refused) refused.set(row, reasons);
      if (!verdicts.taken) break;
      stored.push(verdicts.taken);
      left = await this.leftOut(verdicts.taken, verdicts.good);
    }
    return { refused, stored };
  }

  private async appendOnce(
    open: OpenUpload,
    key: string,
    lines: readonly RowLine[],
  ): Promise<Verdicts<Stored>> {
    const { upload } = open;
    const { roster, occurredOn, allOrNothing } = open.particulars<UploadParticulars>();
    const ask = async (asked: readonly RowLine[]): Promise<Answer<Stored>> => {
      const context = await this.rights.contextOf(upload, occurredOn);
      if ('refused' in context) return { kind: 'refused-whole', reasons: context.refused };
      const command = kindOf(upload).commandOf(
        roster,
        asked.map(({ line }) => line),
      );
      return this.execute(upload.id, key, { ...command, ...context });
    };
    return allOrNothing ? settleWhole(lines, ask) : settle(lines, ask);
  }

  private async execute(
    id: string,
    key: string,
    command: Parameters<BookLedger['execute']>[1],
  ): Promise<Answer<Stored>> {
    // Nobody who calls the API is this principal: no request of theirs can have our key.
    const request = {
      requestId: randomUUID(),
      principal: `upload ${id}`,
      idempotencyKey: key,
      fingerprint: `upload ${id} ${key}`,
    };
    try {
      const outcome = await this.books.execute(request, command);
      if (outcome.kind === 'refused') return outcome;
      if (outcome.kind !== 'appended' && outcome.kind !== 'pending') {
        throw new Error(`the append of a piece was ${outcome.kind}`);
      }
      return { kind: 'taken', taken: outcome };
    } catch (error) {
      if (!(error instanceof AppendTooLarge)) throw error;
      return { kind: 'refused-whole', reasons: [{ kind: 'upload', code: 'rows-too-large' }] };
    }
  }

  /**
   * Lines that an append from before a kill does not have: it was found by its key, and what it has
   * is what its events say, not what was asked for now.
   */
  private async leftOut(taken: Stored, asked: readonly RowLine[]): Promise<readonly RowLine[]> {
    if (!taken.replayed) return [];
    const events: LiushuiEvent[] = [];
    for (const { revision } of taken.events) {
      const event = await this.log.readAt(taken.stream, revision);
      if (event) events.push(event);
    }
    const numbers = postedNumbers(events);
    return asked.filter(({ line }) => !numbers.has(line.certificateNumber));
  }
}

function resultOf(
  rows: readonly RosterRow[],
  refusedLines: RefusedRows,
  stored: readonly Stored[],
): PieceResult {
  const refused = rows.flatMap(({ row, cells, reasons = refusedLines.get(row) }) =>
    reasons ? [{ row, cells, reasons }] : [],
  );
  const content: RefusedContent = { refused };
  const positions = stored.map(({ position }) => position);
  const proposals = stored.flatMap((one) => (one.kind === 'pending' ? [one.proposal] : []));
  return {
    doneCount: rows.length,
    refusedCount: refused.length,
    content,
    ...(positions.length > 0 && { position: positions.reduce((a, b) => (a > b ? a : b)) }),
    proposals,
  };
}
