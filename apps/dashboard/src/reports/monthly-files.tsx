import DownloadOutlined from '@ant-design/icons/es/icons/DownloadOutlined';
import { useQuery } from '@tanstack/react-query';
import Alert from 'antd/es/alert';
import Button from 'antd/es/button';
import Input from 'antd/es/input';
import Skeleton from 'antd/es/skeleton';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useSearchParams } from 'react-router-dom';
import { type Api, answerOf, type Schemas, useApi } from '../api/client';
import { FormProblem } from '../form-parts/form-problem';
import { useTypedDate } from '../form-parts/typed-date';
import { useSubmission } from '../form-parts/use-submission';
import { today, useFormat } from '../language/format';
import { showing } from '../live/use-changes';
import { usePaper } from '../papers/use-paper';
import { quarterAfter } from '../quarters/calendar';
import { Mark } from '../quarters/states';
import type { Powers } from '../session/powers';
import { ProblemNotice } from '../shell/problem-notice';
import { searchWith } from '../shell/search-now';
import { Facts } from '../trace/facts';
import { CentrePicker } from './centre-picker';
import { neighbour, statisticalQuarter } from './period';
import { useEventName } from './posts-list';

type MonthlyFile = Schemas['MonthlyFileDto'];
type Change = Schemas['MonthlyChangeDto'];
type AddedSince = Schemas['AddedSinceDto'];

interface Place {
  readonly code: string;
  readonly month: string;
}

/** Whether its quarter knows of a file. Asked first: that there is none is no error on the console. */
async function isMade(api: Api, { code, month }: Place, signal: AbortSignal): Promise<boolean> {
  const quarter = quarterAfter(statisticalQuarter(`${month}-01`), 1);
  const path = { code, quarter };
  const { monthlyFiles } = await answerOf(
    api.GET('/api/v1/centres/{code}/quarters/{quarter}', { params: { path }, signal }),
  );
  return monthlyFiles.some((file) => file.month === month);
}

/** The record of the latest file of a month; null when none was made. */
function useMonthlyFile({ code, month }: Place) {
  const api = useApi();
  return useQuery({
    queryKey: ['monthly', code, month],
    meta: showing('quarter', 'certificate'),
    queryFn: async ({ signal }): Promise<MonthlyFile | null> => {
      const path = { code, month };
      if (!(await isMade(api, path, signal))) return null;
      const call = api.GET('/api/v1/centres/{code}/reports/monthly/{month}', {
        params: { path, query: { limit: 1 } },
        signal,
      });
      return (await answerOf(call)) as MonthlyFile;
    },
  });
}

function AddedEvents({ events }: { readonly events: AddedSince['events'] }) {
  const { day } = useFormat();
  const eventName = useEventName();
  return (
    <ul className="findings">
      {events.map(({ position, event, occurredOn, reference }) => (
        <li key={position}>
          {day(occurredOn)} · {eventName(event)}
          {reference !== null && ` · ${reference}`}
        </li>
      ))}
    </ul>
  );
}

/** What came to be known of the month since the file before. */
function Since({ since }: { readonly since: Change }) {
  const { t } = useTranslation();
  if (since.identical) return <p className="quiet">{t('reports.identical')}</p>;
  return (
    <>
      <p>{t('reports.added', { count: since.added.length })}</p>
      <AddedEvents events={since.added} />
    </>
  );
}

/** What the latest file lacks: nobody above hears of it until it is made again. */
function Lacking({ added: { count, events, complete } }: { readonly added: AddedSince }) {
  const { t } = useTranslation();
  if (count === 0) return null;
  return (
    <Alert
      type="warning"
      showIcon
      className="notice after"
      title={t('reports.addedSince', { count })}
      description={
        <>
          <AddedEvents events={events} />
          {!complete && <p>{t('reports.notAll')}</p>}
        </>
      }
    />
  );
}

function Made({ file, place }: { readonly file: MonthlyFile; readonly place: Place }) {
  const { t } = useTranslation();
  const { day, instant, number } = useFormat();
  const { keep, isFetching, error } = usePaper();
  const path = `/api/v1/centres/${place.code}/reports/monthly/${place.month}`;
  const name = `${place.code}-${place.month}`;
  return (
    <>
      <p>
        <Mark tone={file.late ? 'look' : 'good'}>
          {t(file.late ? 'reports.madeLate' : 'reports.madeOnTime')}
        </Mark>{' '}
        <span className="quiet">{t('reports.monthlyDue', { day: day(file.dueOn) })}</span>
      </p>
      <Facts
        facts={[
          [t('reports.rowCount'), number(file.rowCount)],
          [t('reports.madeAt'), instant(file.madeAt)],
          [t('reports.makings'), t('reports.times', { count: file.makings })],
          [
            t('reports.forgotten'),
            file.forgottenCount === 0 ? undefined : number(file.forgottenCount),
          ],
          [
            t('reports.sha256'),
            <code key="sha" className="hash">
              {file.sha256}
            </code>,
          ],
        ]}
      />
      {file.agrees === false && (
        <Alert
          type="warning"
          showIcon
          className="notice after"
          title={t('reports.differs')}
          description={t(`reports.differsBy.${(file.differsBy ?? 'unexplained') as 'forgotten'}`)}
        />
      )}
      <Lacking added={file.addedSince} />
      {file.since && <Since since={file.since} />}
      <div className="actions">
        <Button
          icon={<DownloadOutlined />}
          loading={isFetching}
          onClick={() => void keep(`${path}?format=csv`, `${name}.csv`)}
        >
          {t('reports.downloadCsv')}
        </Button>
        <Button
          icon={<DownloadOutlined />}
          loading={isFetching}
          onClick={() => void keep(`${path}?format=xlsx`, `${name}.xlsx`)}
        >
          {t('reports.downloadXlsx')}
        </Button>
      </div>
      <FormProblem error={error} />
    </>
  );
}

function File({ place, powers }: { readonly place: Place; readonly powers: Powers }) {
  const { t } = useTranslation();
  const api = useApi();
  const { data, error, refetch, isFetching } = useMonthlyFile(place);
  const { send, isSending, error: refusal } = useSubmission();
  const [isDone, setDone] = useState(false);
  const mayMake = powers.posts(place.code);
  const make = async () => {
    const answer = await send([place, data?.makings], (headers) =>
      answerOf(
        api.POST('/api/v1/centres/{code}/reports/monthly/{month}', {
          params: { path: { ...place } },
          body: {},
          headers,
        }),
      ),
    );
    setDone(answer !== undefined);
  };
  if (error) return <ProblemNotice error={error} onRetry={refetch} isRetrying={isFetching} />;
  if (data === undefined) return <Skeleton active />;
  return (
    <>
      {isDone && !isSending && (
        <Alert type="success" role="status" showIcon className="notice" title={t('reports.made')} />
      )}
      {data === null ? <p>{t('reports.notMade')}</p> : <Made file={data} place={place} />}
      {mayMake ? (
        <div className="actions">
          <Button
            type={data === null ? 'primary' : 'default'}
            loading={isSending}
            onClick={() => void make()}
          >
            {t(data === null ? 'reports.make' : 'reports.makeAgain')}
          </Button>
        </div>
      ) : (
        <p className="hint after">{t('reports.whoMakes')}</p>
      )}
      <FormProblem error={refusal} />
    </>
  );
}

const lastMonth = (): string => neighbour({ period: today().slice(0, 7) }, -1).period ?? '';

/** Q9: issues of a month for the province, and from there for the national query system. */
export function MonthlyFiles({ powers }: { readonly powers: Powers }) {
  const { t } = useTranslation();
  const [search, setSearch] = useSearchParams();
  const code = search.get('centre') ?? powers.home?.code ?? [...powers.centres.keys()][0];
  const asked = search.get('month') ?? '';
  const month = /^\d{4}-\d{2}$/.test(asked) ? asked : lastMonth();
  const change = (changes: Record<string, string>) =>
    setSearch(searchWith(changes), { replace: true });
  const typed = useTypedDate(month, (next) => next !== '' && change({ month: next }));
  return (
    <section className="panel" aria-labelledby="monthly">
      <h2 id="monthly">{t('reports.parts.monthly')}</h2>
      <p className="hint">{t('reports.monthlyWhat')}</p>
      <div className="controls after">
        <CentrePicker powers={powers} centre={code} onChange={(centre) => change({ centre })} />
        <Input
          type="month"
          className="period-input"
          aria-label={t('reports.kinds.month')}
          max={lastMonth()}
          {...typed}
        />
      </div>
      <div className="after">
        {powers.seesHolders ? (
          <File key={`${code}/${month}`} place={{ code, month }} powers={powers} />
        ) : (
          <p>{t('reports.monthlyNotYours')}</p>
        )}
      </div>
    </section>
  );
}
