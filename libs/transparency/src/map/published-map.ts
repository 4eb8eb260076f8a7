/** What the serial map in Postgres says of one serial, and how it leads to the recorded root. */
import type { Pool, PoolClient } from 'pg';
import type { Serial } from '#domain';
import { sha256 } from '#transparency/bytes';
import { evidenceEventsMax } from '../evidence/evidence';
import { logSchema } from '../keeping/tables';
import { nodesBeside, seriesNodes, wayUp } from './absorb';
import {
  blockOf,
  chainAt,
  chainOfSegment,
  isEmptyChain,
  isSameHash,
  mapRootOf,
  mapTreeHeight,
  offsetOf,
  type SeriesNode,
  segmentCountOf,
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

/** What is asked of the map walks along chains, which grow with what an operator lets happen. */
const queryMsMax = 10_000;

/** One more than evidence can have: whoever makes it sees that there are too many. */
const touchesMax = evidenceEventsMax + 1;

/** Undefined while the blocks are those of no recorded root: for moments, or when none was. */
export const serialProof = (pool: Pool, serial: Serial): Promise<SerialProof | undefined> =>
  inSnapshot(pool, async (client) => {
    const shown = await readShown(client, serial);
    if (!shown) return undefined;
    const chain = chainAt(shown.block, offsetOf(serial.ordinal));
    const later = await laterLeaves(client, serial);
    return { ...shown, leaves: await leavesOf(client, chain), later };
  });

/** What leads the block of a serial to the recorded root. */
export interface BlockProof extends Omit<SerialProof, 'later'> {
  /** Whether there are more leaves than are answered. */
  readonly isCut: boolean;
}

/**
 * As `serialProof`, of the whole block; with the leaves below the recorded root that touch a serial
 * of it which the stream touched there: at most `leavesMax`.
 */
export const blockProof = (
  pool: Pool,
  serial: Serial,
  stream: string,
  leavesMax: number,
): Promise<BlockProof | undefined> =>
  inSnapshot(pool, async (client) => {
    const shown = await readShown(client, serial);
    if (!shown) return undefined;
    const leaves = await leavesBeside(client, shown.block, stream, leavesMax + 1);
    const isCut = leaves.length > leavesMax;
    return { ...shown, leaves: leaves.slice(0, leavesMax), isCut };
  });

async function inSnapshot<Result>(
  pool: Pool,
  read: (client: PoolClient) => Promise<Result>,
): Promise<Result | undefined> {
  const client = await pool.connect();
  const ignoreLateError = () => undefined;
  client.on('error', ignoreLateError);
  let broken: Error | undefined;
  try {
    await client.query(
      `BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY; SET LOCAL statement_timeout = ${queryMsMax}`,
    );
    const result = await read(client);
    await client.query('COMMIT');
    return result;
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

async function readShown(
  client: PoolClient,
  serial: Serial,
): Promise<Omit<SerialProof, 'leaves' | 'later'> | undefined> {
  const { recorded } = await readMapState(client);
  if (!recorded) return undefined;
  const series = await seriesNodes(client);
  if (!isSameHash(mapRootOf(sha256, series), recorded.root)) return undefined;
  const block = await readBlock(client, serial);
  const isKnown = series.some((one) => one.series === serial.series);
  return { recorded, series, block, siblings: isKnown ? await siblingsOf(client, serial) : [] };
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

/** Back along every chain of the block that comes by the stream; at most `countMax`, oldest first. */
async function leavesBeside(
  client: PoolClient,
  block: Uint8Array,
  stream: string,
  countMax: number,
): Promise<TouchingLeaf[]> {
  const chains = Array.from({ length: segmentCountOf(block) }, (_, segment) =>
    Buffer.from(chainOfSegment(block, segment)),
  );
  const { rows } = await client.query<LeafRow>(
    `WITH RECURSIVE back AS (
       SELECT chain AS top, *, 1 AS steps FROM ${logSchema}.map_chain WHERE chain = ANY ($1)
       UNION ALL
       SELECT back.top, next.*, steps + 1 FROM back JOIN ${logSchema}.map_chain AS next
         ON next.chain = back.before WHERE steps < ${touchesMax})
     SELECT DISTINCT leaf, stream, revision FROM back
     WHERE top IN (SELECT top FROM back WHERE stream = $2) ORDER BY leaf LIMIT $3`,
    [chains, stream, countMax],
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
