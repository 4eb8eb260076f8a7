import type { PoolClient } from 'pg';
import { centreOfShortages, type Recorded, type ShortageEvent } from '#domain';
import { copyRows } from '../database/copy';
import { ShortageRow } from './shortage.entity';

/** Shortages declared and ended in a batch: few, so each is written by itself, in order. */
export class ShortageChanges {
  private readonly events: Recorded<ShortageEvent>[] = [];

  add(event: Recorded<ShortageEvent>): void {
    this.events.push(event);
  }

  /** Throws when a shortage ends that was not declared: the events contradict themselves. */
  async write(client: PoolClient, schema: string): Promise<void> {
    for (const event of this.events) {
      const centre = centreOfShortages(event.stream);
      if (centre === undefined) throw new Error(`${event.type} on ${event.stream}`);
      if (event.type === 'ShortageDeclared') {
        await copyRows(client, schema, ShortageRow, declaredRows(event, centre));
        continue;
      }
      const { levels } = event.data;
      const { rowCount } = await client.query(
        `UPDATE "${schema}".shortage SET ended_position = $3, ended_on = $4, ended_at = $5
         WHERE centre = $1 AND level = ANY($2::smallint[]) AND ended_position IS NULL`,
        [centre, levels, event.position, event.metadata.occurredOn, event.recordedAt],
      );
      if (rowCount !== levels.length) throw new Error('a shortage ends that was not declared');
    }
  }
}

const declaredRows = (event: Recorded<ShortageEvent>, centre: string): ShortageRow[] =>
  event.data.levels.map((level) => ({
    centre,
    level,
    declaredPosition: event.position,
    declaredOn: event.metadata.occurredOn,
    declaredAt: event.recordedAt,
    endedPosition: null,
    endedOn: null,
    endedAt: null,
  }));
