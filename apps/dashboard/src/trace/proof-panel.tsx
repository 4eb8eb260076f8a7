import DownloadOutlined from '@ant-design/icons/es/icons/DownloadOutlined';
import Button from 'antd/es/button';
import { useTranslation } from 'react-i18next';
import { Refused } from '../api/problem';
import { usePaper } from '../forms/use-paper';
import { useFormat } from '../language/format';
import { ProblemNotice } from '../shell/problem-notice';
import { useCentreNames } from '../stock/use-centres';
import { useProof } from './use-trace';

/** Files to take along, by what the API calls them. */
const files = [{ name: 'epcis', suffix: 'epcis.jsonld' }] as const;

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

function Log() {
  const { t } = useTranslation();
  const { number, instant } = useFormat();
  const nameOf = useCentreNames();
  const { data, error, refetch, isFetching } = useProof();
  if (error instanceof Refused && error.problem.status === 404) return <p>{t('trace.noHead')}</p>;
  if (error) return <ProblemNotice error={error} onRetry={refetch} isRetrying={isFetching} />;
  if (!data) return <p className="quiet">{t('shell.connecting')}</p>;
  if (!data.head) return <p>{t('trace.noHead')}</p>;
  const { head, seen, witnessCount } = data;
  return (
    <>
      <p>{t('trace.logCovers', { count: head.size, quantity: number(head.size) })}</p>
      <p className="quiet">
        {t('trace.logRoot')} <code className="proof-root">{head.root}</code>
      </p>
      {seen.length === 0 ? (
        <p>{t('trace.unseen', { count: witnessCount })}</p>
      ) : (
        <ul className="proof-seen">
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
      )}
    </>
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
      <Log />
    </section>
  );
}
