import { centreOfBook, type Recorded, type StockCounted } from '#domain';
import type { StockCountRow } from './stock-count.entity';

export function stockCountRow(event: Recorded<StockCounted>): StockCountRow {
  const { data, metadata, position, revision, recordedAt } = event;
  return {
    position,
    centre: centreOfBook(event.stream) ?? '',
    revision,
    occurredOn: metadata.occurredOn,
    recordedAt,
    actorUser: metadata.actor.user,
    countedAt: BigInt(data.countedAt),
    countedBy: [...data.countedBy],
    levels: data.levels,
    ranges: data.ranges,
    spoiled: data.spoiled ?? null,
    missing: data.missing,
    unexpected: data.unexpected,
    movedSince: data.movedSince,
  };
}
