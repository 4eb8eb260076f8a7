import Button from 'antd/es/button';
import ConfigProvider from 'antd/es/config-provider';
import { type RefObject, useMemo, useRef, useState } from 'react';
import { flushSync } from 'react-dom';
import { useTranslation } from 'react-i18next';
import { useFormat } from '../language/format';
import { useEntryFindings } from './findings-context';
import { type Acts, blockLinesMax, cellId, LineBlock } from './roster-block';
import {
  type Column,
  changed,
  countedOn,
  linesMax,
  mainColumns,
  moreColumns,
  noLine,
  placesOfFilled,
  type RosterLine,
  withoutUnreadDays,
} from './roster-lines';
import { RosterNotes } from './roster-notes';
import { type Pasted, pasted } from './roster-paste';

interface Properties {
  readonly value?: readonly RosterLine[];
  readonly onChange?: (lines: RosterLine[]) => void;
  /** What the first column holds. */
  readonly paper: 'serial' | 'voucherNumber';
}

const noLines: readonly RosterLine[] = [noLine];

/**
 * A line for each person. Enter goes down the column, so that a scanner goes on where it is; Tab
 * goes along the line; what is copied from a spreadsheet is put down from the cell on. What a key
 * costs hardly grows with the lines: only those near the window are drawn.
 */
export function RosterGrid({ value = noLines, onChange, paper }: Properties) {
  const { t } = useTranslation();
  // The form's own word: what is under way, or may be recorded, is not altered.
  const { componentDisabled: disabled } = ConfigProvider.useConfig();
  const [isWide, setWide] = useState(false);
  const [told, setTold] = useState<Pasted>();
  const findings = useEntryFindings('lines');
  const lines = value.length > 0 ? value : noLines;
  const places = useMemo(() => placesOfFilled(lines), [lines]);
  const filled = places.filter((place) => place !== undefined).length;
  const columns = isWide ? allColumns : mainColumns;
  const { act, active, full, goTo } = useActs(lines, columns, onChange, setTold);
  const add = () => {
    onChange?.([...lines, noLine]);
    goTo(lines.length, 'paper');
  };
  return (
    <section className="roster-grid" aria-label={t('posts.lines.title')}>
      <div className="post-tools">
        <strong>{t('posts.lines.count', { count: filled })}</strong>
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
      <RosterNotes
        {...{ lines, paper, told }}
        onClose={() => setTold(undefined)}
        onGo={({ row, column }) => {
          if (!mainColumns.some((main) => main === column)) setWide(true);
          goTo(row, column);
        }}
        onLeaveDays={() => onChange?.(withoutUnreadDays(lines))}
      />
      {/* biome-ignore lint/a11y/useSemanticElements: not a set of fields, but a table that scrolls. */}
      <div
        className="scrolled"
        role="group"
        aria-label={t('posts.pasting.table')}
        // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard.
        tabIndex={0}
      >
        <table className={isWide ? 'lines is-wide' : 'lines'} aria-rowcount={lines.length + 1}>
          <Heads {...{ columns, paper }} />
          {blocksOf(lines.length).map((firstRow) => {
            const end = firstRow + blockLinesMax;
            return (
              <LineBlock
                key={firstRow}
                {...{ firstRow, columns, paper, act, disabled }}
                lines={lines.slice(firstRow, end)}
                findings={places
                  .slice(firstRow, end)
                  .map((place) => (place === undefined ? undefined : findings.get(place)))}
                isActive={active === firstRow}
                isOnly={lines.length === 1}
              />
            );
          })}
        </table>
      </div>
      <Button size="small" onClick={add} disabled={disabled || lines.length >= linesMax}>
        {t('posts.lines.add')}
      </Button>
      <Full box={full} isFull={lines.length >= linesMax} />
    </section>
  );
}

const allColumns: readonly Column[] = [...mainColumns, ...moreColumns];

const blocksOf = (lines: number): number[] =>
  Array.from({ length: Math.ceil(lines / blockLinesMax) }, (_, index) => index * blockLinesMax);

const blockOf = (row: number): number => row - (row % blockLinesMax);

/** What cells ask for: the same for every render, so that a change draws its own line alone. */
function useActs(
  lines: readonly RosterLine[],
  columns: readonly Column[],
  onChange: Properties['onChange'],
  tell: (told: Pasted | undefined) => void,
) {
  const full = useRef<HTMLParagraphElement>(null);
  const [active, setActive] = useState(0);
  const latest = useRef({ lines, columns, onChange });
  latest.current = { lines, columns, onChange };
  /** At once, with its block and what the same key changed: a scanner does not wait for a frame. */
  const goTo = (row: number, column: Column) => {
    flushSync(() => setActive(blockOf(row)));
    document.getElementById(cellId(row, column))?.focus();
  };
  const [act] = useState(
    (): Acts => ({
      type: (row, column, text) =>
        latest.current.onChange?.(changed(latest.current.lines, row, column, text)),
      paste: (row, column, text) => {
        const result = pasted(latest.current.lines, row, column, latest.current.columns, text);
        tell(result);
        latest.current.onChange?.(result.lines);
      },
      remove: (row) =>
        latest.current.onChange?.(latest.current.lines.filter((_, index) => index !== row)),
      down: (row, column) => {
        const now = latest.current.lines;
        // Off the cell: the next scan must not take its place.
        if (row + 1 >= linesMax) return full.current?.focus();
        if (row + 1 === now.length) latest.current.onChange?.([...now, noLine]);
        goTo(row + 1, column);
      },
      enter: setActive,
    }),
  );
  return { act, active, full, goTo };
}

function Heads({ columns, paper }: Pick<Properties, 'paper'> & { columns: readonly Column[] }) {
  const { t } = useTranslation();
  return (
    <thead>
      <tr aria-rowindex={1}>
        <th scope="col" className="line-number">
          {t('posts.lines.number')}
        </th>
        {columns.map((column) => (
          <th key={column} scope="col" className={`of-${column}`}>
            {t(`posts.lines.columns.${column === 'paper' ? paper : column}`)}
          </th>
        ))}
        <td className="line-tools" />
      </tr>
    </thead>
  );
}

interface FullProperties {
  readonly box: RefObject<HTMLParagraphElement | null>;
  readonly isFull: boolean;
}

/** Takes the focus from the last line when a scanner wants to go on. */
function Full({ box, isFull }: FullProperties) {
  const { t } = useTranslation();
  const { number } = useFormat();
  if (!isFull) return null;
  return (
    <p ref={box} className="lines-full" role="status" tabIndex={-1}>
      {t('posts.pasting.full', { max: number(linesMax) })}
    </p>
  );
}
