/** Checks of a post that names a signed roster, whether for certificates or for vouchers. */

import type { CommandContext } from '../command-context';
import { type CertificateNumber, parseCertificateNumber } from '../numbers/certificate-number';
import { isResidentId } from '../numbers/resident-id';
import type { Refusal, RuleId } from '../refusals';
import { echoed } from '../text-form';
import type { CentreCode, Holder, Level, Occupation, Roster } from '../vocabulary';
import { type Book, rosterKey } from './book';
import type { Facts } from './facts';
import { judgeNotLater } from './judging';
import type { NumberEntry } from './number-index';
import type { RosterUse } from './roster-uses';

export interface RosterLine {
  readonly certificateNumber: string;
  readonly holder: Holder;
}

export interface RosterPost extends CommandContext {
  readonly roster: Roster;
  readonly level: Level;
  readonly occupation: Occupation;
  readonly station: CentreCode;
  readonly lines: readonly RosterLine[];
}

/** What offends in a line; where the line stands is added by `atLine`. */
export type Found = Omit<Refusal, 'path' | 'line' | 'serial'> & { readonly field: string };

/** N5 (station unknown or not this centre's), then what the roster itself does wrong. */
export function judgeGround(book: Book, post: RosterPost, { centres }: Facts): Refusal[] {
  const { station } = post;
  const known = centres.get(station);
  const isOwn = known?.tier === 'station' && known.parent === book.centre;
  const strange: Refusal[] = isOwn
    ? []
    : [{ rule: 'N5', code: 'station-not-of-centre', path: '/station', params: { station } }];
  return [...strange, ...judgeRoster(book, post)];
}

/** T1 (signed later than the post), C7 (known with another date or number passed; too many). */
function judgeRoster(book: Book, post: RosterPost): Refusal[] {
  const { roster } = post;
  const refusals = judgeNotLater(roster.signedOn, post.occurredOn, '/roster/signedOn');
  const before = rosterOf(book, post);
  const { reference } = roster;
  const isNew = ({ certificateNumber }: RosterLine) => {
    const number = parseCertificateNumber(certificateNumber);
    return !number || before === undefined || book.numbers.find(number)?.roster !== before.index;
  };
  if (before && before.signedOn !== roster.signedOn) {
    const params = { reference, before: before.signedOn, now: roster.signedOn };
    refusals.push({ rule: 'C7', code: 'roster-other-date', path: '/roster/signedOn', params });
  }
  if (before && before.passed !== roster.passed) {
    const params = { reference, before: before.passed, now: roster.passed };
    refusals.push({ rule: 'C7', code: 'roster-other-passed', path: '/roster/passed', params });
  }
  const total = (before?.used ?? 0) + post.lines.filter(isNew).length;
  if (total > roster.passed) {
    const params = { reference, passed: roster.passed, total };
    refusals.push({ rule: 'C7', code: 'more-than-passed', path: '/roster/passed', params });
  }
  return refusals;
}

/** What the book knows of the post's roster. */
export function rosterOf(book: Book, post: RosterPost): RosterUse | undefined {
  const { station, occupation, level, roster } = post;
  return book.rosters.get(rosterKey(station, occupation, level, roster.reference));
}

export interface JudgedNumber {
  /** Undefined when the text is no certificate number. */
  readonly number?: CertificateNumber;
  /** What the book has of it. */
  readonly entry?: NumberEntry;
  readonly found: readonly Found[];
}

/**
 * N3, N5 (institution, year, level), `usedRule` (on a certificate already; for another roster), T3
 * (something happened to it later), C7 (twice in the post: in `seen`, which is added to).
 */
export function judgeNumber(
  book: Book,
  post: RosterPost,
  text: string,
  { seen, usedRule }: { readonly seen: Set<string>; readonly usedRule: RuleId },
): JudgedNumber {
  const field = 'certificateNumber';
  const number = parseCertificateNumber(text);
  if (!number) {
    const params = { number: echoed(text) };
    return { found: [{ rule: 'N3', code: 'certificate-number-malformed', field, params }] };
  }
  const entry = book.numbers.find(number);
  const params = { number: text };
  const found = judgeParts(book, post, number, params);
  const use = judgeUse(entry, rosterOf(book, post));
  if (use) found.push({ rule: usedRule, code: use, field, params });
  if (entry && entry.on > post.occurredOn) {
    const when = { from: text, to: text, on: entry.on };
    found.push({ rule: 'T3', code: 'earlier-than-last-event', field, params: when });
  }
  if (seen.has(text)) found.push({ rule: 'C7', code: 'number-repeated', field, params });
  seen.add(text);
  return entry ? { number, entry, found } : { number, found };
}

/** N5: the institution is the centre or the station, the year the signing's, the level the post's. */
function judgeParts(
  book: Book,
  { station, roster, level }: RosterPost,
  number: CertificateNumber,
  named: { readonly number: string },
): Found[] {
  const refuse = (code: Refusal['code'], more: Record<string, string | number>): Found => ({
    rule: 'N5',
    code,
    field: 'certificateNumber',
    params: { ...named, ...more },
  });
  const found: Found[] = [];
  const { institution, year } = number;
  if (institution !== book.centre && institution !== station) {
    found.push(refuse('number-of-other-institution', { institution, station }));
  }
  if (year !== roster.signedOn.slice(2, 4)) {
    found.push(refuse('number-of-other-year', { year, signedOn: roster.signedOn }));
  }
  if (number.level !== level) {
    found.push(refuse('number-of-other-level', { level: number.level, wanted: level }));
  }
  return found;
}

/** A number has one certificate, and belongs to the roster it was first used for (P3, V4, C7). */
function judgeUse(
  entry: NumberEntry | undefined,
  roster: RosterUse | undefined,
): 'number-in-use' | 'number-of-other-roster' | undefined {
  if (!entry) return undefined;
  if (entry.state === 'in-force' || entry.state === 'none') return 'number-in-use';
  return entry.roster === roster?.index ? undefined : 'number-of-other-roster';
}

/** N6; the number itself never appears in a refusal, which may end up on a screen or in a log. */
export function judgeHolder({ holder }: RosterLine): Found[] {
  const { type, number } = holder.document;
  if (type !== 'resident-id' || isResidentId(number)) return [];
  return [{ rule: 'N6', code: 'identity-number-invalid', field: 'holder/document/number' }];
}

/** Refusals of the line at an index, from 0. */
export function atLine(found: readonly Found[], index: number): Refusal[] {
  return found.map(({ field, ...rest }) => ({
    ...rest,
    path: `/lines/${index}/${field}`,
    line: index + 1,
  }));
}
