/** Returns and applications: one centre's, or those of all centres right below another. */
import {
  type Actor,
  addQuantities,
  type CentreCode,
  emptyQuarterFile,
  evolveQuarter,
  type LevelQuantities,
  type Lot,
  levels,
  noQuantities,
  parseRange,
  type QuarterEvent,
  type QuarterFile,
  type QuarterText,
  quantitiesOf,
  quarterStream,
  type Recorded,
  statisticsFor,
  totalOf,
} from '#domain';
import type { ConsignmentStatus } from '../consignments/query';
import type { View } from '../database/snapshot';

export interface QuarterAnswer {
  readonly file: QuarterFile;
  /** Sent against the application, what was taken back left aside. */
  readonly sent: LevelQuantities;
  /** Of it received, accepted and damaged. */
  readonly received: LevelQuantities;
}

interface EventRow {
  centre: string;
  revision: string;
  position: string;
  event_id: string;
  type: string;
  data: object;
  actor: Actor;
  occurred_on: string;
  decided_at: string;
  recorded_at: Date;
}

interface ConsignmentRow {
  receiver: string;
  status: ConsignmentStatus;
  lots: Lot[];
  accepted: Lot[] | null;
  damaged: Lot[] | null;
}

/** One centre's file for the quarter applied for; empty where nothing was filed. */
export async function readQuarter(
  view: View,
  centre: CentreCode,
  appliedFor: QuarterText,
): Promise<QuarterAnswer> {
  const [answer] = await readQuarters(view, [centre], appliedFor);
  return answer;
}

/** The files of some centres for the quarter applied for, in their order. */
export async function readQuarters(
  view: View,
  centres: readonly CentreCode[],
  appliedFor: QuarterText,
): Promise<QuarterAnswer[]> {
  const quarter = statisticsFor(appliedFor);
  const events = await view.rows<EventRow>(
    `SELECT centre, revision, position, event_id, type, data, actor, occurred_on::text, decided_at,
       recorded_at
     FROM ${view.schema}.quarter_event WHERE quarter = $1 AND centre = ANY($2::text[])
     ORDER BY centre, revision`,
    [quarter, centres],
  );
  const consignments = await view.rows<ConsignmentRow>(
    `SELECT receiver, status, lots, accepted, damaged FROM ${view.schema}.consignment
     WHERE application = $1 AND receiver = ANY($2::text[]) AND status <> 'taken-back'`,
    [appliedFor, centres],
  );
  const files = new Map(
    centres.map((centre) => [centre, emptyQuarterFile(quarterStream(centre, quarter))]),
  );
  for (const row of events) {
    const file = files.get(row.centre);
    if (file) evolveQuarter(file, recorded(row, file));
  }
  return [...files].map(([centre, file]) => {
    const own = consignments.filter(({ receiver }) => receiver === centre);
    return {
      file,
      sent: sumOf(own.map(({ lots }) => lots)),
      received: sumOf(
        own.map(({ accepted, damaged }) => [...(accepted ?? []), ...(damaged ?? [])]),
      ),
    };
  });
}

/** Which of a centre's quarters have an application or a zero. */
export async function appliedQuarters(view: View): Promise<ReadonlySet<string>> {
  const rows = await view.rows<{ centre: string; quarter: string }>(
    `SELECT DISTINCT centre, quarter FROM ${view.schema}.quarter_event
     WHERE type IN ('ApplicationFiled', 'ZeroApplicationRecorded')`,
    [],
  );
  return new Set(rows.map(({ centre, quarter }) => quarterStream(centre, quarter)));
}

function recorded(row: EventRow, file: QuarterFile): Recorded<QuarterEvent> {
  const { actor, occurred_on: occurredOn, decided_at: decidedAt } = row;
  return {
    type: row.type,
    data: row.data,
    id: row.event_id,
    stream: quarterStream(file.centre, file.quarter),
    revision: BigInt(row.revision),
    position: BigInt(row.position),
    recordedAt: row.recorded_at,
    metadata: { schema: 1, actor, occurredOn, decidedAt, correlationId: row.event_id },
  } as Recorded<QuarterEvent>;
}

const sumOf = (parts: readonly (readonly Lot[])[]): LevelQuantities =>
  parts.map(quantitiesIn).reduce(addQuantities, noQuantities);

function quantitiesIn(lots: readonly Lot[]): LevelQuantities {
  const sums = Object.fromEntries(levels.map((level) => [level, 0])) as Record<string, number>;
  for (const { level, ranges } of lots) {
    for (const text of ranges) {
      const range = parseRange(text);
      if (range) sums[level] += totalOf([range]);
    }
  }
  return quantitiesOf((level) => sums[level]);
}
