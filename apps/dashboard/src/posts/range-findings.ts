/** Findings about serials, which name no field: they belong where those serials were typed. */
import type { Finding } from '../api/problem';
import { inBoth, readRanges, type SerialRange } from './ranges';

/** As the API tells it, the range besides the serial where several are concerned. */
type RangeFinding = Finding & { readonly range?: SerialRange };

/** Gives each finding that has no path that of the first field whose text has its serials. */
export function atTheirSerials(
  findings: readonly Finding[],
  typed: readonly (readonly [field: string, text: string])[],
): Finding[] {
  const read = typed.map(([field, text]) => [field, readRanges(text).ranges] as const);
  return findings.map((finding: RangeFinding) => {
    const { path, serial, range } = finding;
    if (path !== undefined || serial === undefined) return finding;
    const concerned = [range ?? { from: serial, to: serial }];
    const found = read.find(([, ranges]) => inBoth(ranges, concerned).length > 0);
    return found ? { ...finding, path: `/${found[0]}` } : finding;
  });
}
