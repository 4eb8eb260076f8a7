/** The way of one serial from holder to holder, as lanes and the stops on them. */
import type { Schemas } from '../api/client';
import { type AccountKind, readAccount } from './account';

export interface Stop {
  /** Where it is from this step on; absent at the beginning. */
  readonly kind: AccountKind | undefined;
  readonly lane: number;
  readonly day: string;
  readonly event: string;
}

export interface Route {
  /** Codes of centres in the order in which they had it; the supplier, who has none, is undefined. */
  readonly lanes: readonly (string | undefined)[];
  /** Oldest first; the first is where it came from. */
  readonly stops: readonly Stop[];
}

type Entry = Pick<Schemas['HistoryEntryDto'], 'from' | 'to' | 'event' | 'occurredOn' | 'centre'>;

/** What is in transit stands with its sender until somebody else has it. */
export function routeOf(history: readonly Entry[]): Route {
  const lanes: (string | undefined)[] = [];
  const laneOf = (code: string | undefined): number => {
    const at = lanes.indexOf(code);
    return at < 0 ? lanes.push(code) - 1 : at;
  };
  const stops: Stop[] = [];
  for (const { from, to, event, occurredOn, centre } of history) {
    if (stops.length === 0) {
      const origin = readAccount(from);
      const lane = laneOf(origin.centre);
      stops.push({ kind: origin.kind, lane, day: occurredOn, event: '' });
    }
    const account = readAccount(to);
    const lane = laneOf(account.kind === 'transit' ? centre : account.centre);
    stops.push({ kind: account.kind, lane, day: occurredOn, event });
  }
  return { lanes, stops };
}
