import { type Language, messageOf, type Refusal } from '#domain';
import { type FieldFinding, Problem, RefusedProblem } from './problem';
import type { FindingDto, ProblemDto } from './problem.dto';
import { fieldText, problemText } from './texts';
import { statusTitles } from './titles';

const typeOf = (code: string): string => `urn:liushui:problem:${code}`;
const titleOf = (status: number, language: Language): string =>
  (statusTitles[status] ?? statusTitles[500])[language];

/** A refusal or warning of the domain as the API shows it. */
export function renderFinding(refusal: Refusal, language: Language): FindingDto {
  const { rule, code, path, line, serial, range, params } = refusal;
  const values = { ...(serial === undefined ? {} : { serial }), ...range, ...params };
  return {
    rule,
    code,
    message: messageOf(code, values, language),
    ...(path === undefined ? {} : { path }),
    ...(line === undefined ? {} : { line }),
    ...(serial === undefined ? {} : { serial }),
    ...(range === undefined ? {} : { range }),
    ...(params === undefined ? {} : { params }),
  };
}

function renderField(finding: FieldFinding, language: Language): FindingDto {
  const { path, line, code, params } = finding;
  return {
    code,
    message: fieldText(code, params ?? {}, language),
    path,
    ...(line === undefined ? {} : { line }),
    ...(params === undefined ? {} : { params }),
  };
}

export function renderRefusal(
  { refusals, status }: RefusedProblem,
  language: Language,
): ProblemDto {
  const errors = refusals.map((refusal) => renderFinding(refusal, language));
  const [{ rule, code, message }] = errors;
  return {
    type: typeOf(code),
    title: titleOf(status, language),
    status,
    detail: message,
    code,
    ...(rule === undefined ? {} : { rule }),
    errors,
  };
}

/** Fields listed in one answer; the rest of a hopeless body says nothing new. */
const fieldCountMax = 1_000;

export function renderProblem({ status, code, details }: Problem, language: Language): ProblemDto {
  const errors = details.fields
    ?.slice(0, fieldCountMax)
    .map((finding) => renderField(finding, language));
  const first = errors?.[0];
  const sentence = problemText(code, details.params ?? {}, language);
  return {
    type: typeOf(code),
    title: titleOf(status, language),
    status,
    detail: first ? `${sentence}: ${first.path ?? ''} ${first.message}` : sentence,
    code,
    ...(details.params ? { params: details.params } : {}),
    ...(errors ? { errors } : {}),
  };
}
