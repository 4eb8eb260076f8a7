/** Why a row of a roster was not posted: by a rule, by its form, or by what became of its upload. */
import type { Language, Refusal } from '#domain';
import type { FindingDto } from '../problems/problem.dto';
import { renderFinding } from '../problems/render';
import {
  type FieldCode,
  fieldText,
  type Params,
  type ProblemCode,
  problemText,
} from '../problems/texts';
import { type ColumnKey, headingOf } from './columns';

export type Reason =
  | { readonly kind: 'rule'; readonly refusal: Refusal }
  | {
      readonly kind: 'cell';
      readonly column: ColumnKey;
      readonly code: FieldCode;
      readonly params?: Params;
    }
  | { readonly kind: 'upload'; readonly code: ProblemCode; readonly params?: Params };

/** Line and path are places in a request that the uploader never saw; the row says where. */
function withoutPlace({ path: _path, line: _line, ...refusal }: Refusal): Refusal {
  return refusal;
}

export const ruleReason = (refusal: Refusal): Reason => ({
  kind: 'rule',
  refusal: withoutPlace(refusal),
});

export function renderReason(reason: Reason, language: Language): FindingDto {
  switch (reason.kind) {
    case 'rule':
      return renderFinding(reason.refusal, language);
    case 'cell': {
      const { column, code, params = {} } = reason;
      const gap = language === 'en' ? ' ' : '';
      const message = `${headingOf(column, language)}${gap}${fieldText(code, params, language)}`;
      return { code, message, path: `/${column}`, ...(reason.params ? { params } : {}) };
    }
    case 'upload': {
      const { code, params = {} } = reason;
      return { code, message: problemText(code, params, language) };
    }
    default:
      reason satisfies never;
      throw new Error('unknown reason');
  }
}

/** All reasons of a row as one sentence for its last column. */
export const sentenceOf = (reasons: readonly Reason[], language: Language): string =>
  reasons
    .map((reason) => renderReason(reason, language).message)
    .join(language === 'en' ? '; ' : '；');
