import { useQuery } from '@tanstack/react-query';
import Form from 'antd/es/form';
import { useTranslation } from 'react-i18next';
import { answerOf, type Schemas, useApi } from '../api/client';
import { Refused } from '../api/problem';
import { showing } from '../live/use-changes';
import { ProblemNotice } from '../shell/problem-notice';
import { Facts } from '../trace/facts';
import { TextField } from './fields';
import { tidied } from './ranges';

export type Certificate = Schemas['CertificateDto'];

const numberPattern = /^[0-9]{16}$/;

/** The certificate of a number as it is typed; nothing until it has its sixteen digits (N3). */
export function useCertificateOf(typed: string | undefined) {
  const api = useApi();
  const number = tidied(typed ?? '');
  return useQuery({
    queryKey: ['certificate', number],
    queryFn: ({ signal }) =>
      answerOf(api.GET('/api/v1/certificates/{number}', { params: { path: { number } }, signal })),
    enabled: numberPattern.test(number),
    meta: showing('certificate'),
  });
}

/** The number of a certificate, and whose it is. */
export function CertificateNumberField() {
  const { t } = useTranslation();
  const typed = Form.useWatch('certificateNumber', Form.useFormInstance());
  return (
    <>
      <TextField
        name="certificateNumber"
        label={t('trace.certificateNumber')}
        hint={t('posts.certificate.hint')}
        lengthMax={40}
        isSerial
        autoFocus
      />
      <CertificateGlance typed={typed} />
    </>
  );
}

/** Whose certificate it is, so that nobody works on the wrong one. */
function CertificateGlance({ typed }: { readonly typed: string | undefined }) {
  const { t } = useTranslation();
  const { data, error } = useCertificateOf(typed);
  if (error instanceof Refused && error.problem.status === 404) {
    return (
      <p className="glance is-none" role="status">
        {t('posts.certificate.unknown')}
      </p>
    );
  }
  if (error) return <ProblemNotice error={error} />;
  if (!data) return null;
  return (
    <section className="glance" aria-label={t('posts.certificate.title')}>
      <Facts
        facts={[
          [
            t('trace.holder'),
            data.holder?.name ?? (data.holder === null ? t('trace.holderForgotten') : undefined),
          ],
          [t('trace.occupation'), data.occupation.name],
          [t('trace.level'), t(`levels.L${data.level}`)],
          [
            t('posts.certificate.serial'),
            <span key="serial" className="serial">
              {data.serial ?? t('trace.noPaperInForce')}
            </span>,
          ],
        ]}
      />
    </section>
  );
}
