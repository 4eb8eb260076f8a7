import Button from 'antd/es/button';
import { type ClipboardEvent, type KeyboardEvent, memo, useMemo, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Finding } from '../api/problem';
import { useFormat } from '../language/format';
import { useEntryFindings } from './findings-context';
import {
  type Column,
  changed,
  countedOn,
  filledLines,
  linesMax,
  mainColumns,
  moreColumns,
  noLine,
  pasted,
  placesOfFilled,
  type RosterLine,
} from './roster-lines';

interface Properties {
  readonly value?: readonly RosterLine[];
  readonly onChange?: (lines: RosterLine[]) => void;
  /** What the first column holds. */
  readonly paper: 'serial' | 'voucherNumber';
  readonly disabled?: boolean;
}

const cellId = (row: number, column: Column): string => `line-${row}-${column}`;
const focusCell = (row: number, column: Column): void =>
  document.getElementById(cellId(row, column))?.focus();

/**
 * A line for each person. Enter goes down the column, so that a scanner goes on where it is; Tab
 * goes along the line; what is copied from a spreadsheet is put down from the cell on.
 */
export function RosterGrid({ value = [], onChange, paper, disabled }: Properties) {
  const { t } = useTranslation();
  const { number } = useFormat();
  const [isWide, setWide] = useState(false);
  const findings = useEntryFindings('lines');
  const lines = useMemo(() => (value.length > 0 ? value : [noLine]), [value]);
  const places = useMemo(() => placesOfFilled(lines), [lines]);
  const columns: readonly Column[] = isWide ? [...mainColumns, ...moreColumns] : mainColumns;
  const latest = useRef({ lines, columns, onChange });
  latest.current = { lines, columns, onChange };
  /** The same for every render, so that a cell that changes draws its own line alone. */
  const [act] = useState(() => ({
    type: (row: number, column: Column, text: string) =>
      latest.current.onChange?.(changed(latest.current.lines, row, column, text)),
    paste: (row: number, column: Column, text: string) =>
      latest.current.onChange?.(
        pasted(latest.current.lines, row, column, latest.current.columns, text),
      ),
    remove: (row: number) =>
      latest.current.onChange?.(latest.current.lines.filter((_, index) => index !== row)),
    down: (row: number, column: Column) => {
      const now = latest.current.lines;
      if (row + 1 === now.length && now.length < linesMax) {
        latest.current.onChange?.([...now, noLine]);
      }
      requestAnimationFrame(() => focusCell(row + 1, column));
    },
  }));
  const add = () => {
    onChange?.([...lines, noLine]);
    requestAnimationFrame(() => focusCell(lines.length, 'paper'));
  };
  return (
    <section className="roster-grid" aria-label={t('posts.lines.title')}>
      <div className="post-tools">
        <strong>{t('posts.lines.count', { count: filledLines(lines).length })}</strong>
        <Button size="small" onClick={() => onChange?.(countedOn(lines, 'paper'))}>
          {t(`posts.lines.countOn.${paper}`)}
        </Button>
        <Button size="small" onClick={() => onChange?.(countedOn(lines, 'certificateNumber'))}>
          {t('posts.lines.countOn.certificateNumber')}
        </Button>
        <Button size="small" aria-pressed={isWide} onClick={() => setWide(!isWide)}>
          {isWide ? t('posts.lines.lessColumns') : t('posts.lines.moreColumns')}
        </Button>
      </div>
      <p className="quiet">{t('posts.lines.hint')}</p>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard. */}
      <section className="scrolled" aria-label={t('posts.lines.title')} tabIndex={0}>
        <table className="lines">
          <thead>
            <tr>
              <th scope="col">{t('posts.lines.number')}</th>
              {columns.map((column) => (
                <th key={column} scope="col">
                  {t(`posts.lines.columns.${column === 'paper' ? paper : column}`)}
                </th>
              ))}
              <td />
            </tr>
          </thead>
          <tbody>
            {lines.map((line, row) => {
              const place = places[row];
              return (
                <Line
                  // biome-ignore lint/suspicious/noArrayIndexKey: a line is known by its place.
                  key={row}
                  {...{ line, row, columns, paper, act, disabled }}
                  findings={place === undefined ? undefined : findings.get(place)}
                  isOnly={lines.length === 1}
                />
              );
            })}
          </tbody>
        </table>
      </section>
      <Button size="small" onClick={add} disabled={lines.length >= linesMax}>
        {t('posts.lines.add')}
      </Button>
      {lines.length >= linesMax && (
        <p role="status">{t('posts.lines.full', { max: number(linesMax) })}</p>
      )}
    </section>
  );
}

interface Acts {
  readonly type: (row: number, column: Column, text: string) => void;
  readonly paste: (row: number, column: Column, text: string) => void;
  readonly remove: (row: number) => void;
  readonly down: (row: number, column: Column) => void;
}

interface LineProperties {
  readonly line: RosterLine;
  readonly row: number;
  readonly columns: readonly Column[];
  readonly paper: Properties['paper'];
  readonly act: Acts;
  readonly disabled?: boolean;
  readonly findings?: readonly Finding[];
  readonly isOnly: boolean;
}

const Line = memo(function Line({ line, row, columns, paper, act, ...rest }: LineProperties) {
  const { t } = useTranslation();
  const { disabled, findings, isOnly } = rest;
  const notesId = `line-${row}-findings`;
  const labelOf = (column: Column) =>
    t('posts.lines.cell', {
      number: row + 1,
      column: t(`posts.lines.columns.${column === 'paper' ? paper : column}`),
    });
  return (
    <>
      <tr className={findings ? 'is-refused' : ''}>
        <th scope="row">{row + 1}</th>
        {columns.map((column) => (
          <td key={column}>
            <Cell
              {...{ line, row, column, act, disabled }}
              label={labelOf(column)}
              describedBy={findings && notesId}
            />
          </td>
        ))}
        <td>
          {!isOnly && (
            <Button
              type="text"
              size="small"
              aria-label={t('posts.lines.remove', { number: row + 1 })}
              disabled={disabled}
              onClick={() => act.remove(row)}
            >
              ×
            </Button>
          )}
        </td>
      </tr>
      {findings && (
        <tr className="line-findings">
          <td colSpan={columns.length + 2} id={notesId}>
            {findings.map(({ message, rule, path }) => (
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
}

const documentTypes = ['resident-id', 'passport', 'other'] as const;

function Cell({ line, row, column, act, disabled, label, describedBy }: CellProperties) {
  const { t } = useTranslation();
  const shared = {
    id: cellId(row, column),
    value: line[column],
    disabled,
    'aria-label': label,
    'aria-describedby': describedBy,
    'aria-invalid': describedBy !== undefined,
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
        className="cell"
        onChange={({ target }) => act.type(row, column, target.value)}
      >
        {documentTypes.map((type) => (
          <option key={type} value={type}>
            {t(`posts.documents.${type}`)}
          </option>
        ))}
      </select>
    );
  }
  const paste = (event: ClipboardEvent) => {
    const text = event.clipboardData.getData('text/plain');
    if (!/[\t\n]/.test(text.trim())) return;
    event.preventDefault();
    act.paste(row, column, text);
  };
  const isNumber = column !== 'name' && column !== 'sex' && column !== 'education';
  return (
    <input
      {...shared}
      className={isNumber ? 'cell serial' : 'cell'}
      type={column === 'birthDate' ? 'date' : 'text'}
      maxLength={100}
      autoComplete="off"
      spellCheck={false}
      onPaste={paste}
      onChange={({ target }) => act.type(row, column, target.value)}
    />
  );
}
