import { useQuery } from '@tanstack/react-query';
import Skeleton from 'antd/es/skeleton';
import { useTranslation } from 'react-i18next';
import { answerOf, useApi } from '../api/client';
import { useFormat } from '../language/format';
import { showing } from '../live/use-changes';
import { Mark } from '../quarters/states';
import { ProblemNotice } from '../shell/problem-notice';
import { Facts } from '../trace/facts';
import { AuditReports } from './audit-reports';

const commands = ['verify', 'reconcile', 'replay', 'witness'] as const;

/** What this page knows by itself. */
function Views() {
  const { t } = useTranslation();
  const { number } = useFormat();
  const api = useApi();
  const { data, error, refetch, isFetching } = useQuery({
    queryKey: ['stock', 'conservation'],
    meta: showing('stock'),
    queryFn: ({ signal }) => answerOf(api.GET('/api/v1/stock', { signal })),
  });
  if (error) return <ProblemNotice error={error} onRetry={refetch} isRetrying={isFetching} />;
  if (!data) return <Skeleton active />;
  const { conservation, position } = data;
  return (
    <>
      <p className="after">
        <Mark tone={conservation.holds ? 'good' : 'bad'}>
          {t(conservation.holds ? 'stock.holds' : 'stock.holdsNot')}
        </Mark>
      </p>
      <Facts
        facts={[
          [t('audit.viewsAt'), t('trace.position', { position })],
          [t('stock.registered'), number(conservation.registered)],
        ]}
      />
    </>
  );
}

/** The server's word is no proof of the server: whoever doubts it runs a program of their own. */
export function Verification() {
  const { t } = useTranslation();
  return (
    <>
      <AuditReports />
      <section className="panel" aria-labelledby="views">
        <h2 id="views">{t('audit.views')}</h2>
        <p className="hint">{t('audit.viewsWhat')}</p>
        <Views />
      </section>
      <section className="panel" aria-labelledby="runs">
        <h2 id="runs">{t('audit.runs')}</h2>
        <p>{t('audit.ownProgram')}</p>
        <dl className="commands">
          {commands.map((name) => (
            <div key={name}>
              <dt>
                <code>{t(`audit.commands.${name}.line`)}</code>
              </dt>
              <dd>{t(`audit.commands.${name}.what`)}</dd>
            </div>
          ))}
        </dl>
        <p className="hint">{t('audit.exitCodes')}</p>
      </section>
    </>
  );
}
