/** What can happen on the stream of one centre's shortages: a province's, or the top centre's. */
import type { CentreCode, Level } from '../vocabulary';

/** Blanks of these levels are short in the centre's subtree: vouchers may be issued (V1). */
export interface ShortageDeclared {
  type: 'ShortageDeclared';
  data: { levels: readonly Level[] };
}

/** Blanks of these levels have arrived: certificates are printed again. */
export interface ShortageEnded {
  type: 'ShortageEnded';
  data: { levels: readonly Level[] };
}

export type ShortageEvent = ShortageDeclared | ShortageEnded;

export const shortageEventTypes = [
  'ShortageDeclared',
  'ShortageEnded',
] as const satisfies readonly ShortageEvent['type'][];

const prefix = 'shortage-';

export const shortageStream = (centre: CentreCode): string => `${prefix}${centre}`;

/** The centre whose shortages a stream tells; undefined for every other stream. */
export function centreOfShortages(stream: string): CentreCode | undefined {
  return stream.startsWith(prefix) ? stream.slice(prefix.length) : undefined;
}
