import Alert from 'antd/es/alert';
import Button from 'antd/es/button';
import type { FormInstance } from 'antd/es/form';
import { type ReactNode, type RefObject, useLayoutEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import type { Finding } from '../api/problem';
import { placeFindings } from '../form-parts/findings';
import { FindingList } from '../form-parts/form-problem';
import { ProblemNotice } from '../shell/problem-notice';
import { useEventNames } from './event-names';
import { cellPathOf } from './holder-cells';
import type { PostKind } from './kinds';
import { atTheirSerials } from './range-findings';
import type { PostState } from './use-post';

interface FaultsProperties {
  readonly state: PostState;
  readonly form: FormInstance;
  readonly box: RefObject<HTMLDivElement | null>;
  readonly onEdit: () => void;
  readonly onRepeat: () => void;
}

/** Why it is not recorded, or not known to be; takes the focus when it appears. */
export function Faults({ state, form, box, onEdit, onRepeat }: FaultsProperties) {
  return (
    <div ref={box} tabIndex={-1} className="post-faults">
      <FaultsNow {...{ state, form, onEdit, onRepeat }} />
    </div>
  );
}

function FaultsNow({ state, form, onEdit, onRepeat }: Omit<FaultsProperties, 'box'>) {
  const { t } = useTranslation();
  if (state.kind === 'unknown' || state.kind === 'posting') {
    if (state.kind === 'posting') return null;
    return (
      <Alert
        type="warning"
        role="alert"
        showIcon
        className="notice"
        title={t('posts.unknownTitle')}
        description={
          <>
            <p>{t('posts.unknown')}</p>
            <div className="post-choices">
              <Button type="primary" onClick={onRepeat}>
                {t('posts.repeat')}
              </Button>
              <Button onClick={onEdit}>{t('posts.changeInstead')}</Button>
            </div>
          </>
        }
      />
    );
  }
  const findings =
    state.kind === 'judged'
      ? state.judged.refusals
      : state.kind === 'refused'
        ? state.findings
        : [];
  if (findings.length > 0) return <Refusals findings={findings} form={form} />;
  return state.kind === 'refused' ? <ProblemNotice error={state.error} /> : null;
}

/** All that stands in the way, and a way to the first field in which to mend it. */
function Refusals({ findings, form }: RefusalsProperties) {
  const { t } = useTranslation();
  const [first] = placedOn(form, findings).keys();
  return (
    <Alert
      type="error"
      role="alert"
      showIcon
      className="notice"
      title={t('posts.refusedTitle', { count: findings.length })}
      description={
        <>
          <FindingList findings={findings} />
          {first !== undefined && (
            <Button size="small" onClick={() => focusField(first)}>
              {t('posts.toField')}
            </Button>
          )}
        </>
      }
    />
  );
}

/** Ant Design makes a field's id of its name. */
const focusField = (field: string): void =>
  document.getElementById(field.replaceAll('/', '_'))?.focus();

/** The fields of a form as findings name them. */
export const fieldsOf = (form: FormInstance): string[] =>
  form.getFieldsError().map(({ name }) => name.join('/'));

/** What is said of each field, also of the serials that were typed into it. */
export function placedOn(
  form: FormInstance,
  findings: readonly Finding[],
): ReadonlyMap<string, readonly string[]> {
  const typed = form.getFieldsError().flatMap(({ name }) => {
    const value: unknown = form.getFieldValue(name);
    return typeof value === 'string' ? [[name.join('/'), value] as const] : [];
  });
  const inCells = findings.map((finding) =>
    finding.path === undefined ? finding : { ...finding, path: cellPathOf(finding.path) },
  );
  return placeFindings(atTheirSerials(inCells, typed), fieldsOf(form)).byField;
}

interface RefusalsProperties {
  readonly findings: readonly Finding[];
  readonly form: FormInstance;
}

interface VerdictProperties {
  readonly kind: PostKind;
  readonly state: PostState;
  readonly summary: ReactNode;
  readonly needsSecond: boolean;
  readonly onPost: () => void;
}

/** What would be recorded, with the button that records it; Enter presses it. */
export function Verdict({ kind, state, summary, needsSecond, onPost }: VerdictProperties) {
  const { t } = useTranslation();
  const namesOf = useEventNames();
  const button = useRef<HTMLButtonElement>(null);
  const isClean = state.kind === 'judged' && state.judged.refusals.length === 0;
  useLayoutEffect(() => {
    if (isClean) button.current?.focus();
  }, [isClean]);
  const isPosting = state.kind === 'posting';
  if (!isClean && !isPosting) return null;
  const { warnings, wouldAppend } =
    state.kind === 'judged' ? state.judged : { warnings: [], wouldAppend: [] };
  return (
    <section className="panel post-verdict" aria-label={t('posts.verdict')}>
      <h2>{warnings.length > 0 ? t('posts.fineButTitle') : t('posts.fineTitle')}</h2>
      {warnings.length > 0 && (
        <Alert
          type="warning"
          showIcon
          title={t('posts.warnings')}
          description={<FindingList findings={warnings} />}
        />
      )}
      {wouldAppend.length > 0 && <p>{t('posts.wouldRecord', { events: namesOf(wouldAppend) })}</p>}
      {summary}
      {needsSecond && <p>{t('posts.second')}</p>}
      <div className="post-actions">
        <Button ref={button} type="primary" size="large" loading={isPosting} onClick={onPost}>
          {needsSecond ? t('posts.sendForApproval') : t(`posts.kinds.${kind}.record`)}
        </Button>
        <span className="quiet">{t('posts.recordHint')}</span>
      </div>
    </section>
  );
}
