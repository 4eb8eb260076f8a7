/** Cuts the rows of a roster into pieces, each small enough for one append. */
import type { UploadPiece } from '#identity';
import type { RosterRow } from './roster-kinds';

export const pieceRowsMax = 1_000;
/** Of what a piece takes in the book; the rest of an append's 900 KiB is its metadata's. */
export const pieceSizeBytesMax = 800 * 1024;

/** UTF-16 code units of all cells of a piece, whatever columns a file has besides ours. */
export const pieceLengthMax = 1_000_000;

/** A sealed line is padded to whole steps, and has a commitment and a tag besides. */
const sealedStepBytes = 64;
const sealedBytesMin = 128;
const sealedExtraBytes = 64;
const fieldHeaderBytes = 3;
/** A line that continues no run is told as a run of its own. */
const runBytes = 200;

/** At least what a row takes in the book, whatever it is posted with. */
export function bookSizeOf({ line }: RosterRow): number {
  if (!line) return 0;
  const { name, sex, birthDate, document, education, scores = {} } = line.holder;
  const texts = [name, sex, birthDate, document.type, document.number, education];
  let bytes = 1;
  for (const text of [...texts, ...Object.values(scores).map(String)]) {
    if (text !== undefined) bytes += fieldHeaderBytes + Buffer.byteLength(text);
  }
  const padded = Math.ceil(bytes / sealedStepBytes) * sealedStepBytes;
  return Math.max(padded, sealedBytesMin) + sealedExtraBytes + runBytes;
}

export interface PieceContent {
  readonly rows: readonly RosterRow[];
}

/** Pieces in the order of the rows; each row is in one. */
export async function* piecesOf(rows: AsyncIterable<RosterRow>): AsyncGenerator<UploadPiece> {
  let piece: RosterRow[] = [];
  let sizeBytes = 0;
  let length = 0;
  for await (const row of rows) {
    const rowSizeBytes = bookSizeOf(row);
    const rowLength = row.cells.reduce((sum, cell) => sum + cell.length, 0);
    const isFull =
      piece.length === pieceRowsMax ||
      sizeBytes + rowSizeBytes > pieceSizeBytesMax ||
      length + rowLength > pieceLengthMax;
    if (isFull && piece.length > 0) {
      yield { rowCount: piece.length, content: { rows: piece } };
      piece = [];
      sizeBytes = 0;
      length = 0;
    }
    piece.push(row);
    sizeBytes += rowSizeBytes;
    length += rowLength;
  }
  if (piece.length > 0) yield { rowCount: piece.length, content: { rows: piece } };
}
