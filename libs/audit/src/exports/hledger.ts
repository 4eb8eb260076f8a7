/**
 * The custody of blanks as a journal of hledger, a bookkeeping program that knows nothing of ours:
 * what it adds up must be what we say. One transaction for each moving event, one posting for each
 * account, level and edition it touches; a commodity is a level and an edition.
 */
import {
  type Account,
  accountText,
  countOf,
  formatRange,
  type Level,
  type Movement,
  movements,
  type RecordedEvent,
} from '#domain';
import { paperOf } from '../event-reference';

const heading = [
  '; Custody of blank certificates, one transaction for each event that moves any.',
  '; Accounts are kind:centre (transit:consignment); a commodity is "level edition".',
  '; Dates are when it happened; `recorded` is when the store took it.',
];

/** Text in pieces, each ending a line. Events come in the order of the log. */
export async function* hledgerJournal(
  events: AsyncIterable<RecordedEvent>,
): AsyncGenerator<string> {
  yield `${heading.join('\n')}\n`;
  for await (const event of events) {
    const moved = movements(event);
    if (moved.length > 0) yield transaction(event, moved);
  }
}

function transaction(event: RecordedEvent, moved: readonly Movement[]): string {
  const { stream, revision, type, id, recordedAt, metadata } = event;
  const paper = paperOf(event);
  const lines = [
    `${metadata.occurredOn} ${type}${paper === null ? '' : ` | ${oneLine(paper)}`}`,
    `    ; event: ${escaped(stream)}@${revision}, id: ${id}, recorded: ${recordedAt.toISOString()}`,
    ...moved.flatMap(postings),
  ];
  return `\n${lines.join('\n')}\n`;
}

/** What leaves one account comes into another; the serials stand beside it. */
function postings({ from, to, level, edition, ranges }: Movement): string[] {
  const quantity = ranges.reduce((sum, range) => sum + countOf(range), 0);
  const commodity = hledgerCommodity(level, edition);
  const serials = ranges.map((range) => rangeText(formatRange(range))).join(' ');
  return [
    `    ${hledgerAccount(to)}  ${quantity} ${commodity}  ; ${serials}`,
    `    ${hledgerAccount(from)}  ${-quantity} ${commodity}`,
  ];
}

const rangeText = ({ from, to }: { from: string; to: string }): string =>
  from === to ? from : `${from}-${to}`;

/** As `stock:52010001`, `transit:52000001-17`, `origin`; what would end it by its code. */
export const hledgerAccount = (account: Account): string =>
  escaped(accountText(account).replace('@', ':'));

/** A name is one word, without what begins a comment, a commodity or a date within a comment. */
const escaped = (name: string): string =>
  name.replace(/[%";,[\]\s\p{Cc}]/gu, (char) => encodeURIComponent(char));

/** In quotes, with what would end them or the line written by its code. */
export const hledgerCommodity = (level: Level, edition: string): string =>
  `"${level} ${edition.replace(/[%";\p{Cc}]/gu, (char) => encodeURIComponent(char))}"`;

/** No end of line, and nothing that begins a comment. */
const oneLine = (text: string): string => text.replace(/[\p{Cc}\u2028\u2029;]/gu, ' ');
