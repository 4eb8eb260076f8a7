/** Rows of roster files that name some holders: found by hashes, never by anyone reading them. */
import { type Holder, isResidentId, sameForm } from '#domain';
import type { Identity, OpenUpload } from '#identity';
import { RefusedProblem } from '../problems/problem';
import { layoutOf } from '../uploads/columns';
import type { RefusedContent, UploadParticulars } from '../uploads/particulars';
import { type RosterKindName, rosterKinds } from '../uploads/roster-kinds';
import type { PieceContent } from '../uploads/roster-pieces';
import { RowCells } from '../uploads/row-cells';

type HolderDocument = Holder['document'];

/** Who is looked for: what one build's index has of their documents. */
export interface HashedHolders {
  readonly index: string;
  readonly hashes: readonly Buffer[];
}

/** Refused rows of one piece, by their numbers in the file. */
export interface RowsOfPiece {
  readonly upload: string;
  readonly piece: number;
  readonly rows: ReadonlySet<number>;
}

/** A row of a piece, worked on or not. */
interface UploadedRow {
  readonly row: number;
  readonly cells: readonly string[];
  readonly line?: { readonly holder: Holder };
}

const documentTypes: readonly HolderDocument['type'][] = ['resident-id', 'passport', 'other'];
/** Of one forgetting: some megabytes of row numbers. */
const foundRowsMax = 100_000;

/**
 * The refused rows of finished uploads that name one of the holders. One piece is in memory at a
 * time. Rows whose document nobody can read (a spreadsheet rounded it) are not found.
 *
 * @throws RefusedProblem C15 when an upload that is not done names one of them: it would still be
 *   posted
 */
export function rowsOfHolders(
  { holderIndex, uploads }: Identity,
  { index, hashes }: HashedHolders,
): Promise<RowsOfPiece[]> {
  const wanted = new Set(hashes.map((hash) => hash.toString('hex')));
  return holderIndex.hashing(index, async (hash) => {
    const isWanted = (document: HolderDocument) => wanted.has(hash(document).toString('hex'));
    const found: RowsOfPiece[] = [];
    let ids = await uploads.keptAfter();
    while (wanted.size > 0 && ids.length > 0) {
      for (const id of ids) {
        const open = await uploads.open(id);
        if (!open) continue;
        try {
          await collect(open, isWanted, found);
        } catch (error) {
          // Its days may have ended meanwhile.
          if (await uploads.find(id)) throw error;
        } finally {
          open.close();
        }
      }
      ids = await uploads.keptAfter(ids.at(-1));
    }
    return found;
  });
}

async function collect(
  open: OpenUpload,
  isWanted: (document: HolderDocument) => boolean,
  found: RowsOfPiece[],
): Promise<void> {
  const { id, centre, kind, state, pieceCount } = open.upload;
  const { headings } = open.particulars<UploadParticulars>();
  const layout = layoutOf(asRow(headings), rosterKinds[kind as RosterKindName].columns, 'en');
  const places = 'places' in layout ? layout.places : new Map();
  let foundCount = found.reduce((sum, { rows }) => sum + rows.size, 0);
  for (let piece = 0; piece < pieceCount; piece += 1) {
    const content = await open.piece<PieceContent | RefusedContent>(piece);
    const rows = new Set<number>();
    const kept: readonly UploadedRow[] = 'refused' in content ? content.refused : content.rows;
    for (const row of kept) {
      for (const document of documentsOf(row, places)) if (isWanted(document)) rows.add(row.row);
    }
    if (rows.size === 0) continue;
    foundCount += rows.size;
    if (state !== 'done') throw inUpload({ upload: id, centre });
    if (foundCount > foundRowsMax) throw tooMany(foundCount);
    found.push({ upload: id, piece, rows });
  }
}

/** Takes rows out of where they are kept; what is gone already is no fault. */
export async function removeRows(
  { uploads }: Identity,
  { upload, piece, rows }: RowsOfPiece,
): Promise<void> {
  const open = await uploads.open(upload);
  try {
    await open?.changePiece<RefusedContent>(piece, ({ refused, removedCount = 0 }) => {
      const left = refused.filter(({ row }) => !rows.has(row));
      return { refused: left, removedCount: removedCount + refused.length - left.length };
    });
  } finally {
    open?.close();
  }
}

const asRow = (texts: readonly string[]) => ({
  number: 0,
  cells: texts.map((text) => ({ text, kind: 'text' as const })),
});

/** As read; under every type when the row's is none; and identity numbers in whatever column. */
function* documentsOf(
  { cells, line }: UploadedRow,
  places: ConstructorParameters<typeof RowCells>[1],
): Generator<HolderDocument> {
  if (line) yield line.holder.document;
  const read = new RowCells(asRow(cells).cells, places);
  const { document } = read.holder();
  yield document;
  const hasType = !read.reasons.some((one) => one.kind === 'cell' && one.column === 'documentType');
  if (!hasType) for (const type of documentTypes) yield { ...document, type };
  for (const number of cells) {
    if (isResidentId(sameForm(number).toUpperCase())) yield { type: 'resident-id', number };
  }
}

const inUpload = (params: { readonly upload: string; readonly centre: string }): RefusedProblem =>
  new RefusedProblem([{ rule: 'C15', code: 'holder-in-upload', params }]);

const tooMany = (count: number): RefusedProblem =>
  new RefusedProblem([
    { rule: 'C15', code: 'holder-of-too-many-lines', params: { count, max: foundRowsMax } },
  ]);
