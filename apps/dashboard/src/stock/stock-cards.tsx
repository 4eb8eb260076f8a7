import { useTranslation } from 'react-i18next';
import { useFormat } from '../language/format';
import type { Columns } from './columns';
import { CentreName } from './stock-table';
import type { StockLine } from './stock-tree';

interface Properties {
  readonly lines: readonly StockLine[];
  readonly columns: Columns;
  readonly depth?: number;
}

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
        <dl className="card-parts">
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
export function StockCards({ lines, columns, depth = 0 }: Properties) {
  return (
    <ul className={depth === 0 ? 'cards' : 'cards is-nested'}>
      {lines.map((line) => (
        <li key={line.key}>
          <Card line={line} columns={columns} />
          {line.children && (
            <StockCards lines={line.children} columns={columns} depth={depth + 1} />
          )}
        </li>
      ))}
    </ul>
  );
}
