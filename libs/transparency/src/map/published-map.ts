/** What the serial map in Postgres says of one serial, and how it leads to the recorded root. */
import type { Pool, PoolClient } from 'pg';
import type { Serial } from '#domain';
import { evidenceEventsMax } from '../evidence/evidence';
import { logSchema } from '../keeping/tables';
import { nodesBeside, seriesNodes, wayUp } from './absorb';
import { sha256 } from './block';
import {
  blockOf,
  chainAt,
  isEmptyChain,
  isSameHash,
  mapRootOf,
  mapTreeHeight,
  offsetOf,
  type SeriesNode,
} from './encoding';
import { type RecordedRoot, readMapState } from './map-tables';

/** Where an event stands, in the log and in the store. */
export interface TouchingLeaf {
  readonly index: number;
  readonly stream: string;
  readonly revision: bigint;
}

export interface SerialProof {
  readonly recorded: RecordedRoot;
  readonly series: readonly SeriesNode[];
  /** Empty where nothing touches the block. */
  readonly block: Uint8Array;
  /** Lowest first, undefined where there is none; no node at all where nothing touches the series. */
  readonly siblings: readonly (Uint8Array | undefined)[];
  /** Those that touch the serial, oldest first, below the recorded root. */
  readonly leaves: readonly TouchingLeaf[];
  /** Those behind it. */
  readonly later: readonly TouchingLeaf[];
}

/** One more than evidence can have: whoever makes it sees that there are too many. */
const touchesMax = evidenceEventsMax + 1;

/** Undefined while the blocks are those of no recorded root: for moments, or when none was. */
export async function serialProof(pool: Pool, serial: Serial): Promise<SerialProof | undefined> {
  const client = await pool.connect();
  const ignoreLateError = () => undefined;
  client.on('error', ignoreLateError);
  let broken: Error | undefined;
  try {
    await client.query('BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY');
    const proof = await readProof(client, serial);
    await client.query('COMMIT');
    return proof;
  } catch (error) {
    await client.query('ROLLBACK').catch((rollbackError: Error) => {
      broken = rollbackError;
    });
    if (isUndefinedTable(error)) return undefined;
    throw error;
  } finally {
    client.off('error', ignoreLateError);
    client.release(broken);
  }
}

async function readProof(client: PoolClient, serial: Serial): Promise<SerialProof | undefined> {
  const { recorded } = await readMapState(client);
  if (!recorded) return undefined;
  const series = await seriesNodes(client);
  if (!isSameHash(mapRootOf(sha256, series), recorded.root)) return undefined;
  const block = await readBlock(client, serial);
  const isKnown = series.some((one) => one.series === serial.series);
  return {
    recorded,
    series,
    block,
    siblings: isKnown ? await siblingsOf(client, serial) : [],
    leaves: await leavesOf(client, chainAt(block, offsetOf(serial.ordinal))),
    later: await laterLeaves(client, serial),
  };
}

async function readBlock(client: PoolClient, { series, ordinal }: Serial): Promise<Uint8Array> {
  const { rows } = await client.query<{ segments: Buffer }>(
    `SELECT segments FROM ${logSchema}.map_block WHERE series = $1 AND block = $2`,
    [series, blockOf(ordinal)],
  );
  return rows.at(0)?.segments ?? new Uint8Array();
}

async function siblingsOf(
  client: PoolClient,
  { series, ordinal }: Serial,
): Promise<(Uint8Array | undefined)[]> {
  const block = blockOf(ordinal);
  const nodes = await nodesBeside(client, series, [block]);
  return wayUp([block])
    .slice(0, mapTreeHeight)
    .map(([index], height) => nodes[height].get(index % 2 === 0 ? index + 1 : index - 1));
}

interface LeafRow {
  readonly leaf: string;
  readonly stream: string;
  readonly revision: string;
}

const leafOf = ({ leaf, stream, revision }: LeafRow): TouchingLeaf => ({
  index: Number(leaf),
  stream,
  revision: BigInt(revision),
});

/** Back along the chain, to its beginning. */
async function leavesOf(client: PoolClient, chain: Uint8Array): Promise<TouchingLeaf[]> {
  if (isEmptyChain(chain)) return [];
  const { rows } = await client.query<LeafRow>(
    `WITH RECURSIVE back AS (
       SELECT *, 1 AS steps FROM ${logSchema}.map_chain WHERE chain = $1
       UNION ALL
       SELECT next.*, steps + 1 FROM back JOIN ${logSchema}.map_chain AS next
         ON next.chain = back.before WHERE steps < ${touchesMax})
     SELECT leaf, stream, revision FROM back ORDER BY leaf`,
    [Buffer.from(chain)],
  );
  return rows.map(leafOf);
}

async function laterLeaves(
  client: PoolClient,
  { series, ordinal }: Serial,
): Promise<TouchingLeaf[]> {
  const { rows } = await client.query<LeafRow>(
    `SELECT leaf, stream, revision FROM ${logSchema}.map_touch AS touch
     WHERE EXISTS (SELECT FROM unnest(series, first, last) AS range (series, first, last)
       WHERE range.series = $1 AND $2 BETWEEN range.first AND range.last)
     ORDER BY leaf LIMIT ${touchesMax}`,
    [series, ordinal],
  );
  return rows.map(leafOf);
}

/** Nothing is there before a projector has run on this database. */
const isUndefinedTable = (error: unknown): boolean =>
  error instanceof Error && 'code' in error && (error.code === '42P01' || error.code === '3F000');
