import DownloadOutlined from '@ant-design/icons/es/icons/DownloadOutlined';
import { useQuery } from '@tanstack/react-query';
import Button from 'antd/es/button';
import Select from 'antd/es/select';
import Skeleton from 'antd/es/skeleton';
import { useTranslation } from 'react-i18next';
import { useNavigate, useParams, useSearchParams } from 'react-router-dom';
import { useApi } from '../api/client';
import { today, useFormat } from '../language/format';
import { LiveMark } from '../live/live-mark';
import { usePaper } from '../papers/use-paper';
import { useUser } from '../session/use-session';
import { usePageTitle } from '../shell/page-title';
import { PassedOver } from '../shell/passed-over';
import { ProblemNotice } from '../shell/problem-notice';
import { searchNow } from '../shell/search-now';
import { type Centre, centresQuery, useCentreNames } from '../stock/use-centres';
import { PrintBar } from '../trace/print-bar';
import {
  filterPassedOver,
  isFiltered,
  type JournalFilter,
  pointedAt,
  queryOf,
  readFilter,
  writeFilter,
} from './filter';
import { JournalFilters } from './journal-filters';
import { JournalEntry } from './journal-line';
import { type JournalLine, linesOf, useJournal, useReach } from './use-journal';
import '../flow/flow.css';
import './journal.css';

/** Centres with books, each further in the lower it stands. */
function booksOf(centres: readonly Centre[], depth = 0): { value: string; label: string }[] {
  return centres
    .filter(({ tier }) => tier !== 'station')
    .flatMap(({ code, name, children }) => [
      { value: code, label: `${'\u2003'.repeat(depth)}${name}` },
      ...booksOf(children, depth + 1),
    ]);
}

function BookSelect({
  code,
  centres,
}: {
  readonly code: string;
  readonly centres: readonly Centre[];
}) {
  const { t } = useTranslation();
  const navigate = useNavigate();
  return (
    <span className="control book-select">
      <label htmlFor="book">{t('journal.book')}</label>
      <Select
        id="book"
        value={code}
        showSearch={{ optionFilterProp: 'label' }}
        popupMatchSelectWidth={false}
        options={booksOf(centres)}
        labelRender={({ label }) => String(label ?? code).trim()}
        onChange={(next) =>
          void navigate({ pathname: `/journal/${next}`, search: location.search })
        }
      />
    </span>
  );
}

/** What is filtered, to take along. */
function Files({ code, filter }: { readonly code: string; readonly filter: JournalFilter }) {
  const { t } = useTranslation();
  const { isFetching, error, keep } = usePaper();
  const get = (format: 'csv' | 'xlsx') => {
    const query = new URLSearchParams({ ...queryOf(filter), format });
    void keep(`/api/v1/centres/${code}/book/file?${query}`, `book-${code}.${format}`);
  };
  return (
    <>
      <div className="journal-files">
        {(['xlsx', 'csv'] as const).map((format) => (
          <Button
            key={format}
            icon={<DownloadOutlined />}
            loading={isFetching}
            onClick={() => get(format)}
          >
            {t('journal.file', { format: format.toUpperCase() })}
          </Button>
        ))}
      </div>
      {error !== undefined && <ProblemNotice error={error} />}
    </>
  );
}

interface LinesProperties {
  readonly code: string;
  readonly filter: JournalFilter;
  /** The revision that the address points at. */
  readonly pointed: string | undefined;
  readonly onActor: (actor: string) => void;
}

function Lines({ code, filter, pointed, onActor }: LinesProperties) {
  const { t } = useTranslation();
  const { number, instant } = useFormat();
  const journal = useJournal(code, filter);
  const { data, error, refetch, isFetching, hasNextPage, fetchNextPage } = journal;
  useReach(journal, pointed);
  if (error && !data) {
    return <ProblemNotice error={error} onRetry={refetch} isRetrying={isFetching} />;
  }
  if (!data) return <Skeleton active paragraph={{ rows: 10 }} />;
  const lines = linesOf(data);
  const lookedBackTo = data.pages.at(-1)?.lookedBackTo ?? undefined;
  const newest = lines[0]?.position ?? '';
  return (
    <section className="panel">
      <div className="panel-head">
        <h2>
          {t('journal.lines', { count: lines.length, quantity: number(lines.length) })}
          <span className="heading-note">{t('journal.newestFirst')}</span>
        </h2>
        <PrintBar position={newest} />
      </div>
      {lines.length === 0 && !hasNextPage && (
        <p>{isFiltered(filter) ? t('journal.noneFit') : t('journal.empty')}</p>
      )}
      <ol className="journal-lines">
        {lines.map((line) => (
          <JournalEntry
            key={line.position}
            line={line}
            isPointedAt={line.revision === pointed}
            centre={code}
            onActor={onActor}
          />
        ))}
      </ol>
      {error && <ProblemNotice error={error} onRetry={fetchNextPage} isRetrying={isFetching} />}
      <div className="journal-more">
        {hasNextPage && (
          <Button loading={isFetching} onClick={() => void fetchNextPage()}>
            {t('journal.older')}
          </Button>
        )}
        <span className="quiet" role="status">
          {lookedBackTo !== undefined &&
            t('journal.lookedBackTo', { instant: instant(lookedBackTo) })}
          {lookedBackTo === undefined && lines.length > 0 && t('journal.toTheEnd')}
        </span>
      </div>
    </section>
  );
}

/** Of who posted or approved the lines that are shown. */
function actorNameIn(lines: readonly JournalLine[], user: string | undefined): string | undefined {
  for (const { actor, actorName, approvedBy, approvedByName } of lines) {
    if (actor.user === user && actorName !== null) return actorName;
    if (approvedBy === user && approvedByName != null) return approvedByName;
  }
  return undefined;
}

/** The book of any centre, line by line. */
export function JournalPage() {
  const { t } = useTranslation();
  const nameOf = useCentreNames();
  const user = useUser();
  const [search, setSearch] = useSearchParams();
  const { code: asked } = useParams();
  const { data: centres, error, refetch, isFetching } = useQuery(centresQuery(useApi()));
  const code = asked ?? user?.centre ?? centres?.items[0]?.code ?? '';
  const filter = readFilter(search);
  const change = (changes: Partial<JournalFilter>) =>
    setSearch(writeFilter({ ...readFilter(searchNow()), ...changes }), { replace: true });
  const lines = linesOf(useJournal(code, filter).data);
  usePageTitle(code === '' ? t('journal.title') : `${nameOf(code)} · ${t('journal.title')}`);
  return (
    <>
      <div className="page-head journal-head">
        <h1>
          {t('journal.title')}
          {code !== '' && <span className="heading-note">{nameOf(code)}</span>}
        </h1>
        <LiveMark />
        <BookSelect code={code} centres={centres?.items ?? []} />
        {code !== '' && <Files code={code} filter={filter} />}
      </div>
      {error && <ProblemNotice error={error} onRetry={refetch} isRetrying={isFetching} />}
      {centres?.items.length === 0 && <p className="panel">{t('journal.noCentres')}</p>}
      {code !== '' && (
        <>
          <JournalFilters
            filter={filter}
            actorName={actorNameIn(lines, filter.actor)}
            today={today()}
            onChange={change}
          />
          <PassedOver what={filterPassedOver(search)} />
          <Lines
            key={code}
            code={code}
            filter={filter}
            pointed={pointedAt(search)}
            onActor={(actor) => change({ actor })}
          />
        </>
      )}
    </>
  );
}
