import Alert from 'antd/es/alert';
import type { FormInstance } from 'antd/es/form';
import { useEffect, useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { type Finding, Refused } from '../api/problem';
import { ProblemNotice } from '../shell/problem-notice';
import { placeFindings } from './findings';

const findingsMax = 20;

/** Sentences with the rule they rest on. */
export function FindingList({ findings }: { readonly findings: readonly Finding[] }) {
  const { t } = useTranslation();
  const shown = findings.slice(0, findingsMax);
  return (
    <ul className="findings">
      {shown.map(({ message, rule, line }, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: two lines may be refused in the same words.
        <li key={index}>
          {line !== undefined && `${t('forms.line', { line })} `}
          {message}
          {rule !== undefined && <span className="rule">{t('errors.rule', { rule })}</span>}
        </li>
      ))}
      {findings.length > shown.length && (
        <li>{t('forms.more', { count: findings.length - shown.length })}</li>
      )}
    </ul>
  );
}

interface Properties {
  readonly error: unknown;
  readonly form?: FormInstance;
  /** The form's fields, as `planned/5`; a refusal of one stands there. */
  readonly fields?: readonly string[];
}

const none: readonly string[] = [];

/** Why the form was not taken: at the fields that are named, and here for all else. */
export function FormProblem({ error, form, fields = none }: Properties) {
  const { t } = useTranslation();
  const placed = useMemo(() => {
    const findings = error instanceof Refused ? (error.problem.errors ?? []) : [];
    return placeFindings(findings, fields);
  }, [error, fields]);
  useEffect(() => {
    if (!form || placed.byField.size === 0) return;
    form.setFields(
      [...placed.byField].map(([field, errors]) => ({
        name: field.split('/'),
        errors: [...errors],
      })),
    );
    const [first] = placed.byField.keys();
    if (first !== undefined) form.scrollToField(first.split('/'), { focus: true });
  }, [form, placed]);
  if (error === undefined) return null;
  const isByRule = error instanceof Refused && [400, 422].includes(error.problem.status);
  if (!isByRule || (placed.byField.size === 0 && placed.others.length === 0)) {
    return <ProblemNotice error={error} />;
  }
  return (
    <Alert
      type="error"
      role="alert"
      showIcon
      className="notice"
      title={t('forms.refused')}
      description={
        placed.others.length > 0 ? (
          <FindingList findings={placed.others} />
        ) : (
          t('forms.refusedAtFields')
        )
      }
    />
  );
}
