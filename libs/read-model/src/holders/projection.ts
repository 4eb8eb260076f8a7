import type { PoolClient } from 'pg';
import type { HolderForgotten, HoldersSealed, Recorded } from '#domain';
import { copyGroups, copyRows } from '../database/copy';
import { ForgottenLineRow, HolderLineRow } from './holder-line.entity';
import type { HashedLine, HolderIndexing, SealedBlock } from './indexing';

/** Blocks are hashed in groups; a group ends with the block that brings its bytes here or beyond. */
const groupSizeBytesMax = 400_000;

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
      const rows = this.rows(schema, holders, onUnreadable);
      await copyGroups(client, schema, HolderLineRow, rows);
    }
    if (this.forgotten.size === 0) return;
    const forgotten = [...this.forgotten.values()];
    await copyRows(client, schema, ForgottenLineRow, forgotten);
    if (!this.isIndexed) return;
    const condition = 'forgotten.position = ANY($1::bigint[])';
    const positions = [...new Set(forgotten.map(({ position }) => String(position)))];
    await client.query(dropForgotten(`"${schema}"`, condition), [positions]);
  }

  private async *rows(
    index: string,
    holders: HolderIndexing,
    onUnreadable: (fault: Error) => void,
  ): AsyncGenerator<HolderLineRow[]> {
    for (const sealed of this.groups()) {
      const hashed = await holders.index(index, sealed.map(blockOf));
      const rows: HolderLineRow[] = [];
      for (const [at, { stream, revision }] of sealed.entries()) {
        const lines = hashed[at] as (typeof hashed)[number];
        if (lines instanceof Error) onUnreadable(lines);
        else for (const line of lines) rows.push(rowOf(stream, revision, line));
      }
      yield rows;
    }
  }

  private *groups(): Generator<Recorded<HoldersSealed>[]> {
    let group: Recorded<HoldersSealed>[] = [];
    let sizeBytes = 0;
    for (const event of this.sealed) {
      group.push(event);
      sizeBytes += event.data.length;
      if (sizeBytes < groupSizeBytesMax) continue;
      yield group;
      group = [];
      sizeBytes = 0;
    }
    if (group.length > 0) yield group;
  }
}

const blockOf = ({ stream, id: eventId, data }: Recorded<HoldersSealed>): SealedBlock => ({
  place: { stream, eventId },
  data,
});

const rowOf = (stream: string, revision: bigint, line: HashedLine): HolderLineRow => ({
  stream,
  revision,
  lineIndex: line.lineIndex,
  certificateNumber: BigInt(line.certificateNumber),
  documentHash: line.documentHash,
  nameHash: line.nameHash,
});
