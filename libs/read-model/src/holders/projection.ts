import type { PoolClient } from 'pg';
import type { HolderForgotten, HoldersSealed, Recorded } from '#domain';
import { copyRows } from '../database/copy';
import { ForgottenLineRow, HolderLineRow } from './holder-line.entity';
import type { HolderIndexing } from './indexing';

/** Takes the forgotten lines out of the blind index: all of them, or those of some positions. */
export const dropForgotten = (schema: string, condition = 'true'): string =>
  `DELETE FROM ${schema}.holder_line USING ${schema}.forgotten_line AS forgotten
   WHERE holder_line.revision = forgotten.revision AND holder_line.stream = forgotten.stream
     AND holder_line.line_index = forgotten.line_index AND ${condition}`;

/** Sealed lines, and lines forgotten, of a batch. */
export class HolderChanges {
  private readonly sealed: Recorded<HoldersSealed>[] = [];
  private readonly forgotten = new Map<string, ForgottenLineRow>();

  /** `isIndexed` is false while a build is copied: forgotten lines are taken out afterwards. */
  constructor(private readonly isIndexed: boolean) {}

  seal(event: Recorded<HoldersSealed>): void {
    this.sealed.push(event);
  }

  forget({ data, position }: Recorded<HolderForgotten>): void {
    for (const { stream, revision, line } of data.lines) {
      const row = { stream, revision: BigInt(revision), lineIndex: line - 1, position };
      this.forgotten.set(`${stream}@${revision}/${line}`, row);
    }
  }

  /**
   * Lines whose keys are gone already are not indexed. Those that are forgotten only later in the
   * log are, and the event takes them out again: either way the rows end the same.
   */
  async write(
    client: PoolClient,
    schema: string,
    holders: HolderIndexing,
    onUnreadable: (fault: Error) => void,
  ): Promise<void> {
    if (this.sealed.length > 0) {
      await copyRows(client, schema, HolderLineRow, await this.rows(schema, holders, onUnreadable));
    }
    if (this.forgotten.size === 0) return;
    const forgotten = [...this.forgotten.values()];
    await copyRows(client, schema, ForgottenLineRow, forgotten);
    if (!this.isIndexed) return;
    const condition = 'forgotten.position = ANY($1::bigint[])';
    const positions = [...new Set(forgotten.map(({ position }) => String(position)))];
    await client.query(dropForgotten(`"${schema}"`, condition), [positions]);
  }

  private async rows(
    index: string,
    holders: HolderIndexing,
    onUnreadable: (fault: Error) => void,
  ): Promise<HolderLineRow[]> {
    const blocks = this.sealed.map(({ stream, id: eventId, data }) => ({
      place: { stream, eventId },
      data,
    }));
    const hashed = await holders.index(index, blocks);
    const rows: HolderLineRow[] = [];
    for (const [at, { stream, revision }] of this.sealed.entries()) {
      const lines = hashed[at] as (typeof hashed)[number];
      if (lines instanceof Error) {
        onUnreadable(lines);
        continue;
      }
      for (const { lineIndex, certificateNumber, documentHash, nameHash } of lines) {
        rows.push({
          stream,
          revision,
          lineIndex,
          certificateNumber: BigInt(certificateNumber),
          documentHash,
          nameHash,
        });
      }
    }
    return rows;
  }
}
