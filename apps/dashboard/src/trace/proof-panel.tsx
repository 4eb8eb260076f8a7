import DownloadOutlined from '@ant-design/icons/es/icons/DownloadOutlined';
import Button from 'antd/es/button';
import { useTranslation } from 'react-i18next';
import { Refused } from '../api/problem';
import { useFormat } from '../language/format';
import { usePaper } from '../papers/use-paper';
import { ProblemNotice } from '../shell/problem-notice';
import { useCentreNames } from '../stock/use-centres';
import { useProof } from './use-trace';

/** Files to take along, by what the API calls them. */
const files = [
  { name: 'evidence', suffix: 'evidence.json' },
  { name: 'epcis', suffix: 'epcis.jsonld' },
] as const;

function Files({ serial }: { readonly serial: string }) {
  const { t } = useTranslation();
  const { isFetching, error, keep } = usePaper();
  const path = `/api/v1/serials/${serial}`;
  return (
    <>
      <div className="proof-files">
        {files.map(({ name, suffix }) => (
          <Button
            key={name}
            icon={<DownloadOutlined />}
            loading={isFetching}
            onClick={() => void keep(`${path}/${name}`, `${serial}.${suffix}`)}
          >
            {t(`trace.files.${name}`)}
          </Button>
        ))}
      </div>
      {error !== undefined && <ProblemNotice error={error} />}
    </>
  );
}

function Log({ serial }: { readonly serial: string }) {
  const { t } = useTranslation();
  const { number } = useFormat();
  const { data, error, refetch, isFetching } = useProof(serial);
  const isNotSignedYet = error instanceof Refused && [404, 503].includes(error.problem.status);
  if (isNotSignedYet) return <p role="status">{t('trace.noHead')}</p>;
  if (error) return <ProblemNotice error={error} onRetry={refetch} isRetrying={isFetching} />;
  if (!data) return <p className="quiet">{t('shell.connecting')}</p>;
  const { entries, laterCount, signedSize, completeTo } = data.proof;
  return (
    <>
      <p>
        {t('trace.proved', { count: entries.length, quantity: number(completeTo) })}{' '}
        {laterCount > 0 && t('trace.provedSoon', { count: laterCount })}
      </p>
      <p>{t('trace.logCovers', { quantity: number(signedSize) })}</p>
      {data.root !== undefined && (
        <p className="quiet">
          {t('trace.logRoot')} <code className="proof-root">{data.root}</code>
        </p>
      )}
      <Witnesses {...data} />
    </>
  );
}

type Proof = NonNullable<ReturnType<typeof useProof>['data']>;

function Witnesses({ seen, witnessCount }: Pick<Proof, 'seen' | 'witnessCount'>) {
  const { t } = useTranslation();
  const { number, instant } = useFormat();
  const nameOf = useCentreNames();
  if (seen.length === 0) return <p>{t('trace.unseen', { count: witnessCount })}</p>;
  return (
    <ul>
      {seen.map(({ centre, size, at }) => (
        <li key={centre}>
          {t('trace.seenBy', {
            centre: nameOf(centre),
            quantity: number(size),
            instant: instant(at),
          })}
        </li>
      ))}
    </ul>
  );
}

/** What keeps anybody from rewriting the history, and what can be checked without us. */
export function ProofPanel({ serial }: { readonly serial: string }) {
  const { t } = useTranslation();
  return (
    <section className="panel proof">
      <div className="panel-head">
        <h2>{t('trace.proof')}</h2>
        <Files serial={serial} />
      </div>
      <Log serial={serial} />
      <p className="quiet">
        {t('trace.evidenceWhat')} <a href="/check-evidence.html">{t('trace.checkEvidence')}</a>
      </p>
    </section>
  );
}
