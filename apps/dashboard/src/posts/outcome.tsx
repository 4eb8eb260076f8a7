import CheckCircleFilled from '@ant-design/icons/es/icons/CheckCircleFilled';
import HourglassOutlined from '@ant-design/icons/es/icons/HourglassOutlined';
import Alert from 'antd/es/alert';
import Button from 'antd/es/button';
import { type ReactNode, useLayoutEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router-dom';
import { FindingList } from '../form-parts/form-problem';
import { useFormat } from '../language/format';
import { useEventNames } from './event-names';
import type { PostKind } from './kinds';
import { useBookCentre } from './use-book';
import type { Pending, Posted, PostState } from './use-post';

interface Properties {
  readonly kind: PostKind;
  readonly state: PostState;
  readonly summary: ReactNode;
  readonly links: ReactNode;
  readonly onAnother: () => void;
}

/** What was recorded, or for whom it waits, and where to go on. */
export function Outcome({ state, summary, links, onAnother }: Properties) {
  const { t } = useTranslation();
  const centre = useBookCentre();
  const heading = useRef<HTMLHeadingElement>(null);
  useLayoutEffect(() => heading.current?.focus(), []);
  if (state.kind !== 'posted' && state.kind !== 'waiting') return null;
  const isRecorded = state.kind === 'posted';
  return (
    <section className={`panel outcome is-${state.kind}`}>
      <h2 ref={heading} tabIndex={-1}>
        {isRecorded ? (
          <CheckCircleFilled className="verdict-mark" aria-hidden />
        ) : (
          <HourglassOutlined className="verdict-mark is-waiting" aria-hidden />
        )}
        {isRecorded ? t('posts.recordedTitle') : t('posts.waitingTitle')}
      </h2>
      {state.isReplayed && <p role="status">{t('posts.replayed')}</p>}
      {isRecorded ? <Recorded answer={state.answer} /> : <Waiting pending={state.pending} />}
      {summary}
      <div className="outcome-links">
        {links}
        {isRecorded && <Link to={`/journal/${centre}`}>{t('posts.toJournal')}</Link>}
        {!isRecorded && <Link to="/proposals">{t('posts.toProposals')}</Link>}
      </div>
      <div className="post-actions">
        <Button type="primary" onClick={onAnother}>
          {t('posts.another')}
        </Button>
        <Link to="/desk">{t('posts.toDesk')}</Link>
      </div>
    </section>
  );
}

function Recorded({ answer }: { readonly answer: Posted }) {
  const { t } = useTranslation();
  const namesOf = useEventNames();
  return (
    <>
      <p>
        {t('posts.recorded', {
          events: namesOf(answer.events.map(({ type }) => type)),
          position: answer.position,
        })}
      </p>
      {answer.warnings.length > 0 && (
        <Alert
          type="warning"
          showIcon
          title={t('posts.warnings')}
          description={<FindingList findings={answer.warnings} />}
        />
      )}
    </>
  );
}

function Waiting({ pending }: { readonly pending: Pending }) {
  const { t } = useTranslation();
  const { instant } = useFormat();
  return (
    <p>
      {t('posts.waiting', {
        proposal: pending.proposal,
        until: instant(pending.expiresAt),
      })}
    </p>
  );
}
