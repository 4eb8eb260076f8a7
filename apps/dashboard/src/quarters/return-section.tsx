import Alert from 'antd/es/alert';
import Button from 'antd/es/button';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router-dom';
import type { Schemas } from '../api/client';
import type { Finding } from '../api/problem';
import { FindingList } from '../form-parts/form-problem';
import { useFormat } from '../language/format';
import type { Powers } from '../session/powers';
import { Scrolled } from '../shell/scrolled';
import { levels } from '../stock/stock-tree';
import { ReturnForm } from './return-form';
import type { Outlook, Quarter } from './use-quarter';

type Destruction = Schemas['ReportedDestructionDto'];

/** Serials that were destroyed, attached from the book (Q8). */
export function DestroyedList({ destroyed }: { readonly destroyed: readonly Destruction[] }) {
  const { t } = useTranslation();
  const { day } = useFormat();
  if (destroyed.length === 0) return <p className="quiet">{t('quarters.noneDestroyed')}</p>;
  return (
    <ul className="destroyed-list">
      {destroyed.map(({ on, level, cause, ranges, earlier }) => (
        <li key={`${on}/${level}/${cause}/${ranges[0]?.from}`}>
          {day(on)} · {t(`levels.L${level as 5}`)} · {t(`trace.causes.${cause as 'other'}`)}
          {earlier && ` · ${t('quarters.earlier')}`} ·{' '}
          {ranges.map(({ from, to }, index) => (
            <span key={from}>
              {index > 0 && ', '}
              <Link className="serial" to={`/trace/${from}`}>
                {from}
              </Link>
              {from !== to && <span className="serial">–{to}</span>}
            </span>
          ))}
        </li>
      ))}
    </ul>
  );
}

function Rows({ filed }: { readonly filed: NonNullable<Quarter['return']> }) {
  const { t } = useTranslation();
  const { number } = useFormat();
  const sum = (of: 'assessed' | 'passed') => filed.rows.reduce((total, row) => total + row[of], 0);
  const ordered = [...filed.rows].sort(
    (one, other) =>
      one.occupation.name.localeCompare(other.occupation.name, 'zh') || other.level - one.level,
  );
  return (
    <Scrolled label={t('quarters.rows')}>
      <table className="ledger">
        <thead>
          <tr>
            <th scope="col">{t('quarters.column.name')}</th>
            <th scope="col">{t('quarters.column.level')}</th>
            <th scope="col" className="is-number">
              {t('quarters.column.assessed')}
            </th>
            <th scope="col" className="is-number">
              {t('quarters.column.passed')}
            </th>
          </tr>
        </thead>
        <tbody>
          {ordered.map(({ occupation, level, assessed, passed }) => (
            <tr key={`${occupation.name}/${level}`}>
              <th scope="row">
                {occupation.name} <span className="code">{occupation.code}</span>
              </th>
              <td>{t(`levels.L${level as 5}`)}</td>
              <td className="is-number">{number(assessed)}</td>
              <td className="is-number">{number(passed)}</td>
            </tr>
          ))}
        </tbody>
        <tfoot>
          <tr>
            <th scope="row">{t('stock.totalRow')}</th>
            <td />
            <td className="is-number">{number(sum('assessed'))}</td>
            <td className="is-number">{number(sum('passed'))}</td>
          </tr>
        </tfoot>
      </table>
    </Scrolled>
  );
}

/** Q1: where the return and the signed rosters of the quarter disagree. */
export function PassedDiffers({
  quarter,
  outlook,
}: {
  readonly quarter: Quarter;
  readonly outlook: Outlook | undefined;
}) {
  const { t } = useTranslation();
  const { number } = useFormat();
  const filed = quarter.return;
  if (!filed || !outlook) return null;
  const passedOf = (level: number) =>
    filed.rows.reduce((sum, row) => sum + (row.level === level ? row.passed : 0), 0);
  const differing = levels.filter((level) => passedOf(level) !== outlook.rostersPassed[level]);
  if (differing.length === 0) return null;
  return (
    <Alert
      type="warning"
      showIcon
      className="notice"
      title={t('quarters.passedDiffers')}
      description={
        <ul>
          {differing.map((level) => (
            <li key={level}>
              {t('quarters.passedCheck', {
                level: t(`levels.L${level}`),
                passed: number(passedOf(level)),
                rosters: number(outlook.rostersPassed[level]),
              })}
            </li>
          ))}
        </ul>
      }
    />
  );
}

/** Q4: where a return that was filed after the application says another number. */
export function PassedSince({ quarter }: { readonly quarter: Quarter }) {
  const { t } = useTranslation();
  const { number } = useFormat();
  const { passedDiffers } = quarter;
  if (passedDiffers.length === 0) return null;
  return (
    <Alert
      type="warning"
      showIcon
      className="notice"
      title={t('quarters.passedSince')}
      description={
        <ul>
          {passedDiffers.map(({ level, passed, returned }) => (
            <li key={level}>
              {t('quarters.passedSinceOf', {
                level: t(`levels.L${level as 5}`),
                passed: number(passed),
                returned: number(returned),
              })}
            </li>
          ))}
        </ul>
      }
    />
  );
}

interface Properties {
  readonly quarter: Quarter;
  readonly powers: Powers;
  readonly outlook: Outlook | undefined;
}

export function ReturnSection({ quarter, powers, outlook }: Properties) {
  const { t } = useTranslation();
  const { day, instant } = useFormat();
  const [isFiling, setFiling] = useState(false);
  const [warnings, setWarnings] = useState<readonly Finding[]>();
  const { return: filed, statisticalDays } = quarter;
  const isSigned = (quarter.application?.signOffs.length ?? 0) > 0;
  const isReturned = quarter.review?.decision === 'returned';
  const canFile = powers.posts(quarter.centre) && (!filed || !isSigned || isReturned);
  return (
    <section className="panel" aria-labelledby="return">
      <div className="panel-head">
        <h2 id="return">{t('quarters.return')}</h2>
        <span className="quiet">
          {t('quarters.covers', { from: day(statisticalDays.from), to: day(statisticalDays.to) })} ·{' '}
          {t('quarters.dueOn', { day: day(quarter.returnDueOn) })}
        </span>
      </div>
      {warnings && <Filed warnings={warnings} />}
      {isFiling ? (
        <ReturnForm
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
          {filed ? (
            <>
              <p className="quiet">
                {t(filed.late ? 'quarters.filedLate' : 'quarters.filedOnTime', {
                  instant: instant(filed.filedAt),
                })}
                {filed.filings > 1 && ` · ${t('quarters.filings', { count: filed.filings })}`}
                {filed.signedBy && ` · ${t('quarters.signedByWho', { name: filed.signedBy })}`}
                {filed.signedOn && ` · ${day(filed.signedOn)}`}
                {filed.witness && ` · ${t('witness.wasCarried')}`}
              </p>
              <PassedDiffers quarter={quarter} outlook={outlook} />
              {filed.rows.length > 0 ? (
                <Rows filed={filed} />
              ) : (
                <p>{t('quarters.nobodyExamined')}</p>
              )}
            </>
          ) : (
            <p>{t(canFile ? 'quarters.noReturnYou' : 'quarters.noReturn')}</p>
          )}
          {canFile && (
            <div className="actions">
              <Button type={filed ? 'default' : 'primary'} onClick={() => setFiling(true)}>
                {t(filed ? 'quarters.fileAgain' : 'quarters.fileReturn')}
              </Button>
            </div>
          )}
        </>
      )}
      <h3 className="after">{t('quarters.destroyedAttached')}</h3>
      <DestroyedList
        destroyed={isFiling || !filed ? (outlook?.destroyed ?? []) : filed.destroyed}
      />
    </section>
  );
}

export function Filed({ warnings }: { readonly warnings: readonly Finding[] }) {
  const { t } = useTranslation();
  const hasWarnings = warnings.length > 0;
  return (
    <Alert
      type={hasWarnings ? 'warning' : 'success'}
      role="status"
      showIcon
      className="notice"
      title={t(hasWarnings ? 'forms.doneWithWarnings' : 'forms.done')}
      description={hasWarnings ? <FindingList findings={warnings} /> : undefined}
    />
  );
}
