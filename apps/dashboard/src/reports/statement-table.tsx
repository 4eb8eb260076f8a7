import { useTranslation } from 'react-i18next';
import { useFormat } from '../language/format';
import { Scrolled } from '../shell/scrolled';
import type { Cell, Line, Statement, StatementRow } from './use-statement';

const stockIn = ['registered', 'received', 'takenBack', 'recovered', 'correctedIn'] as const;
const stockOut = [
  'issued',
  'replaced',
  'spoiled',
  'missing',
  'sent',
  'returned',
  'correctedOut',
] as const;
const spoiledIn = [
  'spoiled',
  'damagedOnReceipt',
  'voided',
  'handedIn',
  'recovered',
  'correctedIn',
] as const;
const spoiledOut = ['destroyed', 'missing', 'correctedOut'] as const;

type Name = Cell['cell'];

/** In the order of the sum; what comes in is added, what goes out is taken off. */
const cellsOf: Readonly<Record<Line, readonly (readonly [Name, '' | '+' | '−' | '='])[]>> = {
  stock: [
    ['opening', ''],
    ...stockIn.map((name) => [name, '+'] as const),
    ...stockOut.map((name) => [name, '−'] as const),
    ['closing', '='],
  ],
  spoiled: [
    ['opening', ''],
    ...spoiledIn.map((name) => [name, '+'] as const),
    ...spoiledOut.map((name) => [name, '−'] as const),
    ['closing', '='],
  ],
};

function quantityOf(row: StatementRow, line: Line, name: Name): number {
  const cells = row[line] as Partial<Record<Name, { readonly quantity: number }>>;
  return cells[name]?.quantity ?? 0;
}

interface Properties {
  readonly statement: Statement;
  readonly line: Line;
  readonly onOpen: (cell: Cell) => void;
}

/** One line of the statement for every level and edition; rows and columns of zeros are left out. */
export function StatementTable({ statement, line, onOpen }: Properties) {
  const { t } = useTranslation();
  const { number } = useFormat();
  const names = cellsOf[line].map(([name]) => name);
  const rows = statement.rows.filter((row) =>
    names.some((name) => quantityOf(row, line, name) > 0),
  );
  const sum = (name: Name) => rows.reduce((total, row) => total + quantityOf(row, line, name), 0);
  const shown = cellsOf[line].filter(
    ([name, sign]) =>
      sign === '' || sign === '=' || rows.some((row) => quantityOf(row, line, name) > 0),
  );
  if (rows.length === 0) return <p className="quiet">{t('reports.noLine')}</p>;
  return (
    <Scrolled label={t(`reports.lines.${line}`)}>
      <table className="ledger statement-table">
        <thead>
          <tr>
            <th scope="col">{t('reports.levelAndEdition')}</th>
            {shown.map(([name, sign]) => (
              <th key={name} scope="col" className="is-number">
                {sign !== '' && <span className="sign">{sign} </span>}
                {t(`reports.cells.${name}`)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <tr key={`${row.level}/${row.edition}`}>
              <th scope="row">
                {t(`levels.L${row.level}`)} <span className="code">{row.edition}</span>
              </th>
              {shown.map(([name]) => {
                const quantity = quantityOf(row, line, name);
                const cell = { line, cell: name, level: row.level, edition: row.edition };
                return (
                  <td key={name} className="is-number">
                    {quantity === 0 ? (
                      <span className="quiet">0</span>
                    ) : (
                      <button
                        type="button"
                        className="cell-button"
                        aria-label={t('reports.openCell', {
                          cell: t(`reports.cells.${name}`),
                          level: t(`levels.L${row.level}`),
                          edition: row.edition,
                          quantity: number(quantity),
                        })}
                        onClick={() => onOpen(cell)}
                      >
                        {number(quantity)}
                      </button>
                    )}
                  </td>
                );
              })}
            </tr>
          ))}
        </tbody>
        <tfoot>
          <tr>
            <th scope="row">{t('stock.totalRow')}</th>
            {shown.map(([name]) => (
              <td key={name} className="is-number">
                {number(sum(name))}
              </td>
            ))}
          </tr>
        </tfoot>
      </table>
    </Scrolled>
  );
}
