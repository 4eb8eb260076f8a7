import Skeleton from 'antd/es/skeleton';
import { useTranslation } from 'react-i18next';
import { daysBetween, useFormat } from '../language/format';
import { ProblemNotice } from '../shell/problem-notice';
import type { Level } from '../stock/stock-tree';
import { useCentreNames } from '../stock/use-centres';
import { type Consignment, usePolicyNumber, useUnderWay } from './use-flow';
import type { MomentInAddress } from './use-moment';

function Box({
  box,
  today,
  daysMax,
}: {
  readonly box: Consignment;
  readonly today: string;
  readonly daysMax: number | undefined;
}) {
  const { t } = useTranslation();
  const { number, day } = useFormat();
  const nameOf = useCentreNames();
  const ageDays = daysBetween(box.dispatchedOn, today);
  const isLong = daysMax !== undefined && ageDays > daysMax;
  return (
    <tr>
      <th scope="row">
        {box.consignment}
        {box.status === 'refused' && <span className="heading-note">{t('flow.refused')}</span>}
      </th>
      <td className="is-text">{nameOf(box.from)}</td>
      <td className="is-text">{nameOf(box.to)}</td>
      <td className="is-text">{box.lots.map(({ level }) => t(`levels.L${level}`)).join(', ')}</td>
      <td>{number(box.quantity)}</td>
      <td className="is-text">{day(box.dispatchedOn)}</td>
      <td className="is-text">
        <span className={isLong ? 'badge is-short' : 'badge is-in-transit'}>
          {t('flow.age', { count: ageDays, quantity: number(ageDays) })}
        </span>
      </td>
    </tr>
  );
}

interface Properties {
  readonly code: string;
  readonly level: Level | 'all';
  readonly at: MomentInAddress;
}

function Boxes({ code, level, at }: Properties) {
  const { t } = useTranslation();
  const { number } = useFormat();
  const { data, error, refetch, isFetching } = useUnderWay(code);
  const daysMax = usePolicyNumber('transitDaysMax', at.today);
  if (error) return <ProblemNotice error={error} onRetry={refetch} isRetrying={isFetching} />;
  if (!data) return <Skeleton active />;
  const boxes = data.items.filter(
    ({ lots }) => level === 'all' || lots.some((lot) => lot.level === level),
  );
  if (boxes.length === 0) return <p>{t('flow.noneUnderWay')}</p>;
  return (
    <>
      {daysMax !== undefined && (
        <p className="quiet">{t('flow.longFrom', { count: daysMax, quantity: number(daysMax) })}</p>
      )}
      {!data.isComplete && <p role="status">{t('flow.underWayCut')}</p>}
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard. */}
      <section className="scrolled" aria-label={t('flow.underWay')} tabIndex={0}>
        <table className="figures">
          <thead>
            <tr>
              <th scope="col">{t('trace.consignment')}</th>
              {(['sender', 'receiver', 'levels'] as const).map((name) => (
                <th key={name} scope="col" className="is-text">
                  {t(`flow.${name}`)}
                </th>
              ))}
              <th scope="col">{t('held.count')}</th>
              <th scope="col" className="is-text">
                {t('flow.sentOn')}
              </th>
              <th scope="col" className="is-text">
                {t('flow.ageHead')}
              </th>
            </tr>
          </thead>
          <tbody>
            {boxes.map((box) => (
              <Box key={box.consignment} box={box} today={at.today} daysMax={daysMax} />
            ))}
          </tbody>
        </table>
      </section>
    </>
  );
}

/** What is between two centres, and for how long. */
export function UnderWayPanel(properties: Properties) {
  const { t } = useTranslation();
  return (
    <section className="panel">
      <div className="panel-head">
        <h2>{t('flow.underWay')}</h2>
      </div>
      {properties.at.isPast ? (
        <p className="not-answerable">{t('flow.underWayNotPast')}</p>
      ) : (
        <Boxes {...properties} />
      )}
    </section>
  );
}
