/** Where on a form a refusal belongs: the API names fields by JSON Pointers into the body. */
import type { Finding } from '../api/problem';

/** `/planned/5` as a form names its fields: `['planned', '5']`. */
export function fieldOf(path: string): string[] {
  return path
    .split('/')
    .slice(1)
    .map((step) => step.replaceAll('~1', '/').replaceAll('~0', '~'));
}

export interface PlacedFindings {
  /** By field as the form names it, joined by slashes. */
  readonly byField: ReadonlyMap<string, readonly string[]>;
  /** What names no field of this form. */
  readonly others: readonly Finding[];
}

/** Puts each finding at the longest part of its path that the form has a field for. */
export function placeFindings(
  findings: readonly Finding[],
  fields: readonly string[],
): PlacedFindings {
  const byField = new Map<string, string[]>();
  const others: Finding[] = [];
  for (const finding of findings) {
    const field = nearestField(finding.path, fields);
    if (field === undefined) others.push(finding);
    else byField.set(field, [...(byField.get(field) ?? []), finding.message]);
  }
  return { byField, others };
}

function nearestField(path: string | undefined, fields: readonly string[]): string | undefined {
  const steps = path === undefined ? [] : fieldOf(path);
  for (let length = steps.length; length > 0; length--) {
    const field = steps.slice(0, length).join('/');
    if (fields.includes(field)) return field;
  }
  return undefined;
}
