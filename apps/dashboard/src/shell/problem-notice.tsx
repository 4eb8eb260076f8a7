import Alert from 'antd/es/alert';
import Button from 'antd/es/button';
import { useTranslation } from 'react-i18next';
import { OutOfReach, Refused } from '../api/problem';

interface Words {
  readonly title: string;
  readonly what: string;
  /** Rule and request number, for whoever is asked for help. */
  readonly references?: string;
}

function useWords(error: unknown): Words {
  const { t } = useTranslation();
  if (error instanceof OutOfReach) {
    return { title: t('errors.outOfReachTitle'), what: t('errors.outOfReach') };
  }
  if (!(error instanceof Refused)) return { title: t('errors.pageTitle'), what: t('errors.page') };
  const { status, detail, title, rule, requestId } = error.problem;
  const references = [
    rule === undefined ? undefined : t('errors.rule', { rule }),
    requestId === undefined ? undefined : t('errors.requestId', { id: requestId }),
  ].filter((text) => text !== undefined);
  const about = references.length > 0 ? { references: references.join(' · ') } : {};
  switch (status) {
    case 403:
      return { title: t('errors.forbiddenTitle'), what: detail, ...about };
    case 404:
      return { title: t('errors.notFoundTitle'), what: detail, ...about };
    case 429:
      return { title: t('errors.tooManyTitle'), what: detail };
    case 502:
    case 503:
    case 504:
      return {
        title: t('errors.busyTitle'),
        what: `${sentence(detail)}${t('errors.busy')}`,
        ...about,
      };
    case 500:
      return { title: t('errors.brokenTitle'), what: t('errors.broken'), ...about };
    default:
      return { title: t('errors.refusedTitle'), what: detail || title, ...about };
  }
}

function sentence(text: string): string {
  if (text === '' || /[。！？]$/.test(text)) return text;
  if (/[.!?]$/.test(text)) return `${text} `;
  return /[一-鿿]$/.test(text) ? `${text}。` : `${text}. `;
}

interface Properties {
  readonly error: unknown;
  readonly onRetry?: () => unknown;
  readonly isRetrying?: boolean;
}

/** What happened, what is safe, and a way to try again. Read out as soon as it appears. */
export function ProblemNotice({ error, onRetry, isRetrying }: Properties) {
  const { t } = useTranslation();
  const { title, what, references } = useWords(error);
  const retry = onRetry && (
    <Button size="small" loading={isRetrying} onClick={() => void onRetry()}>
      {t('errors.retry')}
    </Button>
  );
  return (
    <Alert
      type="error"
      role="alert"
      showIcon
      className="notice"
      title={title}
      description={
        <>
          {what}
          {references && <div className="notice-references">{references}</div>}
        </>
      }
      action={retry}
    />
  );
}
