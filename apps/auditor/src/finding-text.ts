import { type EventReference, type Finding, findingPhrase } from '#audit';
import { type Language, spoken } from '#terminal';

const eventText = ({ type, stream, revision }: EventReference): string =>
  `${type} ${stream}@${revision}`;

/** One line; the check's id stands in brackets, the newest event concerned at the end. */
export function findingText(finding: Finding, language: Language): string {
  const { check, severity, params, events } = finding;
  const said = spoken(findingPhrase(check, params), language);
  const where = events.length === 0 ? '' : ` (${events.map(eventText).join(', ')})`;
  return `${severity} [${check}] ${said}${where}`;
}
