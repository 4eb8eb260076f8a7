/** What of a paste was not understood or did not fit, above the lines, and what to do about it. */
import Alert from 'antd/es/alert';
import Button from 'antd/es/button';
import { type ReactNode, useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router-dom';
import { useFormat } from '../language/format';
import { linesMax, type RosterLine, type UnreadCell, unreadCells } from './roster-lines';
import type { LeftOut, Pasted } from './roster-paste';

/** So many cells are named; each of them is marked in its line. */
const namedMax = 5;

interface Properties {
  readonly lines: readonly RosterLine[];
  readonly paper: 'serial' | 'voucherNumber';
  /** Of the last paste, until it is closed. */
  readonly told?: Pasted;
  readonly onClose: () => void;
  readonly onGo: (cell: UnreadCell) => void;
  readonly onLeaveDays: () => void;
}

export function RosterNotes({ lines, paper, told, onClose, onGo, onLeaveDays }: Properties) {
  const { t } = useTranslation();
  const { number } = useFormat();
  const unread = useMemo(() => unreadCells(lines), [lines]);
  return (
    <div className="roster-notes">
      {told && told.rows.count > 0 && (
        <LeftOutNote left={told.rows} what={t('posts.pasting.rows', { count: told.rows.count })}>
          {t('posts.pasting.rowsDo', { max: number(linesMax) })}{' '}
          <Link to={paper === 'serial' ? '/posts/roster' : '/posts/voucher-roster'}>
            {t('posts.lines.asFile')}
          </Link>
        </LeftOutNote>
      )}
      {told && told.cells.count > 0 && (
        <LeftOutNote left={told.cells} what={t('posts.pasting.cells', { count: told.cells.count })}>
          {t('posts.pasting.cellsDo')}
        </LeftOutNote>
      )}
      {told && told.rows.count + told.cells.count > 0 && (
        <Button size="small" onClick={onClose}>
          {t('posts.pasting.close')}
        </Button>
      )}
      {unread.length > 0 && (
        <Alert
          type="warning"
          role="alert"
          showIcon
          title={t('posts.pasting.unread', { count: unread.length })}
          description={
            <>
              <ul className="unread-cells">
                {unread.slice(0, namedMax).map((cell) => (
                  <li key={`${cell.row} ${cell.column}`}>
                    <button type="button" className="link-button" onClick={() => onGo(cell)}>
                      {t('posts.lines.cell', {
                        number: cell.row + 1,
                        column: t(
                          `posts.lines.columns.${cell.column === 'paper' ? paper : cell.column}`,
                        ),
                      })}
                    </button>{' '}
                    {t('posts.pasting.quoted', { text: cell.text })}
                  </li>
                ))}
              </ul>
              {unread.length > namedMax && (
                <p>{t('posts.pasting.more', { count: unread.length - namedMax })}</p>
              )}
              {unread.some(({ column }) => column === 'birthDate') && (
                <Button size="small" onClick={onLeaveDays}>
                  {t('posts.pasting.leaveDays')}
                </Button>
              )}
            </>
          }
        />
      )}
    </div>
  );
}

interface LeftOutProperties {
  readonly left: LeftOut;
  readonly what: string;
  readonly children: ReactNode;
}

function LeftOutNote({ left, what, children }: LeftOutProperties) {
  const { t } = useTranslation();
  const { number } = useFormat();
  const first = left.first.join(t('posts.pasting.between'));
  return (
    <Alert
      type="warning"
      role="alert"
      showIcon
      title={what}
      description={
        <>
          <p>{t('posts.pasting.from', { row: number(left.fromRow), first })}</p>
          <p>{children}</p>
        </>
      }
    />
  );
}
