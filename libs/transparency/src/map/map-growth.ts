/** What a batch of leaves adds to the serial map: the touches are noted, and absorbed later. */
import type { PoolClient } from 'pg';
import { type MapRootRecorded, type SerialRange, serialMapStream } from '#domain';
import { bytesOfBase64 } from '#transparency/bytes';
import { hashSizeBytes } from '../hashing';
import { logSchema } from '../keeping/tables';
import type { LoggedEvent } from '../leaf';
import type { RecordedRoot } from './map-tables';
import { touchesOf } from './touches';

interface Touch {
  readonly leaf: number;
  readonly leafHash: Buffer;
  readonly event: LoggedEvent;
  readonly ranges: readonly SerialRange[];
}

export class MapGrowth {
  private readonly touches: Touch[] = [];
  private root: { readonly revision: bigint; readonly recorded?: RecordedRoot } | undefined;

  take(event: LoggedEvent, leaf: number, leafHash: Buffer): void {
    if (event.stream === serialMapStream) {
      this.root = { revision: event.revision, recorded: recordedRoot(event, leaf) };
    }
    const ranges = touchesOf(event);
    if (ranges.length > 0) this.touches.push({ leaf, leafHash, event, ranges });
  }

  async write(client: PoolClient): Promise<void> {
    const { touches, root } = this;
    if (touches.length > 0) {
      await client.query(
        `INSERT INTO ${logSchema}.map_touch (leaf, leaf_hash, stream, revision, series, first, last)
         SELECT leaf, decode(hash, 'hex'), stream, revision, series, first, last
         FROM jsonb_to_recordset($1) AS touch (leaf bigint, hash text, stream text,
           revision bigint, series text[], first bigint[], last bigint[])`,
        [JSON.stringify(touches.map(rowOf))],
      );
    }
    const last = touches.at(-1);
    if (last) {
      await client.query(`UPDATE ${logSchema}.map_state SET touched_size = $1`, [last.leaf + 1]);
    }
    if (!root) return;
    const { revision, recorded } = root;
    await client.query(
      `UPDATE ${logSchema}.map_state
       SET root_revision = $1, root_index = $2, root_size = $3, root = $4`,
      [revision, recorded?.index, recorded?.treeSize, recorded?.root],
    );
  }
}

const rowOf = ({ leaf, leafHash, event, ranges }: Touch): object => ({
  leaf,
  hash: leafHash.toString('hex'),
  stream: event.stream,
  revision: String(event.revision),
  series: ranges.map(({ series }) => series),
  first: ranges.map(({ first }) => first),
  last: ranges.map(({ last }) => last),
});

/** Undefined for what cannot be a root of the leaves before it. */
export function recordedRoot(event: LoggedEvent, index: number): RecordedRoot | undefined {
  if (event.type !== 'MapRootRecorded' || !event.isJson) return undefined;
  const { treeSize, root } = dataOf(event);
  const bytes = typeof root === 'string' ? bytesOfBase64(root) : undefined;
  const isSize = typeof treeSize === 'number' && Number.isSafeInteger(treeSize);
  if (!isSize || treeSize < 1 || treeSize > index || bytes?.length !== hashSizeBytes) {
    return undefined;
  }
  return { root: bytes, treeSize, index, revision: event.revision };
}

function dataOf({ data }: LoggedEvent): Partial<Record<keyof MapRootRecorded['data'], unknown>> {
  try {
    const parsed: unknown = JSON.parse(new TextDecoder().decode(data));
    return typeof parsed === 'object' && parsed !== null ? parsed : {};
  } catch {
    return {};
  }
}
