import { useInfiniteQuery } from '@tanstack/react-query';
import Input from 'antd/es/input';
import Select from 'antd/es/select';
import Skeleton from 'antd/es/skeleton';
import { useTranslation } from 'react-i18next';
import { Link, useSearchParams } from 'react-router-dom';
import { answerOf, type Schemas, useApi } from '../api/client';
import { useTypedDate } from '../form-parts/typed-date';
import { lineAddress } from '../journal/filter';
import { today, useFormat } from '../language/format';
import { showing } from '../live/use-changes';
import { CentrePicker } from '../reports/centre-picker';
import { Ranges, useEventName } from '../reports/posts-list';
import type { Powers } from '../session/powers';
import { ProblemNotice } from '../shell/problem-notice';
import { searchWith } from '../shell/search-now';
import { ShowMore } from '../shell/show-more';

type Anomaly = Schemas['AnomalyDto'];
type Kind = Anomaly['kind'];
type Event = Anomaly['events'][number];

const kinds: readonly Kind[] = [
  'spoilage-rate',
  'spoilage-peers',
  'stock-short',
  'transit-long',
  'receipt-unexpected',
  'out-of-order',
  'out-of-hours',
  'count-differs',
  'spoiled-overdue',
  'vouchers-expiring',
];
const eventsShownMax = 5;

interface Question {
  readonly kind?: Kind;
  readonly centre?: string;
  readonly asOf?: string;
}

function useAnomalies(question: Question) {
  const api = useApi();
  return useInfiniteQuery({
    queryKey: ['anomalies', question],
    meta: showing('stock', 'consignment', 'voucher', 'stock-count', 'policy'),
    initialPageParam: undefined as string | undefined,
    queryFn: ({ pageParam: after, signal }) =>
      answerOf(api.GET('/api/v1/anomalies', { params: { query: { ...question, after } }, signal })),
    getNextPageParam: ({ next }) => next ?? undefined,
  });
}

/** The event in the journal of its book, where it stands open. */
function EventLink({ event }: { readonly event: Event }) {
  const { t } = useTranslation();
  const { day } = useFormat();
  const eventName = useEventName();
  const { event: type, occurredOn, revision } = event;
  return (
    <Link className="event-link" to={lineAddress(event)}>
      {day(occurredOn)} · {eventName(type)} · {t('audit.entry', { revision })}
    </Link>
  );
}

function One({ anomaly, powers }: { readonly anomaly: Anomaly; readonly powers: Powers }) {
  const { t } = useTranslation();
  const { kind, rule, centre, level, edition, message, ranges, events, eventCount } = anomaly;
  const shown = events.slice(0, eventsShownMax);
  return (
    <li className="anomaly">
      <h3>
        {t(`audit.kinds.${kind}`)}
        {rule !== null && <span className="rule">{t('errors.rule', { rule })}</span>}
      </h3>
      <p>
        {powers.centres.get(centre)?.name ?? centre}
        {level !== undefined && ` · ${t(`levels.L${level as 5}`)}`}
        {edition !== undefined && ` · ${edition}`}
      </p>
      <p className="anomaly-why">{message}</p>
      {ranges && (
        <p>
          <Ranges ranges={ranges} />
        </p>
      )}
      {shown.length > 0 && (
        <ul className="event-links">
          {shown.map((event) => (
            <li key={event.position}>
              <EventLink event={event} />
            </li>
          ))}
          {eventCount > shown.length && (
            <li className="quiet">{t('forms.more', { count: eventCount - shown.length })}</li>
          )}
        </ul>
      )}
    </li>
  );
}

function List({ question, powers }: { readonly question: Question; readonly powers: Powers }) {
  const { t } = useTranslation();
  const { data, error, refetch, isFetching, hasNextPage, fetchNextPage } = useAnomalies(question);
  if (error) return <ProblemNotice error={error} onRetry={refetch} isRetrying={isFetching} />;
  if (!data) return <Skeleton active />;
  const items = data.pages.flatMap((page) => page.items);
  if (items.length === 0) return <p className="after">{t('audit.nothingStandsOut')}</p>;
  return (
    <>
      <ul className="anomalies">
        {items.map((anomaly) => (
          <One
            key={`${anomaly.kind}/${anomaly.centre}/${anomaly.level}/${anomaly.message}/${anomaly.events[0]?.position}`}
            anomaly={anomaly}
            powers={powers}
          />
        ))}
      </ul>
      <ShowMore {...{ hasNextPage, isFetching, fetchNextPage }} />
    </>
  );
}

/** What is worth a look, with its reason: nothing here is wrong by itself. */
export function Anomalies({ powers }: { readonly powers: Powers }) {
  const { t } = useTranslation();
  const [search, setSearch] = useSearchParams();
  const asked = search.get('kind') as Kind;
  const kind = kinds.includes(asked) ? asked : undefined;
  const centre = search.get('centre') ?? '';
  const asOf = search.get('asOf') ?? '';
  const change = (changes: Record<string, string>) =>
    setSearch(searchWith(changes), { replace: true });
  const typedAsOf = useTypedDate(asOf, (day) => change({ asOf: day }));
  return (
    <section className="panel" aria-labelledby="anomalies">
      <h2 id="anomalies">{t('audit.parts.anomalies')}</h2>
      <p className="hint">{t('audit.anomaliesWhat')}</p>
      <div className="controls after">
        <CentrePicker
          powers={powers}
          centre={centre}
          withAll
          onChange={(code) => change({ centre: code })}
        />
        <Select
          aria-label={t('audit.kind')}
          value={kind ?? ''}
          popupMatchSelectWidth={false}
          onChange={(next) => change({ kind: next })}
          options={[
            { value: '', label: t('audit.allKinds') },
            ...kinds.map((value) => ({ value, label: t(`audit.kinds.${value}`) })),
          ]}
        />
        <span className="control">
          <label htmlFor="anomalies-as-of">{t('audit.asOf')}</label>
          <Input
            id="anomalies-as-of"
            type="date"
            className="period-input"
            max={today()}
            {...typedAsOf}
          />
        </span>
      </div>
      <List
        powers={powers}
        question={{
          ...(kind ? { kind } : {}),
          ...(centre ? { centre } : {}),
          ...(asOf ? { asOf } : {}),
        }}
      />
    </section>
  );
}
