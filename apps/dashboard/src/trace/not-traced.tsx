import Alert from 'antd/es/alert';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router-dom';
import { Refused } from '../api/problem';
import type { MomentInAddress } from '../flow/use-moment';
import { useFormat } from '../language/format';
import { ProblemNotice } from '../shell/problem-notice';
import { mayBeVoucher } from './number';
import { Reversed, reversalIn } from './reversed';

interface Properties {
  readonly kind: 'serial' | 'certificate' | 'voucher';
  readonly text: string;
  readonly at?: MomentInAddress;
  readonly error: unknown;
  readonly refetch: () => unknown;
  readonly isFetching: boolean;
}

function useWords({ kind, text, at }: Properties, isUnknown: boolean): [string, string] {
  const { t } = useTranslation();
  const { day } = useFormat();
  if (isUnknown && kind === 'serial' && at?.isPast && at.moment.on !== undefined) {
    const { axis, on } = at.moment;
    return [t('trace.notYetTitle', { serial: text, day: day(on) }), t(`trace.notYet.${axis}`)];
  }
  const said = isUnknown ? 'unknown' : 'forbidden';
  switch (kind) {
    case 'serial':
      return [t(`trace.${said}SerialTitle`, { serial: text }), t(`trace.${said}Serial`)];
    case 'certificate':
      return [t(`trace.${said}CertificateTitle`, { number: text }), t(`trace.${said}Certificate`)];
    case 'voucher':
      return [t(`trace.${said}VoucherTitle`, { number: text }), t(`trace.${said}Voucher`)];
    default:
      kind satisfies never;
      throw new Error('unknown kind of number');
  }
}

/** Why there is no trace, in plain words, with the rule and what to do. */
export function NotTraced(properties: Properties) {
  const { kind, text, error, refetch, isFetching } = properties;
  const { t } = useTranslation();
  const status = error instanceof Refused ? error.problem.status : undefined;
  const isUnknown = status === 404;
  const [title, what] = useWords(properties, isUnknown);
  const reversal = reversalIn(error);
  if (reversal) return <Reversed reversal={reversal} />;
  if (!isUnknown && status !== 403) {
    return <ProblemNotice error={error} onRetry={refetch} isRetrying={isFetching} />;
  }
  return (
    <Alert
      type="warning"
      role="alert"
      showIcon
      className="notice"
      title={title}
      description={
        <>
          {what}
          {isUnknown && kind !== 'voucher' && mayBeVoucher(text) && (
            <p>
              <Link to={`/trace/${text}?as=voucher`}>{t('trace.asVoucher')}</Link>
            </p>
          )}
        </>
      }
    />
  );
}
