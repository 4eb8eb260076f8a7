import Alert from 'antd/es/alert';
import { useTranslation } from 'react-i18next';
import { Refused } from '../api/problem';
import { ProblemNotice } from '../shell/problem-notice';

interface Properties {
  readonly kind: 'serial' | 'certificate';
  readonly text: string;
  readonly error: unknown;
  readonly refetch: () => unknown;
  readonly isFetching: boolean;
}

/** Why there is no trace, in plain words, with the rule and what to do. */
export function NotTraced({ kind, text, error, refetch, isFetching }: Properties) {
  const { t } = useTranslation();
  const status = error instanceof Refused ? error.problem.status : undefined;
  if (status !== 404 && status !== 403) {
    return <ProblemNotice error={error} onRetry={refetch} isRetrying={isFetching} />;
  }
  const isUnknown = status === 404;
  const [title, what] =
    kind === 'serial'
      ? [
          t(isUnknown ? 'trace.unknownSerialTitle' : 'trace.forbiddenSerialTitle', {
            serial: text,
          }),
          t(isUnknown ? 'trace.unknownSerial' : 'trace.forbiddenSerial'),
        ]
      : [
          t(isUnknown ? 'trace.unknownCertificateTitle' : 'trace.forbiddenCertificateTitle', {
            number: text,
          }),
          t(isUnknown ? 'trace.unknownCertificate' : 'trace.forbiddenCertificate'),
        ];
  return (
    <Alert
      type="warning"
      role="alert"
      showIcon
      className="notice"
      title={title}
      description={what}
    />
  );
}
