/**
 * Touches into blocks, chains and nodes, a page of leaves at a time: memory is bounded by the page
 * and by the blocks in hand, whatever the nation has.
 */
import type { PoolClient } from 'pg';
import type { SerialRange, Series } from '#domain';
import { sha256 } from '#transparency/bytes';
import { logSchema } from '../keeping/tables';
import { advanceBy, type BlockTouch, touchBlock } from './block';
import { blockHash, compareSeries, mapRootOf, mapTreeHeight, type SeriesNode } from './encoding';
import { readMapState } from './map-tables';
import { byBlock, raise } from './serial-map';

const leavesInPageMax = 2_000;
/** One leaf alone may have more. */
const rangesInPageMax = 100_000;
/** Of up to 136 KiB each. */
const blocksInHandMax = 64;
const writtenSizeBytesMax = 2 * 1024 * 1024;

interface TouchRow {
  readonly leaf: string;
  readonly leaf_hash: Buffer;
  readonly stream: string;
  readonly revision: string;
  readonly series: string[];
  readonly first: string[];
  readonly last: string[];
}

interface Chain {
  readonly chain: Uint8Array;
  readonly before: Uint8Array;
  readonly touch: TouchRow;
}

/** Takes the next page in, in the caller's transaction. Answers whether there was any. */
export async function absorbPage(client: PoolClient): Promise<boolean> {
  await readMapState(client, 'FOR UPDATE');
  const { rows } = await client.query<TouchRow>(
    `SELECT * FROM (
       SELECT *, sum(cardinality(series)) OVER (ORDER BY leaf) AS ranges
       FROM ${logSchema}.map_touch ORDER BY leaf LIMIT ${leavesInPageMax}) AS page
     WHERE ranges <= ${rangesInPageMax} OR ranges = cardinality(series) ORDER BY leaf`,
  );
  const last = rows.at(-1);
  if (!last) return false;
  const chains: Chain[] = [];
  const work = workOf(rows, chains);
  for (const [series, blocks] of work) {
    const numbers = [...blocks.keys()].sort((one, other) => one - other);
    for (let at = 0; at < numbers.length; at += blocksInHandMax) {
      const some = numbers.slice(at, at + blocksInHandMax);
      await touchBlocks(client, series, new Map(some.map((one) => [one, blocks.get(one) ?? []])));
    }
  }
  await writeChains(client, chains);
  await client.query(`DELETE FROM ${logSchema}.map_touch WHERE leaf <= $1`, [last.leaf]);
  await client.query(`UPDATE ${logSchema}.map_state SET absorbed_size = $1`, [
    Number(last.leaf) + 1,
  ]);
  return true;
}

/** What to do to which block, leaf by leaf; the chains are noted as they are made. */
function workOf(
  rows: readonly TouchRow[],
  chains: Chain[],
): Map<Series, Map<number, BlockTouch[]>> {
  const work = new Map<Series, Map<number, BlockTouch[]>>();
  for (const touch of rows) {
    const advance = advanceBy(Number(touch.leaf), touch.leaf_hash, (chain, before) => {
      chains.push({ chain, before, touch });
    });
    for (const [series, spansByBlock] of byBlock(rangesOf(touch))) {
      const blocks = work.get(series) ?? new Map<number, BlockTouch[]>();
      work.set(series, blocks);
      for (const [block, spans] of spansByBlock) {
        const touches = blocks.get(block);
        if (touches) touches.push({ spans, advance });
        else blocks.set(block, [{ spans, advance }]);
      }
    }
  }
  return work;
}

const rangesOf = ({ series, first, last }: TouchRow): SerialRange[] =>
  series.map((one, at) => ({ series: one, first: Number(first[at]), last: Number(last[at]) }));

async function touchBlocks(
  client: PoolClient,
  series: Series,
  work: ReadonlyMap<number, readonly BlockTouch[]>,
): Promise<void> {
  const blocks = await readBlocks(client, series, [...work.keys()]);
  for (const [block, touches] of work) {
    const before = blocks.get(block) ?? new Uint8Array();
    blocks.set(block, touchBlock(before, ...touches));
  }
  await writeBlocks(client, series, blocks);
  await raiseNodes(client, series, blocks);
}

async function readBlocks(
  client: PoolClient,
  series: Series,
  numbers: readonly number[],
): Promise<Map<number, Uint8Array>> {
  const { rows } = await client.query<{ block: number; segments: Buffer }>(
    `SELECT block, segments FROM ${logSchema}.map_block WHERE series = $1 AND block = ANY ($2)`,
    [series, numbers],
  );
  return new Map(rows.map(({ block, segments }) => [block, segments]));
}

async function writeBlocks(
  client: PoolClient,
  series: Series,
  blocks: ReadonlyMap<number, Uint8Array>,
): Promise<void> {
  let numbers: number[] = [];
  let segments: Uint8Array[] = [];
  let sizeBytes = 0;
  const flush = async (): Promise<void> => {
    if (numbers.length === 0) return;
    await client.query(
      `INSERT INTO ${logSchema}.map_block (series, block, segments)
       SELECT $1, * FROM unnest($2::int[], $3::bytea[])
       ON CONFLICT (series, block) DO UPDATE SET segments = excluded.segments`,
      [series, numbers, segments],
    );
    [numbers, segments, sizeBytes] = [[], [], 0];
  };
  for (const [block, bytes] of blocks) {
    numbers.push(block);
    segments.push(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length));
    sizeBytes += bytes.length;
    if (sizeBytes > writtenSizeBytesMax) await flush();
  }
  await flush();
}

/** The nodes above these blocks, from those beside them. */
async function raiseNodes(
  client: PoolClient,
  series: Series,
  blocks: ReadonlyMap<number, Uint8Array>,
): Promise<void> {
  const numbers = [...blocks.keys()];
  const nodes = await nodesBeside(client, series, numbers);
  for (const [block, bytes] of blocks) nodes[0].set(block, blockHash(sha256, bytes));
  raise(numbers, (height) => nodes[height]);
  const heights: number[] = [];
  const indexes: number[] = [];
  const hashes: Buffer[] = [];
  for (const [height, changed] of wayUp(numbers).entries()) {
    for (const index of changed) {
      heights.push(height);
      indexes.push(index);
      hashes.push(Buffer.from(nodes[height].get(index) ?? []));
    }
  }
  await client.query(
    `INSERT INTO ${logSchema}.map_node (series, height, index, hash)
     SELECT $1, * FROM unnest($2::smallint[], $3::int[], $4::bytea[])
     ON CONFLICT (series, height, index) DO UPDATE SET hash = excluded.hash`,
    [series, heights, indexes, hashes],
  );
}

/** Of every height, the nodes that are these blocks or stand above them. */
export function wayUp(blocks: readonly number[]): number[][] {
  const heights = [[...blocks]];
  for (let height = 0; height < mapTreeHeight; height += 1) {
    heights.push([...new Set(heights[height].map((index) => Math.floor(index / 2)))]);
  }
  return heights;
}

/** By height and index, those that stand beside the way up from these blocks, where there are any. */
export async function nodesBeside(
  client: Pick<PoolClient, 'query'>,
  series: Series,
  blocks: readonly number[],
): Promise<Map<number, Uint8Array>[]> {
  const nodes = Array.from({ length: mapTreeHeight + 1 }, () => new Map<number, Uint8Array>());
  const wanted = wayUp(blocks).flatMap((indexes, height) =>
    indexes.map((index) => ({ height, index: index % 2 === 0 ? index + 1 : index - 1 })),
  );
  const { rows } = await client.query<{ height: number; index: number; hash: Buffer }>(
    `SELECT height, index, hash FROM ${logSchema}.map_node
     JOIN unnest($2::smallint[], $3::int[]) AS wanted (height, index) USING (height, index)
     WHERE series = $1`,
    [series, wanted.map(({ height }) => height), wanted.map(({ index }) => index)],
  );
  for (const { height, index, hash } of rows) nodes[height].set(index, hash);
  return nodes;
}

async function writeChains(client: PoolClient, chains: readonly Chain[]): Promise<void> {
  const rowsMax = 10_000;
  for (let at = 0; at < chains.length; at += rowsMax) {
    const some = chains.slice(at, at + rowsMax);
    await client.query(
      `INSERT INTO ${logSchema}.map_chain (chain, before, leaf, stream, revision)
       SELECT * FROM unnest($1::bytea[], $2::bytea[], $3::bigint[], $4::text[], $5::bigint[])
       ON CONFLICT DO NOTHING`,
      [
        some.map(({ chain }) => Buffer.from(chain)),
        some.map(({ before }) => Buffer.from(before)),
        some.map(({ touch }) => touch.leaf),
        some.map(({ touch }) => touch.stream),
        some.map(({ touch }) => touch.revision),
      ],
    );
  }
}

/** The top node of every series, in their order: of the touches that are in the blocks. */
export async function seriesNodes(client: Pick<PoolClient, 'query'>): Promise<SeriesNode[]> {
  const { rows } = await client.query<{ series: string; hash: Buffer }>(
    `SELECT series, hash FROM ${logSchema}.map_node WHERE height = ${mapTreeHeight}`,
  );
  return rows
    .map(({ series, hash }) => ({ series, node: hash }))
    .sort((one, other) => compareSeries(one.series, other.series));
}

export const absorbedRoot = async (client: Pick<PoolClient, 'query'>): Promise<Buffer> =>
  Buffer.from(mapRootOf(sha256, await seriesNodes(client)));
