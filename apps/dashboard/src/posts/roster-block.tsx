/** The lines of a roster's grid, some at a time: those far from what is in view are not drawn. */
import { type ClipboardEvent, type KeyboardEvent, memo, useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Finding } from '../api/problem';
import type { Column, RosterLine } from './roster-lines';

export const blockLinesMax = 40;
/** Of a line without findings; `posts.css` says the same. */
const linePx = 38;
/** So far from the edge of the window lines are drawn already. */
const nearPx = 800;

export const cellId = (row: number, column: Column): string => `line-${row}-${column}`;

export interface Acts {
  readonly type: (row: number, column: Column, text: string) => void;
  readonly paste: (row: number, column: Column, text: string) => void;
  readonly remove: (row: number) => void;
  readonly down: (row: number, column: Column) => void;
  /** The focus is in a block, which stays drawn for it. */
  readonly enter: (firstRow: number) => void;
}

interface BlockProperties extends Pick<LineProperties, 'columns' | 'paper' | 'act' | 'disabled'> {
  readonly lines: readonly RosterLine[];
  readonly findings: readonly (readonly Finding[] | undefined)[];
  readonly firstRow: number;
  readonly isActive: boolean;
  readonly isOnly: boolean;
}

const isListSame = (before: readonly unknown[], after: readonly unknown[]): boolean =>
  before.length === after.length && before.every((entry, index) => entry === after[index]);

const isBlockSame = (before: BlockProperties, after: BlockProperties): boolean =>
  (Object.keys(after) as (keyof BlockProperties)[]).every((name) =>
    name === 'lines' || name === 'findings'
      ? isListSame(before[name], after[name])
      : before[name] === after[name],
  );

/** Drawn while it is near the window or has the focus; an empty row of its height otherwise. */
export const LineBlock = memo(function LineBlock(properties: BlockProperties) {
  const { lines, findings, firstRow, isActive, ...shared } = properties;
  const box = useRef<HTMLTableSectionElement>(null);
  const [isNear, setNear] = useState(firstRow === 0);
  useEffect(() => {
    if (!box.current) return;
    const watch = new IntersectionObserver(
      (seen) => setNear(seen.at(-1)?.isIntersecting ?? false),
      { rootMargin: `${nearPx}px 0px` },
    );
    watch.observe(box.current);
    return () => watch.disconnect();
  }, []);
  return (
    <tbody ref={box} onFocus={() => shared.act.enter(firstRow)}>
      {isNear || isActive ? (
        lines.map((line, index) => (
          <Line
            // biome-ignore lint/suspicious/noArrayIndexKey: a line is known by its place.
            key={index}
            {...{ line, ...shared }}
            row={firstRow + index}
            findings={findings[index]}
          />
        ))
      ) : (
        <tr aria-hidden style={{ height: lines.length * linePx }} />
      )}
    </tbody>
  );
}, isBlockSame);

interface LineProperties {
  readonly line: RosterLine;
  readonly row: number;
  readonly columns: readonly Column[];
  /** What the first column holds. */
  readonly paper: 'serial' | 'voucherNumber';
  readonly act: Acts;
  readonly disabled?: boolean;
  readonly findings?: readonly Finding[];
  readonly isOnly: boolean;
}

const Line = memo(function Line({ line, row, columns, paper, act, ...rest }: LineProperties) {
  const { t } = useTranslation();
  const { disabled, findings, isOnly } = rest;
  const notesId = `line-${row}-findings`;
  const unread = Object.entries(line.unread ?? {}) as [Column, string][];
  const headOf = (column: Column) =>
    t(`posts.lines.columns.${column === 'paper' ? paper : column}`);
  return (
    <>
      <tr className={findings ? 'is-refused' : ''} aria-rowindex={row + 2}>
        <th scope="row">{row + 1}</th>
        {columns.map((column) => (
          <td key={column}>
            <Cell
              {...{ line, row, column, act, disabled }}
              label={t('posts.lines.cell', { number: row + 1, column: headOf(column) })}
              isUnread={line.unread?.[column] !== undefined}
              describedBy={findings || unread.length > 0 ? notesId : undefined}
              isRefused={findings !== undefined}
            />
          </td>
        ))}
        <td>
          {!isOnly && (
            <button
              type="button"
              className="line-remove"
              aria-label={t('posts.lines.remove', { number: row + 1 })}
              disabled={disabled}
              onClick={() => act.remove(row)}
            >
              ×
            </button>
          )}
        </td>
      </tr>
      {(findings || unread.length > 0) && (
        <tr className="line-findings" aria-rowindex={row + 2}>
          <td colSpan={columns.length + 2} id={notesId}>
            {unread.map(([column, text]) => (
              <span key={column}>
                {t('posts.pasting.unreadHere', { column: headOf(column), text })}
              </span>
            ))}
            {findings?.map(({ message, rule, path }) => (
              <span key={`${path} ${message}`}>
                {message}
                {rule && <span className="rule">{t('errors.rule', { rule })}</span>}
              </span>
            ))}
          </td>
        </tr>
      )}
    </>
  );
});

interface CellProperties extends Pick<LineProperties, 'line' | 'row' | 'act' | 'disabled'> {
  readonly column: Column;
  readonly label: string;
  readonly describedBy?: string;
  readonly isUnread: boolean;
  readonly isRefused: boolean;
}

const documentTypes = ['resident-id', 'passport', 'other'] as const;

function Cell({ line, row, column, act, disabled, label, ...marks }: CellProperties) {
  const { t } = useTranslation();
  const { describedBy, isUnread, isRefused } = marks;
  const isChosen = column === 'documentType' || column === 'birthDate';
  const paste = (event: ClipboardEvent) => {
    const text = event.clipboardData.getData('text/plain');
    // What goes into one field of text the browser puts where the caret is.
    if (!isChosen && !/[\t\n]/.test(text.replace(/[\r\n]+$/, ''))) return;
    event.preventDefault();
    act.paste(row, column, text);
  };
  const shared = {
    id: cellId(row, column),
    value: line[column],
    disabled,
    'aria-label': label,
    'aria-describedby': describedBy,
    'aria-invalid': isUnread || isRefused,
    onPaste: paste,
    onKeyDown: (event: KeyboardEvent) => {
      if (event.key !== 'Enter' || event.ctrlKey || event.metaKey) return;
      if (event.nativeEvent.isComposing) return;
      event.preventDefault();
      act.down(row, column);
    },
  };
  if (column === 'documentType') {
    return (
      <select
        {...shared}
        className={isUnread ? 'cell is-unread' : 'cell'}
        onChange={({ target }) => act.type(row, column, target.value)}
      >
        {line.documentType === '' && <option value="">{t('posts.pasting.choose')}</option>}
        {documentTypes.map((type) => (
          <option key={type} value={type}>
            {t(`posts.documents.${type}`)}
          </option>
        ))}
      </select>
    );
  }
  const isNumber = column !== 'name' && column !== 'sex' && column !== 'education';
  return (
    <input
      {...shared}
      className={`cell${isNumber ? ' serial' : ''}${isUnread ? ' is-unread' : ''}`}
      type={column === 'birthDate' ? 'date' : 'text'}
      maxLength={100}
      autoComplete="off"
      spellCheck={false}
      onChange={({ target }) => act.type(row, column, target.value)}
    />
  );
}
