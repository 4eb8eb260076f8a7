import { randomUUID } from 'node:crypto';
import {
  type EntityManager,
  IsNull,
  LessThan,
  MoreThan,
  MoreThanOrEqual,
  Not,
  type Repository,
} from 'typeorm';
import { lockInTransaction, type PrimaryDatabase, primaryLocks } from '../primary/primary-database';
import type { RotatingKeys, Rotation } from '../vault/rotating-keys';
import { UploadPieceRow, UploadRow } from './entities';
import { OpenUpload, UPLOADS_TABLE, uploadOf } from './open-upload';
import {
  FINISHED_UPLOAD_DAYS,
  KEPT_IDS_MAX,
  KEPT_PER_CENTRE_MAX,
  LeaseLost,
  type NewUpload,
  UNFINISHED_PER_CENTRE_MAX,
  UPLOAD_DAYS_MAX,
  type Upload,
  type UploadPiece,
} from './upload';
import { UploadSeal } from './upload-seal';

export const uploadKeyRotation: Rotation = { purpose: 'upload', keptDays: UPLOAD_DAYS_MAX };

const DAY_MS = 86_400_000;
/** Ends a transaction without leaving anything. */
class CentreFull extends Error {}

/** What was made of a request to keep a file. */
export type Kept =
  | { readonly kind: 'kept' | 'repeated'; readonly upload: Upload }
  | { readonly kind: 'key-reused' | 'too-many' };

/**
 * Roster files on their way into a book, in pieces sealed under a key of each file's own.
 *
 * What always holds: a file is kept whole or not at all; only the process that holds an upload's
 * lease advances it, one piece after another; when a piece was worked on, its good rows are gone.
 */
export class Uploads {
  constructor(
    private readonly database: PrimaryDatabase,
    private readonly keys: RotatingKeys,
    private readonly now: () => Date,
  ) {}

  /**
   * Keeps a file, its pieces as they come; whatever `pieces` throws leaves nothing behind. The
   * particulars are asked for when all pieces are there. A request that was kept before is
   * answered with what was kept then; `isSame` says whether its mark is of the same request.
   */
  async keep(
    what: NewUpload,
    pieces: AsyncIterable<UploadPiece>,
    particulars: () => object,
    isSame: (mac: string, macKey: string) => Promise<boolean>,
  ): Promise<Kept> {
    const earlier = await this.earlier(what, isSame);
    if (earlier) return earlier;
    const rows = this.database.rows(UploadRow);
    if (await isFull(rows, what.centre)) return { kind: 'too-many' };
    const id = randomUUID();
    const seal = UploadSeal.draw(id);
    try {
      const wrapping = await this.keys.current();
      const row = this.newRow(id, what, wrapping.id, seal.wrapped(wrapping), seal);
      const kept = await this.database.transaction(async (manager) => {
        const inserted = await insertNew(manager, row);
        if (!inserted) return undefined;
        await insertPieces(manager, row, seal, pieces);
        row.particulars = seal.seal(particulars(), 'particulars');
        const { particulars: sealed, rowCount, pieceCount } = row;
        await manager.update(UploadRow, { id }, { particulars: sealed, rowCount, pieceCount });
        // Counted again, one after another: others came in while this file was read.
        await lockInTransaction(manager, primaryLocks.uploads, 'exclusive');
        if (await isFull(manager.getRepository(UploadRow), what.centre, id)) throw new CentreFull();
        return uploadOf(row);
      });
      if (kept) return { kind: 'kept', upload: kept };
    } catch (error) {
      if (error instanceof CentreFull) return { kind: 'too-many' };
      throw error;
    } finally {
      seal.wipe();
    }
    const first = await this.earlier(what, isSame);
    if (!first) throw new Error('an upload that stood in the way is gone');
    return first;
  }

  async find(id: string): Promise<Upload | undefined> {
    const row = await this.database.rows(UploadRow).findOneBy({ id });
    return row ? uploadOf(row) : undefined;
  }

  /** Newest first, at most `KEPT_PER_CENTRE_MAX`. */
  async ofCentre(centre: string): Promise<Upload[]> {
    const rows = await this.database.rows(UploadRow).find({
      where: { centre },
      order: { createdAt: 'DESC', id: 'ASC' },
      take: KEPT_PER_CENTRE_MAX,
    });
    return rows.map(uploadOf);
  }

  /** Ids of all that is kept, of every centre, in their order: at most `KEPT_IDS_MAX` after one. */
  async keptAfter(id?: string): Promise<string[]> {
    const rows = await this.database.rows(UploadRow).find({
      select: { id: true },
      where: id === undefined ? {} : { id: MoreThan(id) },
      order: { id: 'ASC' },
      take: KEPT_IDS_MAX,
    });
    return rows.map((row) => row.id);
  }

  /** The oldest unfinished upload that nobody works on, those first that are to end, now this holder's for so long. */
  async claim(holder: string, leaseMs: number): Promise<Upload | undefined> {
    const [rows] = await this.database.rows(UploadRow).query(
      `UPDATE ${UPLOADS_TABLE} SET lease_holder = $1, lease_until = now() + $2 * interval '1 ms'
       WHERE id = (SELECT id FROM ${UPLOADS_TABLE}
         WHERE state <> 'done' AND (lease_until IS NULL OR lease_until < now())
         ORDER BY cancelled_at NULLS LAST, created_at FOR UPDATE SKIP LOCKED LIMIT 1)
       RETURNING id`,
      [holder, leaseMs],
    );
    return rows[0] && this.find(rows[0].id);
  }

  /** @throws LeaseLost */
  async renew(id: string, holder: string, leaseMs: number): Promise<void> {
    const [, count] = await this.database.rows(UploadRow).query(
      `UPDATE ${UPLOADS_TABLE} SET lease_until = now() + $3 * interval '1 ms'
       WHERE id = $1 AND lease_holder = $2`,
      [id, holder, leaseMs],
    );
    if (count !== 1) throw new LeaseLost(id);
  }

  /** Another may claim it at once. */
  async release(id: string, holder: string): Promise<void> {
    await this.database
      .rows(UploadRow)
      .update({ id, leaseHolder: holder }, { leaseHolder: null, leaseUntil: null });
  }

  /** What a reader or the holder of the lease may open; undefined when the upload is gone. */
  async open(id: string): Promise<OpenUpload | undefined> {
    const row = await this.database.rows(UploadRow).findOneBy({ id });
    const wrapping = row && (await this.keys.find(row.keyId));
    if (!row || !wrapping) return undefined;
    return new OpenUpload(this.database, row, UploadSeal.unwrap(id, wrapping, row.wrappedKey));
  }

  /**
   * Nothing more of it is to be posted; whoever holds it finishes it after the piece under way. One
   * that is done stays as it is.
   */
  async cancel(id: string): Promise<void> {
    await this.database
      .rows(UploadRow)
      .update({ id, state: Not('done'), cancelledAt: IsNull() }, { cancelledAt: this.now() });
  }

  async isCancelled(id: string): Promise<boolean> {
    return this.database.rows(UploadRow).existsBy({ id, cancelledAt: Not(IsNull()) });
  }

  /** From now on pieces are posted. @throws LeaseLost */
  async begin(id: string, holder: string): Promise<void> {
    await this.advance(id, holder, { state: 'posting' });
  }

  /**
   * Nothing is left to do: its refused rows can be fetched for `FINISHED_UPLOAD_DAYS`. Pieces that
   * nobody worked on are deleted. @throws LeaseLost
   */
  async finish(id: string, holder: string): Promise<void> {
    const finishedAt = this.now();
    const expiresAt = new Date(finishedAt.getTime() + FINISHED_UPLOAD_DAYS * DAY_MS);
    await this.advance(id, holder, {
      state: 'done',
      finishedAt,
      expiresAt,
      leaseHolder: null,
      leaseUntil: null,
    });
    const { nextPiece } = await this.database.rows(UploadRow).findOneByOrFail({ id });
    await this.database
      .rows(UploadPieceRow)
      .delete({ upload: id, number: MoreThanOrEqual(nextPiece) });
  }

  /** Deletes what nobody may want any more. Answers how many. */
  async purge(): Promise<number> {
    const { affected } = await this.database
      .rows(UploadRow)
      .delete({ expiresAt: LessThan(this.now()) });
    return affected ?? 0;
  }

  private async advance(id: string, holder: string, changes: Partial<UploadRow>): Promise<void> {
    const { affected } = await this.database
      .rows(UploadRow)
      .update({ id, leaseHolder: holder }, changes);
    if (affected !== 1) throw new LeaseLost(id);
  }

  private async earlier(
    { userId, centre, request }: NewUpload,
    isSame: (mac: string, macKey: string) => Promise<boolean>,
  ): Promise<Kept | undefined> {
    if (!request) return undefined;
    const row = await this.database
      .rows(UploadRow)
      .findOneBy({ userId, centre, requestKey: request.key });
    if (!row) return undefined;
    const same = await isSame(row.requestMac ?? '', row.requestMacKey ?? '');
    return same ? { kind: 'repeated', upload: uploadOf(row) } : { kind: 'key-reused' };
  }

  private newRow(
    id: string,
    { centre, userId, kind, request }: NewUpload,
    keyId: string,
    wrappedKey: Buffer,
    seal: UploadSeal,
  ): UploadRow {
    const createdAt = this.now();
    return {
      id,
      centre,
      userId,
      kind,
      state: 'waiting',
      requestKey: request?.key ?? null,
      requestMac: request?.mac ?? null,
      requestMacKey: request?.macKey ?? null,
      keyId,
      wrappedKey,
      particulars: seal.seal({}, 'particulars'),
      pieceCount: 0,
      nextPiece: 0,
      rowCount: 0,
      doneCount: 0,
      refusedCount: 0,
      position: null,
      proposals: [],
      createdAt,
      finishedAt: null,
      cancelledAt: null,
      expiresAt: new Date(createdAt.getTime() + UPLOAD_DAYS_MAX * DAY_MS),
      leaseHolder: null,
      leaseUntil: null,
    };
  }
}

/** Whether a centre has as many uploads as it may, besides this one. */
async function isFull(rows: Repository<UploadRow>, centre: string, id?: string): Promise<boolean> {
  const others = id === undefined ? { centre } : { centre, id: Not(id) };
  const unfinished = await rows.countBy({ ...others, state: Not('done') });
  if (unfinished >= UNFINISHED_PER_CENTRE_MAX) return true;
  return (await rows.countBy(others)) >= KEPT_PER_CENTRE_MAX;
}

/** False when a request with the same key was there first. */
async function insertNew(manager: EntityManager, row: UploadRow): Promise<boolean> {
  const inserted = await manager
    .createQueryBuilder()
    .insert()
    .into(UploadRow)
    .values(row)
    .orIgnore()
    .returning('id')
    .execute();
  return (inserted.raw as unknown[]).length === 1;
}

async function insertPieces(
  manager: EntityManager,
  row: UploadRow,
  seal: UploadSeal,
  pieces: AsyncIterable<UploadPiece>,
): Promise<void> {
  for await (const { rowCount, content } of pieces) {
    const number = row.pieceCount;
    const sealed = seal.seal(content, number);
    await manager.insert(UploadPieceRow, { upload: row.id, number, sealed });
    row.pieceCount += 1;
    row.rowCount += rowCount;
  }
}
