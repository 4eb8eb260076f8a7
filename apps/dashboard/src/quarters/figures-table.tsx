import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { useFormat } from '../language/format';
import { Scrolled } from '../shell/scrolled';
import { type Level, levels } from '../stock/stock-tree';
import type { Quantities } from './use-quarter';

export interface FigureColumn {
  readonly key: string;
  readonly title: string;
  /** Quantities, or what stands in each level's cell. */
  readonly of: Quantities | ((level: Level) => ReactNode) | undefined;
  readonly total?: ReactNode;
}

/** A line per level and the total: figures beside each other, inputs among them. */
export function FiguresTable({ columns }: { readonly columns: readonly FigureColumn[] }) {
  const { t } = useTranslation();
  const { number } = useFormat();
  const cell = ({ of }: FigureColumn, level: Level): ReactNode => {
    if (of === undefined) return <span className="quiet">–</span>;
    return typeof of === 'function' ? of(level) : number(of[level]);
  };
  return (
    <Scrolled label={t('quarters.figures')}>
      <table className="ledger">
        <thead>
          <tr>
            <th scope="col">{t('stock.level')}</th>
            {columns.map(({ key, title }) => (
              <th key={key} scope="col" className="is-number">
                {title}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {levels.map((level) => (
            <tr key={level}>
              <th scope="row">
                {t(`levels.L${level}`)} <span className="code">{t(`levelNames.L${level}`)}</span>
              </th>
              {columns.map((column) => (
                <td key={column.key} className="is-number">
                  {cell(column, level)}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
        <tfoot>
          <tr>
            <th scope="row">{t('stock.totalRow')}</th>
            {columns.map(({ key, of, total }) => (
              <td key={key} className="is-number">
                {total ?? (typeof of === 'object' ? number(of.total) : '')}
              </td>
            ))}
          </tr>
        </tfoot>
      </table>
    </Scrolled>
  );
}

/** Levels of which more is asked or granted than so many percent of the yardstick (Q6). */
export function beyondCeiling(
  quantities: Partial<Record<Level, number | null>>,
  yardstick: Quantities,
  percent: number,
): Level[] {
  return levels.filter((level) => (quantities[level] ?? 0) * 100 > yardstick[level] * percent);
}
