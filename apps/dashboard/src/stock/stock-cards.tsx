import { useTranslation } from 'react-i18next';
import { useFormat } from '../language/format';
import type { Columns } from './columns';
import { CentreName } from './stock-table';
import type { StockLine } from './stock-tree';

interface Properties {
  readonly lines: readonly StockLine[];
  readonly columns: Columns;
  /** So many tiers are open at first; those below open one by one. */
  readonly openTiers: number;
  readonly isNested?: boolean;
}

/** Up to so many parts stand beside each other, whatever they are called. */
const cellsMax = 5;

function Card({ line, columns }: { readonly line: StockLine; readonly columns: Columns }) {
  const { t } = useTranslation();
  const { number } = useFormat();
  const parts = columns.columns.filter(({ of }) => of(line.figures) !== 0);
  return (
    <div className="card">
      <div className="card-head">
        <CentreName line={line} />
        <span className="card-total">
          <span className="quiet">{t('stock.total')}</span> {number(columns.sum(line.figures))}
        </span>
      </div>
      {parts.length > 0 && (
        <dl className={columns.columns.length > cellsMax ? 'card-parts is-many' : 'card-parts'}>
          {parts.map(({ key, title, of }) => (
            <div key={key}>
              <dt>{title}</dt>
              <dd>{number(of(line.figures))}</dd>
            </div>
          ))}
        </dl>
      )}
    </div>
  );
}

/** The table for a narrow screen: a card for each centre, zeros left out. */
export function StockCards({ lines, columns, openTiers, isNested = false }: Properties) {
  const { t } = useTranslation();
  return (
    <ul className={isNested ? 'cards is-nested' : 'cards'}>
      {lines.map((line) => (
        <li key={line.key}>
          <Card line={line} columns={columns} />
          {line.children && (
            <details open={openTiers > 0}>
              <summary>{t('stock.below', { count: line.children.length - 1 })}</summary>
              <StockCards
                lines={line.children}
                columns={columns}
                openTiers={openTiers - 1}
                isNested
              />
            </details>
          )}
        </li>
      ))}
    </ul>
  );
}
