import { useTranslation } from 'react-i18next';
import { Link } from 'react-router-dom';
import { useFormat } from '../language/format';
import type { Powers } from '../session/powers';
import { Scrolled } from '../shell/scrolled';
import { ApplicationMark, Mark, ReturnMark } from './states';
import type { Board, BoardRow } from './use-quarter';

const monthsInQuarter = 3;

function Quantity({ of, isKnown }: { readonly of: number | undefined; readonly isKnown: boolean }) {
  const { number } = useFormat();
  if (!isKnown || of === undefined) return <span className="quiet">–</span>;
  return <>{number(of)}</>;
}

function FeeShare({ row }: { readonly row: BoardRow }) {
  const { t } = useTranslation();
  if (!row.feeShare) return <span className="quiet">–</span>;
  const { paid } = row.feeShare;
  return <Mark tone={paid ? 'good' : 'bad'}>{t(paid ? 'quarters.paid' : 'quarters.unpaid')}</Mark>;
}

function Row({ row, powers }: { readonly row: BoardRow; readonly powers: Powers }) {
  const { t } = useTranslation();
  const { day } = useFormat();
  const { application, review, sent, received } = row;
  const isForReview = row.status === 'signed' && powers.reviews(row.centre);
  const place = `/quarters/${row.centre}/${row.quarter}`;
  return (
    <tr>
      <th scope="row">
        <Link to={place}>{row.name}</Link>
        {row.closedOn !== undefined && (
          <Mark tone="none">{t('quarters.closedOn', { day: day(row.closedOn) })}</Mark>
        )}
        {row.closedOn === undefined && !row.hasManager && (
          <Mark tone="bad">{t('quarters.noManager')}</Mark>
        )}
      </th>
      <td data-label={t('quarters.return')}>
        <ReturnMark status={row.returnStatus} />
      </td>
      <td data-label={t('quarters.application')}>
        <ApplicationMark status={row.status} />
        {isForReview && (
          <Link className="do-now" to={`${place}#review`}>
            {t('quarters.review.do')}
          </Link>
        )}
      </td>
      <td className="is-number" data-label={t('quarters.planned')}>
        <Quantity of={application?.planned.total ?? 0} isKnown={row.status !== 'not-filed'} />
      </td>
      <td className="is-number" data-label={t('quarters.granted')}>
        <Quantity of={review?.granted?.total} isKnown={row.status === 'approved'} />
      </td>
      <td className="is-number" data-label={t('quarters.sent')}>
        <Quantity of={sent.total} isKnown={row.status === 'approved'} />
      </td>
      <td className="is-number" data-label={t('quarters.received')}>
        <Quantity of={received.total} isKnown={row.status === 'approved'} />
      </td>
      <td data-label={t('quarters.feeShare')}>
        <FeeShare row={row} />
      </td>
      <td className="is-number" data-label={t('quarters.monthlyFiles')}>
        {t('quarters.monthlyOf', { made: row.monthlyFiles.length, of: monthsInQuarter })}
      </td>
    </tr>
  );
}

const headings = ['planned', 'granted', 'sent', 'received'] as const;

/** A row for every centre; on a narrow screen a card, each figure with its name. */
export function BoardTable({ board, powers }: { readonly board: Board; readonly powers: Powers }) {
  const { t } = useTranslation();
  const { number } = useFormat();
  const sum = (of: (row: BoardRow) => number | undefined) =>
    number(board.items.reduce((total, row) => total + (of(row) ?? 0), 0));
  return (
    <Scrolled label={t('quarters.title')}>
      <table className="ledger is-cards">
        <thead>
          <tr>
            <th scope="col">{t('quarters.centre')}</th>
            <th scope="col">{t('quarters.return')}</th>
            <th scope="col">{t('quarters.application')}</th>
            {headings.map((name) => (
              <th key={name} scope="col" className="is-number">
                {t(`quarters.${name}`)}
              </th>
            ))}
            <th scope="col">{t('quarters.feeShare')}</th>
            <th scope="col" className="is-number">
              {t('quarters.monthlyFiles')}
            </th>
          </tr>
        </thead>
        <tbody>
          {board.items.map((row) => (
            <Row key={row.centre} row={row} powers={powers} />
          ))}
        </tbody>
        <tfoot>
          <tr>
            <th scope="row">{t('stock.totalRow')}</th>
            <td className="is-blank" />
            <td className="is-blank" />
            <td className="is-number" data-label={t('quarters.planned')}>
              {sum(({ application }) => application?.planned.total)}
            </td>
            <td className="is-number" data-label={t('quarters.granted')}>
              {sum(({ review }) => review?.granted?.total)}
            </td>
            <td className="is-number" data-label={t('quarters.sent')}>
              {sum(({ sent }) => sent.total)}
            </td>
            <td className="is-number" data-label={t('quarters.received')}>
              {sum(({ received }) => received.total)}
            </td>
            <td className="is-blank" />
            <td className="is-blank" />
          </tr>
        </tfoot>
      </table>
    </Scrolled>
  );
}
