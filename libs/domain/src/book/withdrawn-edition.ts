/**
 * Withdrawn editions (C14): from the day of the withdrawal on, their blanks are neither issued nor
 * used for replacements nor sent down. Returning, receiving, recovering, correcting, spoiling and
 * destroying them stays possible.
 */

import type { CommandContext } from '../command-context';
import type { Refusal } from '../refusals';
import { parseRange } from '../serials/serial';
import { addDays, shanghaiDate } from '../time/plain-date';
import type { Lot, PlainDate } from '../vocabulary';
import type { Facts } from './facts';
import { refuseRange } from './judging';

/**
 * The day of the withdrawal that stands in the way of using blanks of an edition; undefined when
 * none does. Judged by the day of the record (T4): of the approval, where there is one. What
 * happened before the withdrawal may still be posted for three days (policy) from that day on; and
 * while the paper books of a centre are loaded, the stated day decides.
 */
export function withdrawalInTheWay(
  edition: string,
  command: CommandContext,
  { withdrawnFrom, centres, policy }: Facts,
): PlainDate | undefined {
  const from = withdrawnFrom?.get(edition);
  if (from === undefined) return undefined;
  const { occurredOn, by, centre } = command;
  const liveFrom = centres.get(centre)?.liveFrom;
  if (by.backdate && liveFrom !== undefined && occurredOn < liveFrom) {
    return occurredOn < from ? undefined : from;
  }
  const recordedOn = shanghaiDate(new Date(command.approvedAt ?? command.decidedAt));
  const graceEndsOn = addDays(from, policy.on(recordedOn, 'withdrawalGraceDays'));
  return recordedOn < from || (occurredOn < from && recordedOn < graceEndsOn) ? undefined : from;
}

/** Every range of the lots that a withdrawal stands in the way of. */
export function judgeEditions(
  lots: readonly Lot[],
  command: CommandContext,
  facts: Facts,
  path: string,
): Refusal[] {
  return lots.flatMap(({ edition, ranges }) => {
    const on = withdrawalInTheWay(edition, command, facts);
    if (on === undefined) return [];
    return ranges.map((text) => {
      const range = parseRange(text);
      if (!range) throw new Error(`a lot holds no serial range: ${text.from}–${text.to}`);
      return refuseRange('C14', 'edition-withdrawn', range, { path, params: { edition, on } });
    });
  });
}
