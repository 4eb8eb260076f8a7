/** How far a roster file is, and what became of its rows. */

import CheckCircleFilled from '@ant-design/icons/es/icons/CheckCircleFilled';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import Button from 'antd/es/button';
import Progress from 'antd/es/progress';
import Skeleton from 'antd/es/skeleton';
import { useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link, useParams } from 'react-router-dom';
import { answerOf, type Schemas, useApi } from '../api/client';
import { useFormat } from '../language/format';
import { showing } from '../live/use-changes';
import { usePaper } from '../papers/use-paper';
import { usePageTitle } from '../shell/page-title';
import { ProblemNotice } from '../shell/problem-notice';
import { ink } from '../theme';
import { FileNotes, RefusedRows } from './refused-rows';

type Upload = Schemas['UploadDto'];

/** Asked this often while rows are posted: news of them come at every append of a thousand. */
const askEveryMs = 1_000;

const isDone = (upload: Upload | undefined): boolean => upload?.status === 'done';

export function UploadPage() {
  const { t } = useTranslation();
  const { id = '' } = useParams();
  const api = useApi();
  usePageTitle(t('posts.upload.title'));
  const { data, error, refetch, isFetching } = useQuery({
    queryKey: ['upload', id],
    queryFn: ({ signal }) =>
      answerOf(api.GET('/api/v1/uploads/{id}', { params: { path: { id } }, signal })),
    refetchInterval: ({ state }) => (isDone(state.data) || state.error ? false : askEveryMs),
    meta: showing('upload'),
  });
  return (
    <>
      <div className="page-head">
        <h1>{t('posts.upload.title')}</h1>
        <Link to="/desk">{t('posts.toDesk')}</Link>
      </div>
      {error && <ProblemNotice error={error} onRetry={refetch} isRetrying={isFetching} />}
      {!data && !error && <Skeleton active />}
      {data && <Posted upload={data} />}
    </>
  );
}

const percentMax = 100;

function Posted({ upload }: { readonly upload: Upload }) {
  const { t } = useTranslation();
  const { number } = useFormat();
  const { rows, done, refusedCount, proposals } = upload;
  const heading = useRef<HTMLHeadingElement>(null);
  const over = isDone(upload);
  useEffect(() => {
    if (over) heading.current?.focus();
  }, [over]);
  const posted = done - refusedCount;
  return (
    <section className="panel outcome is-posted">
      <h2 ref={heading} tabIndex={-1}>
        {over && <CheckCircleFilled className="verdict-mark" aria-hidden />}
        {over
          ? upload.cancelledAt === null
            ? t('posts.upload.done')
            : t('posts.upload.cancelled')
          : t(`posts.upload.${upload.status === 'waiting' ? 'waiting' : 'posting'}`)}
      </h2>
      <Progress
        percent={rows === 0 ? percentMax : Math.floor((done / rows) * percentMax)}
        strokeColor={ink.brand}
        status={over ? 'normal' : 'active'}
        aria-label={t('posts.upload.progress')}
      />
      <p role="status">
        {t('posts.upload.figures', {
          done: number(done),
          rows: number(rows),
          posted: number(posted),
          refused: number(refusedCount),
        })}
      </p>
      {proposals.length > 0 && (
        <p>
          <Link to="/proposals">{t('posts.upload.proposals', { count: proposals.length })}</Link>
        </p>
      )}
      <FileNotes notes={upload.notes} ignored={upload.ignoredColumns} />
      {refusedCount > 0 && <RefusedFile id={upload.upload} />}
      <RefusedRows refused={upload.refused} count={refusedCount} />
      <div className="outcome-links">
        {over ? (
          <Link to={`/journal/${upload.centre}`}>{t('posts.toJournal')}</Link>
        ) : (
          <CancelUpload id={upload.upload} />
        )}
        {over && upload.kind === 'vouchers' && (
          <Link to="/vouchers">{t('posts.vouchers.title')}</Link>
        )}
      </div>
    </section>
  );
}

function RefusedFile({ id }: { readonly id: string }) {
  const { t } = useTranslation();
  const paper = usePaper();
  return (
    <div className="post-tools">
      <span>{t('posts.upload.refusedFile')}</span>
      {(['xlsx', 'csv'] as const).map((format) => (
        <Button
          key={format}
          loading={paper.isFetching}
          onClick={() =>
            void paper.keep(`/api/v1/uploads/${id}/refused?format=${format}`, `refused.${format}`)
          }
        >
          {t('posts.upload.download', { format: format.toUpperCase() })}
        </Button>
      ))}
      {paper.error !== undefined && <ProblemNotice error={paper.error} />}
    </div>
  );
}

/** Asked twice: what is posted stays posted, the rest is not posted any more. */
function CancelUpload({ id }: { readonly id: string }) {
  const { t } = useTranslation();
  const api = useApi();
  const queries = useQueryClient();
  const [isAsked, setAsked] = useState(false);
  const [error, setError] = useState<unknown>();
  const cancel = async () => {
    setError(undefined);
    try {
      await answerOf(api.DELETE('/api/v1/uploads/{id}', { params: { path: { id } } }));
      await queries.invalidateQueries({ queryKey: ['upload', id] });
    } catch (failure) {
      setError(failure);
    }
  };
  return (
    <>
      {error !== undefined && <ProblemNotice error={error} />}
      {isAsked ? (
        <>
          <span>{t('posts.upload.cancelWhat')}</span>
          <Button danger size="small" onClick={() => void cancel()}>
            {t('posts.upload.cancelNow')}
          </Button>
        </>
      ) : (
        <Button size="small" onClick={() => setAsked(true)}>
          {t('posts.upload.cancel')}
        </Button>
      )}
    </>
  );
}
