import type { EntityManager } from 'typeorm';
import type { PrimaryDatabase } from '../primary/primary-database';
import { PRIMARY_SCHEMA } from '../vault/entities';
import { UploadPieceRow, type UploadRow } from './entities';
import { LeaseLost, type PieceResult, type Upload, type UploadState } from './upload';
import type { UploadSeal } from './upload-seal';

export const UPLOADS_TABLE = `${PRIMARY_SCHEMA}.uploads`;

export const uploadOf = (row: UploadRow): Upload => ({
  id: row.id,
  centre: row.centre,
  userId: row.userId,
  kind: row.kind,
  state: row.state as UploadState,
  rowCount: row.rowCount,
  doneCount: row.doneCount,
  refusedCount: row.refusedCount,
  pieceCount: row.pieceCount,
  nextPiece: row.nextPiece,
  ...(row.position !== null && { position: BigInt(row.position) }),
  proposals: row.proposals,
  createdAt: row.createdAt,
  ...(row.finishedAt && { finishedAt: row.finishedAt }),
  ...(row.cancelledAt && { cancelledAt: row.cancelledAt }),
  expiresAt: row.expiresAt,
});

/** One upload with its key in memory: `close` wipes it. */
export class OpenUpload {
  constructor(
    private readonly database: PrimaryDatabase,
    private readonly row: UploadRow,
    private readonly seal: UploadSeal,
  ) {}

  get upload(): Upload {
    return uploadOf(this.row);
  }

  particulars<Particulars extends object>(): Particulars {
    return this.seal.open(this.row.particulars, 'particulars');
  }

  async piece<Content extends object>(number: number): Promise<Content> {
    const { id } = this.row;
    const { sealed } = await this.database
      .rows(UploadPieceRow)
      .findOneByOrFail({ upload: id, number });
    return this.seal.open(sealed, number);
  }

  /** Moves on to the next piece, and puts the result in this one's place. @throws LeaseLost */
  async finishPiece(number: number, holder: string, result: PieceResult): Promise<void> {
    await this.database.transaction((manager) => this.replace(manager, number, holder, result));
  }

  /** As `finishPiece`, for all pieces from the first one, at once or not at all. @throws LeaseLost */
  async finishAll(holder: string, results: AsyncIterable<PieceResult>): Promise<void> {
    await this.database.transaction(async (manager) => {
      let number = 0;
      for await (const result of results) {
        await this.replace(manager, number, holder, result);
        number += 1;
      }
    });
  }

  /**
   * Puts what `change` makes of a piece in its place, one change after another; a piece that was
   * purged meanwhile is left alone. For pieces that were worked on.
   */
  async changePiece<Content extends object>(
    number: number,
    change: (content: Content) => Content,
  ): Promise<void> {
    const place = { upload: this.row.id, number };
    await this.database.transaction(async (manager) => {
      const lock = { mode: 'pessimistic_write' } as const;
      const found = await manager.findOne(UploadPieceRow, { where: place, lock });
      if (!found) return;
      const sealed = this.seal.seal(change(this.seal.open(found.sealed, number)), number);
      await manager.update(UploadPieceRow, place, { sealed });
    });
  }

  private async replace(
    manager: EntityManager,
    number: number,
    holder: string,
    result: PieceResult,
  ): Promise<void> {
    const { id } = this.row;
    const sealed = this.seal.seal(result.content, number);
    const { doneCount, refusedCount, position, proposals } = result;
    const [, count] = await manager.query(
      `UPDATE ${UPLOADS_TABLE} SET next_piece = $3 + 1, done_count = done_count + $4,
         refused_count = refused_count + $5, position = coalesce($6, position),
         proposals = proposals || $7::text[]
       WHERE id = $1 AND lease_holder = $2 AND next_piece = $3`,
      [
        id,
        holder,
        number,
        doneCount,
        refusedCount,
        position === undefined ? null : String(position),
        [...proposals],
      ],
    );
    if (count !== 1) throw new LeaseLost(id);
    await manager.update(UploadPieceRow, { upload: id, number }, { sealed });
  }

  close(): void {
    this.seal.wipe();
  }
}
