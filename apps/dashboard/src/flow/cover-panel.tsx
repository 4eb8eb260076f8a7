import Button from 'antd/es/button';
import Skeleton from 'antd/es/skeleton';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useFormat } from '../language/format';
import { ProblemNotice } from '../shell/problem-notice';
import type { Level } from '../stock/stock-tree';
import { useCentreNames } from '../stock/use-centres';
import { type Cover, coversOf } from './cover';
import { useForecasts } from './use-flow';
import type { MomentInAddress } from './use-moment';

const shownAtFirstMax = 8;

function CoverRow({ cover }: { readonly cover: Cover }) {
  const { t } = useTranslation();
  const { number } = useFormat();
  const nameOf = useCentreNames();
  const { centre, level, stock, incoming, need, used, days, isShort } = cover;
  return (
    <tr>
      <th scope="row">{nameOf(centre)}</th>
      <td className="is-text">{t(`levels.L${level}`)}</td>
      <td>
        {number(stock)}
        {incoming > 0 && (
          <span className="heading-note">
            {t('flow.incoming', { count: incoming, quantity: number(incoming) })}
          </span>
        )}
      </td>
      {used.map(({ quarter, quantity }) => (
        <td key={quarter}>{number(quantity)}</td>
      ))}
      <td>{number(need)}</td>
      <td className="is-text">
        <span className={isShort ? 'badge is-short' : 'badge is-enough'}>
          {t(isShort ? 'flow.short' : 'flow.lasts', { count: days, quantity: number(days) })}
        </span>
      </td>
    </tr>
  );
}

function CoverTable({ covers }: { readonly covers: readonly Cover[] }) {
  const { t } = useTranslation();
  const { number } = useFormat();
  const [isAllShown, setAllShown] = useState(false);
  const shown = isAllShown ? covers : covers.slice(0, shownAtFirstMax);
  return (
    <>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard. */}
      <section className="scrolled" aria-label={t('flow.cover')} tabIndex={0}>
        <table className="figures cover-figures">
          <thead>
            <tr>
              <th scope="col">{t('stock.centre')}</th>
              <th scope="col" className="is-text">
                {t('stock.level')}
              </th>
              <th scope="col">{t('accounts.stock')}</th>
              {covers[0].used.map(({ quarter }) => (
                <th key={quarter} scope="col">
                  {t('flow.used')}
                  <span className="heading-note">{quarter}</span>
                </th>
              ))}
              <th scope="col">
                {t('flow.need')}
                <span className="heading-note">{covers[0].quarter}</span>
              </th>
              <th scope="col" className="is-text">
                {t('flow.lastsFor')}
              </th>
            </tr>
          </thead>
          <tbody>
            {shown.map((cover) => (
              <CoverRow key={`${cover.centre}/${cover.level}`} cover={cover} />
            ))}
          </tbody>
        </table>
      </section>
      {covers.length > shown.length && (
        <Button className="more-button" onClick={() => setAllShown(true)}>
          {t('flow.showAll', { quantity: number(covers.length) })}
        </Button>
      )}
    </>
  );
}

interface Properties {
  readonly code: string;
  readonly level: Level | 'all';
  readonly at: MomentInAddress;
}

function Covers({ code, level, asOf }: Omit<Properties, 'at'> & { readonly asOf?: string }) {
  const { t } = useTranslation();
  const { data, error, refetch, isFetching } = useForecasts(code, asOf);
  if (error) return <ProblemNotice error={error} onRetry={refetch} isRetrying={isFetching} />;
  if (!data) return <Skeleton active />;
  const covers = coversOf(data.filter((one) => level === 'all' || one.level === level));
  if (covers.length === 0) return <p>{t('flow.noCover')}</p>;
  return (
    <>
      <p className="quiet">{t('flow.coverHow')}</p>
      <CoverTable covers={covers} />
    </>
  );
}

/** What runs short first, by what was used before. */
export function CoverPanel({ code, level, at }: Properties) {
  const { t } = useTranslation();
  const isAnswerable = !at.isPast || at.moment.axis === 'occurred';
  return (
    <section className="panel">
      <div className="panel-head">
        <h2>{t('flow.cover')}</h2>
      </div>
      {isAnswerable ? (
        <Covers code={code} level={level} asOf={at.time.asOf} />
      ) : (
        <p className="not-answerable">{t('flow.coverNotRecorded')}</p>
      )}
    </section>
  );
}
