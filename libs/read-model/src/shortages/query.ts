/** Shortages that hold, or held, for a centre. */
import type { CentreCode, Level, PlainDate } from '#domain';
import type { View } from '../database/snapshot';

/** The newest that are told. */
export const shortagesMax = 1_000;

export interface Shortage {
  /** A province or the top centre: for its subtree. */
  readonly declaredBy: CentreCode;
  readonly level: Level;
  readonly declaredOn: PlainDate;
  readonly declaredAt: Date;
  /** Absent while it lasts. */
  readonly endedOn?: PlainDate;
  readonly endedAt?: Date;
}

interface Row {
  centre: string;
  level: Level;
  declared_on: string;
  declared_at: Date;
  ended_on: string | null;
  ended_at: Date | null;
}

/** Declared by the centre itself or by one above it, newest first. */
export async function readShortages(view: View, centre: CentreCode): Promise<Shortage[]> {
  const rows = await view.rows<Row>(
    `SELECT s.centre, s.level, s.declared_on::text, s.declared_at, s.ended_on::text, s.ended_at
     FROM ${view.schema}.shortage s, ${view.schema}.centre c
     WHERE c.code = $1 AND s.centre = ANY(c.path)
     ORDER BY s.declared_position DESC, s.level DESC LIMIT ${shortagesMax}`,
    [centre],
  );
  return rows.map((row) => ({
    declaredBy: row.centre,
    level: row.level,
    declaredOn: row.declared_on,
    declaredAt: row.declared_at,
    endedOn: row.ended_on ?? undefined,
    endedAt: row.ended_at ?? undefined,
  }));
}
