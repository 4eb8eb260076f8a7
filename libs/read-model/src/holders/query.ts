/** Lines of sealed personal data by what their holder's document hashes to. */

import { columnOf } from '../database/columns';
import { columnText } from '../database/copy';
import type { View } from '../database/snapshot';
import { HolderLineRow } from './holder-line.entity';

/** A sealed line, by its place. */
export interface IndexedPlace {
  readonly stream: string;
  readonly revision: bigint;
  /** From 0. */
  readonly lineIndex: number;
}

/** The hashes that some lines have in the index: each stands for one holder. */
export async function hashesOfLines(
  view: View,
  places: readonly IndexedPlace[],
): Promise<Buffer[]> {
  const rows = await view.rows<{ document_hash: Buffer }>(
    `SELECT DISTINCT document_hash FROM ${view.schema}.holder_line
     WHERE (stream, revision, line_index) IN
       (SELECT * FROM unnest($1::text[], $2::bigint[], $3::integer[]))`,
    [
      places.map(({ stream }) => stream),
      places.map(({ revision }) => String(revision)),
      places.map(({ lineIndex }) => lineIndex),
    ],
  );
  return rows.map(({ document_hash: hash }) => hash);
}

/** In the order of books and revisions; one more than `limit` says that there are more. */
export async function linesByDocument(
  view: View,
  documentHash: Buffer,
  limit: number,
): Promise<IndexedPlace[]> {
  const hash = columnText(columnOf(HolderLineRow, 'documentHash'), documentHash);
  const rows = await view.rows<{ stream: string; revision: string; line_index: number }>(
    `SELECT stream, revision, line_index FROM ${view.schema}.holder_line
     WHERE document_hash = $1::bytea ORDER BY stream, revision, line_index LIMIT ${limit + 1}`,
    [hash],
  );
  return rows.map(({ stream, revision, line_index: lineIndex }) => ({
    stream,
    revision: BigInt(revision),
    lineIndex,
  }));
}
