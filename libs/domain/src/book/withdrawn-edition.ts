/**
 * Withdrawn editions (C14): from the day of the withdrawal on, their blanks are neither issued nor
 * used for replacements nor sent down. Returning, receiving, recovering, correcting, spoiling and
 * destroying them stays possible.
 */

import type { CommandContext } from '../command-context';
import type { Refusal } from '../refusals';
import { storedRange } from '../stored-numbers';
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
    const params = { edition, on };
    return ranges
      .map(storedRange)
      .map((range) => refuseRange('C14', 'edition-withdrawn', range, { path, params }));
  });
}
