/** The sender takes a refused consignment back into stock (C6). */
import { type Decision, refusedBy } from '../refusals';
import type { Book } from './book';
import type { BookCommand, TakeBackBlanks } from './commands';
import type { BookEvent } from './events';
import type { Facts } from './facts';

/**
 * Refuses, in this order: C6 (not sent from here, taken back before, not refused by the
 * receiver), T3 (earlier than the refusal).
 */
export function takeBackBlanks(
  book: Book,
  { consignment, occurredOn }: BookCommand<TakeBackBlanks>,
  { answer }: Facts,
): Decision<BookEvent> {
  const params = { consignment };
  const sent = book.sent.get(consignment);
  if (!sent) return refusedBy([{ rule: 'C6', code: 'consignment-unknown', params }]);
  if (sent.takenBack) {
    return refusedBy([{ rule: 'C6', code: 'consignment-taken-back', params }]);
  }
  if (answer?.answer !== 'refused') {
    const state = { ...params, answer: answer?.answer ?? 'unanswered' };
    return refusedBy([{ rule: 'C6', code: 'consignment-not-refused', params: state }]);
  }
  if (occurredOn < answer.on) {
    return refusedBy([
      { rule: 'T3', code: 'earlier-than-refusal', path: '/occurredOn', params: { on: answer.on } },
    ]);
  }
  const data = { consignment, to: sent.to, lots: sent.lots };
  return { events: [{ type: 'BlanksTakenBack', data }], warnings: [] };
}
