import Button from 'antd/es/button';
import Skeleton from 'antd/es/skeleton';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Finding } from '../api/problem';
import { useFormat } from '../language/format';
import type { Powers } from '../session/powers';
import { Facts } from '../trace/facts';
import { ApplicationForm } from './application-form';
import { FiguresTable } from './figures-table';
import { Filed } from './return-section';
import { SignOffs } from './sign-offs';
import { ApplicationMark } from './states';
import type { Outlook, Quarter } from './use-quarter';

function Figures({ quarter }: { readonly quarter: Quarter }) {
  const { t } = useTranslation();
  const { application, review } = quarter;
  if (!application) return null;
  const { figures, planned } = application;
  return (
    <FiguresTable
      columns={[
        { key: 'received', title: t('quarters.figure.received'), of: figures.received },
        { key: 'passed', title: t('quarters.figure.passed'), of: figures.passed },
        { key: 'destroyed', title: t('quarters.figure.destroyed'), of: figures.destroyed },
        { key: 'replaced', title: t('quarters.figure.replaced'), of: figures.replaced },
        { key: 'stock', title: t('quarters.figure.stock'), of: figures.stock },
        { key: 'planned', title: t('quarters.planned'), of: planned },
        ...(review?.granted
          ? [
              { key: 'granted', title: t('quarters.granted'), of: review.granted },
              { key: 'sent', title: t('quarters.sent'), of: quarter.sent },
              { key: 'came', title: t('quarters.received'), of: quarter.received },
            ]
          : []),
      ]}
    />
  );
}

function Filing({ quarter }: { readonly quarter: Quarter }) {
  const { t } = useTranslation();
  const { instant } = useFormat();
  const { application, people } = quarter;
  if (!application) return null;
  const filer = people.find(({ user }) => user === application.filedBy);
  const { contact, remark, countedAt } = application;
  return (
    <Facts
      facts={[
        [t('quarters.number'), application.number],
        [
          t('quarters.filedBy'),
          `${filer?.name ?? application.filedBy} · ${instant(application.filedAt)}`,
        ],
        [
          t('quarters.contact'),
          contact && [contact.name, contact.phone, contact.mobile].filter(Boolean).join(' · '),
        ],
        [t('quarters.remark'), remark],
        [
          t('quarters.countedAt'),
          countedAt.length === 1
            ? countedAt[0].revision === '-1'
              ? t('quarters.emptyBook')
              : t('quarters.bookRevision', { revision: countedAt[0].revision })
            : t('quarters.books', { count: countedAt.length }),
        ],
      ]}
    />
  );
}

interface Properties {
  readonly quarter: Quarter;
  readonly powers: Powers;
  readonly outlook: Outlook | undefined;
  readonly today: string;
}

export function ApplicationSection({ quarter, powers, outlook, today }: Properties) {
  const { t } = useTranslation();
  const { day } = useFormat();
  const [isFiling, setFiling] = useState(false);
  const [warnings, setWarnings] = useState<readonly Finding[]>();
  const { application, review, window, status } = quarter;
  const isWithin = window.from <= today && today <= window.to;
  const loads = powers.user.backdate;
  const isReturned = review?.decision === 'returned';
  const canFile =
    powers.posts(quarter.centre) && status !== 'approved' && (isWithin || isReturned || loads);
  const hasManager = powers.centres.get(quarter.centre)?.manager !== undefined;
  return (
    <section className="panel" aria-labelledby="application">
      <div className="panel-head">
        <h2 id="application">
          {t('quarters.application')} <ApplicationMark status={status} />
        </h2>
        <span className="quiet">
          {t('quarters.window', { from: day(window.from), to: day(window.to) })}
        </span>
      </div>
      {warnings && <Filed warnings={warnings} />}
      {isFiling && !outlook && <Skeleton active />}
      {isFiling && outlook ? (
        <ApplicationForm
          quarter={quarter}
          outlook={outlook}
          onCancel={() => setFiling(false)}
          onFiled={(told) => {
            setWarnings(told);
            setFiling(false);
          }}
        />
      ) : (
        <>
          {application ? (
            <>
              <Filing quarter={quarter} />
              <Figures quarter={quarter} />
            </>
          ) : (
            <p>
              {t(status === 'zero' ? 'quarters.zeroWhat' : 'quarters.noApplication', {
                from: day(window.from),
                to: day(window.to),
              })}
            </p>
          )}
          {isReturned && (
            <p className="wrong after">
              {t('quarters.sentBack', { day: day(review.on), reason: review.reason })}
            </p>
          )}
          {powers.posts(quarter.centre) && !hasManager && (
            <p className="wrong after">{t('quarters.managerFirst')}</p>
          )}
          {canFile && (
            <div className="actions">
              <Button type={application ? 'default' : 'primary'} onClick={() => setFiling(true)}>
                {t(application ? 'quarters.applyAgain' : 'quarters.apply')}
              </Button>
            </div>
          )}
          {application && <SignOffs quarter={quarter} powers={powers} />}
        </>
      )}
    </section>
  );
}
