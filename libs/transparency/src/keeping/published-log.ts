/** What anyone may read of the log: its newest head, who cosigned what, its keys, and the tiles. */
import type { Pool } from 'pg';
import { noteSignaturesMax } from '../evidence/note-form';
import { hashSizeBytes } from '../hashing';
import { logKeysMax } from '../key-chain';
import type { TileName } from '../tiles';
import { logSchema } from './tables';

export interface PublishedHead {
  /** The signed note. */
  readonly checkpoint: string;
  /** The public key that signed it. */
  readonly key: string;
}

export interface WitnessedHead {
  readonly centre: string;
  /** The key of the witness. */
  readonly key: string;
  readonly size: number;
  /** The note, signed by the log and cosigned by the witness. */
  readonly checkpoint: string;
  readonly cosignedAt: Date;
}

export interface PublishedKey {
  readonly key: string;
  /** What put it in the place of the one before; undefined for the first. */
  readonly announcement?: string;
  /** When it was announced, or signed first. */
  readonly since: Date;
}

export interface CosignedHead {
  /** The note, with the log's signature and theirs. */
  readonly checkpoint: string;
  readonly size: number;
}

/** A note has room for so many beside the log's own. */
const cosignaturesMax = noteSignaturesMax - 1;
/** Ten times as many as there are centres. */
const witnessKeysMax = 5_000;

export class PublishedLog {
  constructor(private readonly pool: Pool) {}

  /**
   * The newest head with the cosignatures it has. Undefined before the first was signed, and while
   * the tiles below it are made anew: an older one would be a log that was put back.
   */
  async head(): Promise<PublishedHead | undefined> {
    const rows = await this.rows<PublishedHead & { signatures: string[] }>(
      `SELECT checkpoint, key, ARRAY(
         SELECT signature FROM (
           SELECT DISTINCT ON (key) signature, centre FROM ${logSchema}.cosignature
           WHERE checkpoint = head.checkpoint ORDER BY key, cosigned_at DESC) AS latest
         ORDER BY centre LIMIT ${cosignaturesMax}) AS signatures
       FROM ${logSchema}.head
       WHERE revision = (SELECT max(revision) FROM ${logSchema}.head)
         AND revision <= (SELECT head_revision FROM ${logSchema}.progress)`,
    );
    const [head] = rows;
    if (!head) return undefined;
    const { checkpoint, key, signatures } = head;
    return { checkpoint: checkpoint + signatures.map((line) => `${line}\n`).join(''), key };
  }

  /** Of every key that ever cosigned, the newest of the largest heads that it cosigned. */
  async witnessed(): Promise<WitnessedHead[]> {
    const rows = await this.rows<WitnessedRow>(
      `SELECT DISTINCT ON (key) centre, key, size, checkpoint, signature, cosigned_at
       FROM ${logSchema}.cosignature
       ORDER BY key, size DESC, cosigned_at DESC LIMIT ${witnessKeysMax}`,
    );
    return rows.map(({ centre, key, size, checkpoint, signature, cosigned_at: cosignedAt }) => ({
      centre,
      key,
      size: Number(size),
      checkpoint: `${checkpoint}${signature}\n`,
      cosignedAt,
    }));
  }

  /**
   * Heads of fewer than `size` leaves with the cosignatures of the keys that cosigned no larger one,
   * largest first; of each size one, at most `countMax`.
   */
  async cosigned(countMax: number, size: number): Promise<CosignedHead[]> {
    const rows = await this.rows<{ size: string; checkpoint: string; signatures: string[] }>(
      `SELECT DISTINCT ON (size) size, checkpoint,
         (array_agg(signature ORDER BY centre, key))[1:${cosignaturesMax}] AS signatures
       FROM (SELECT DISTINCT ON (key) centre, key, size, checkpoint, signature
         FROM ${logSchema}.cosignature
         ORDER BY key, size DESC, cosigned_at DESC) AS newest
       WHERE size BETWEEN 1 AND $1
       GROUP BY size, checkpoint ORDER BY size DESC, count(*) DESC, checkpoint LIMIT $2`,
      [size - 1, countMax],
    );
    return rows.map(({ checkpoint, signatures, size: count }) => ({
      checkpoint: checkpoint + signatures.map((line) => `${line}\n`).join(''),
      size: Number(count),
    }));
  }

  /** Whether this very note, with the log's signature alone, was signed here. */
  async hasHead(checkpoint: string): Promise<boolean> {
    const rows = await this.rows<object>(
      `SELECT FROM ${logSchema}.head WHERE checkpoint = $1 LIMIT 1`,
      [checkpoint],
    );
    return rows.length > 0;
  }

  /** From the first key to the one that signs now; empty before the first head. */
  async keys(): Promise<PublishedKey[]> {
    const rows = await this.rows<KeyRow>(
      `(SELECT 0 AS rank, key, NULL AS announcement, recorded_at FROM ${logSchema}.head
          ORDER BY revision LIMIT 1)
       UNION ALL (SELECT 1 + revision, key, announcement, recorded_at FROM ${logSchema}.log_key)
       ORDER BY rank LIMIT ${logKeysMax}`,
    );
    return rows.map(({ key, announcement, recorded_at: since }) =>
      announcement === null ? { key, since } : { key, announcement, since },
    );
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

interface WitnessedRow {
  readonly centre: string;
  readonly key: string;
  readonly size: string;
  readonly checkpoint: string;
  readonly signature: string;
  readonly cosigned_at: Date;
}

interface KeyRow {
  readonly key: string;
  readonly announcement: string | null;
  readonly recorded_at: Date;
}

const isUndefinedTable = (error: unknown): boolean =>
  error instanceof Error && 'code' in error && (error.code === '42P01' || error.code === '3F000');
