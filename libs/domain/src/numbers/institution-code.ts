/**
 * Institution codes (N4): 2 digits province or industry, by the ministry's own table, 2 city,
 * 1 type, 3 sequence. The type tells a centre from a station.
 */
import type { Tier } from '../vocabulary';

export const institutionTypes = {
  '0': 'centre',
  '1': 'national-station',
  '2': 'local-station',
  '3': 'industry-station',
  '4': 'enterprise',
} as const;
export type InstitutionType = (typeof institutionTypes)[keyof typeof institutionTypes];

const codePattern = /^[0-9]{4}([0-4])[0-9]{3}$/;

/** The kind of institution a code names; undefined when it is no institution code. */
export function institutionTypeOf(code: string): InstitutionType | undefined {
  const match = codePattern.exec(code);
  return match ? institutionTypes[match[1] as keyof typeof institutionTypes] : undefined;
}

/** Whether a code's type digit fits a tier: `0` for centres, `1` to `4` for stations. */
export function codeFitsTier(code: string, tier: Tier): boolean {
  const type = institutionTypeOf(code);
  return type !== undefined && (type === 'centre') === (tier !== 'station');
}
