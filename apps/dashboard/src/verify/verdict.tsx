import Alert from 'antd/es/alert';
import { useTranslation } from 'react-i18next';
import { useFormat } from '../language/format';
import { Facts } from '../trace/facts';
import { judge, tones, type Verified } from './judgement';

function useFacts({ kind, level, occupation, centreName, issuedOn, expiresOn }: Verified) {
  const { t } = useTranslation();
  const format = useFormat();
  const levelText = level && `${t(`levels.L${level}`)} ${t(`levelNames.L${level}`)}`;
  return [
    [t('verify.kind'), kind && t(`verify.kinds.${kind}`)],
    [t('verify.occupation'), occupation?.name],
    [t('verify.level'), levelText],
    [t('verify.centre'), centreName],
    [t('verify.issuedOn'), issuedOn && format.day(issuedOn)],
    [t('verify.expiresOn'), expiresOn && format.day(expiresOn)],
  ] as const;
}

/** The answer in words, read out as soon as it appears. */
export function Verdict({ verified }: { readonly verified: Verified }) {
  const { t } = useTranslation();
  const facts = useFacts(verified);
  const judgement = judge(verified);
  return (
    <section className="verdict" aria-label={t('verify.result')}>
      <Alert
        type={tones[judgement]}
        role="status"
        showIcon
        title={t(`verify.judgements.${judgement}.title`)}
        description={t(`verify.judgements.${judgement}.what`)}
      />
      {verified.genuine && <Facts facts={facts} />}
    </section>
  );
}
