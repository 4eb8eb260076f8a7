/** What anyone may read of the log: its newest head and the tiles below it. */
import type { Pool } from 'pg';
import { hashSizeBytes } from '../hashing';
import type { TileName } from '../tiles';
import { logSchema } from './tables';

export interface PublishedHead {
  /** The signed note. */
  readonly checkpoint: string;
  /** The public key that signed it. */
  readonly key: string;
}

export class PublishedLog {
  constructor(private readonly pool: Pool) {}

  /** Undefined before the first head was signed, or while the tiles below it are made anew. */
  async head(): Promise<PublishedHead | undefined> {
    const rows = await this.rows<PublishedHead>(
      `SELECT checkpoint, key FROM ${logSchema}.head
       WHERE revision = (SELECT head_revision FROM ${logSchema}.progress)`,
    );
    return rows.at(0);
  }

  /** Undefined for a tile that is not there, or has fewer hashes than asked for. */
  async tile({ level, index, width }: TileName): Promise<Buffer | undefined> {
    const rows = await this.rows<{ hashes: Buffer }>(
      `SELECT substring(hashes FOR $3) AS hashes FROM ${logSchema}.tile
       WHERE level = $1 AND index = $2 AND length(hashes) >= $3`,
      [level, index, width * hashSizeBytes],
    );
    return rows.at(0)?.hashes;
  }

  /** Nothing is there before a projector has run on this database. */
  private async rows<Row extends object>(
    statement: string,
    values: readonly unknown[] = [],
  ): Promise<Row[]> {
    try {
      return (await this.pool.query<Row>(statement, [...values])).rows;
    } catch (error) {
      if (isUndefinedTable(error)) return [];
      throw error;
    }
  }
}

const isUndefinedTable = (error: unknown): boolean =>
  error instanceof Error && 'code' in error && (error.code === '42P01' || error.code === '3F000');
