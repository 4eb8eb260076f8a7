/** Where roster files are handed in: read at once, posted afterwards. */
import { Injectable } from '@nestjs/common';
import type { CentreCode, Language } from '#domain';
import { Identity, type Kept, type UploadPiece, type UploadRequestMark } from '#identity';
import { requestKeyHash } from '#ledger';
import { Problem } from '../problems/problem';
import { CommandContexts } from '../requests/command-context';
import { Reply } from '../requests/reply';
import type { UploadParticulars } from './particulars';
import { linesOf } from './piece-poster';
import { refusedDto } from './refused-rows';
import { RosterJudge } from './roster-judge';
import {
  type RosterKind,
  type RosterKindName,
  type RosterLine,
  type RosterRow,
  rosterKinds,
} from './roster-kinds';
import { pieceRowsMax, piecesOf } from './roster-pieces';
import type { RosterOrder } from './upload-order';
import { UploadPoster } from './upload-poster';
import { type FileNotes, noNotes, UploadedTable } from './uploaded-table';
import type { PreviewDto, UploadAcceptedDto, UploadRosterDto } from './uploads.dto';
import { becauseOfOthers, type RefusedRows } from './verdicts';

@Injectable()
export class UploadDesk {
  constructor(
    private readonly identity: Identity,
    private readonly contexts: CommandContexts,
    private readonly judge: RosterJudge,
    private readonly poster: UploadPoster,
  ) {}

  /**
   * Reads the whole file before it answers, so that what is wrong with the file is said at once.
   *
   * @throws Problem 400, 413 for the file, 422 for a reused key, 429 when the centre has too many
   */
  async take(
    name: RosterKindName,
    order: RosterOrder,
    centre: CentreCode,
    body: UploadRosterDto,
  ): Promise<Reply> {
    const kind = rosterKinds[name];
    const file = await UploadedTable.open(order.file, kind, order.language);
    const particulars = this.particularsOf(order, centre, body, file);
    if (order.dryRun) return this.preview(kind, order, centre, particulars, file);
    const kept = await this.identity.uploads.keep(
      { centre, userId: order.principal.userId, kind: name, request: await this.markOf(order) },
      bounded(piecesOf(file.rows()), particulars.allOrNothing),
      () => ({ ...particulars, notes: file.notes }),
      async (mac, macKey) =>
        (await this.identity.requestMacs.verify(macKey, order.fingerprint, mac)) === true,
    );
    const notes = kept.kind === 'repeated' ? await this.notesOf(kept.upload.id) : file.notes;
    return this.replyTo(kept, particulars, notes);
  }

  private particularsOf(
    order: RosterOrder,
    centre: CentreCode,
    { occurredOn, allOrNothing = false, ...roster }: UploadRosterDto,
    { layout }: UploadedTable<RosterLine>,
  ): UploadParticulars {
    return {
      roster,
      occurredOn: this.contexts.of(order, centre, occurredOn).occurredOn,
      allOrNothing: allOrNothing || order.allOrNothing,
      headings: layout.headings,
      ignored: layout.ignored,
    };
  }

  private async markOf(order: RosterOrder): Promise<UploadRequestMark | undefined> {
    const { idempotencyKey, principal, fingerprint } = order;
    if (idempotencyKey === undefined) return undefined;
    const { id, mac } = await this.identity.requestMacs.current();
    const key = requestKeyHash(principal.userId, idempotencyKey);
    return { key, mac: mac(fingerprint), macKey: id };
  }

  /** What was noted of a file that is kept already: it was not read again. */
  private async notesOf(id: string): Promise<FileNotes> {
    const open = await this.identity.uploads.open(id);
    if (!open) return noNotes;
    try {
      return open.particulars<UploadParticulars>().notes ?? noNotes;
    } finally {
      open.close();
    }
  }

  private replyTo(
    kept: Kept,
    { ignored }: UploadParticulars,
    notes: FileNotes,
  ): Reply<UploadAcceptedDto> {
    switch (kept.kind) {
      case 'key-reused':
        throw new Problem(422, 'idempotency-key-reused');
      case 'too-many':
        throw new Problem(429, 'too-many-uploads');
      default: {
        this.poster.look();
        const { id, rowCount } = kept.upload;
        const body = { upload: id, rows: rowCount, ignoredColumns: [...ignored], notes };
        return new Reply(
          202,
          body,
          kept.kind === 'repeated' ? { 'Idempotency-Replayed': 'true' } : {},
        );
      }
    }
  }

  /** A verdict on every row; nothing is kept. */
  private async preview(
    kind: RosterKind,
    order: RosterOrder,
    centre: CentreCode,
    { roster, occurredOn, allOrNothing }: UploadParticulars,
    file: UploadedTable<RosterLine>,
  ): Promise<Reply<PreviewDto>> {
    const rows: RosterRow[] = [];
    for await (const { cells: _, ...row } of file.rows()) rows.push({ ...row, cells: [] });
    if (rows.length === 0) throw new Problem(400, 'table-empty');
    if (allOrNothing && rows.length > pieceRowsMax) throw tooManyForOne();
    const lines = linesOf(rows);
    const context = this.contexts.of(order, centre, occurredOn);
    const judged = { kind, particulars: roster, context, allOrNothing };
    const isWhole = !allOrNothing || lines.length === rows.length;
    const refused: RefusedRows =
      isWhole && lines.length > 0
        ? (await this.judge.judge(judged, lines)).refused
        : becauseOfOthers(lines);
    return new Reply(200, previewOf(rows, refused, file, order.language));
  }
}

function previewOf(
  rows: readonly RosterRow[],
  refusedLines: RefusedRows,
  { layout, notes }: UploadedTable<RosterLine>,
  language: Language,
): PreviewDto {
  const refused = rows.flatMap(({ row, cells, reasons = refusedLines.get(row) }) =>
    reasons ? [{ row, cells, reasons }] : [],
  );
  return {
    rows: rows.length,
    good: rows.length - refused.length,
    refused: refusedDto(refused, language),
    refusedCount: refused.length,
    ignoredColumns: [...layout.ignored],
    notes,
  };
}

const tooManyForOne = (): Problem =>
  new Problem(413, 'too-many-lines', { params: { max: pieceRowsMax } });

/** A file without rows is none; one that is posted as a whole must fit one append. */
async function* bounded(
  pieces: AsyncIterable<UploadPiece>,
  allOrNothing: boolean,
): AsyncGenerator<UploadPiece> {
  let count = 0;
  for await (const piece of pieces) {
    count += 1;
    if (allOrNothing && count > 1) throw tooManyForOne();
    yield piece;
  }
  if (count === 0) throw new Problem(400, 'table-empty');
}
