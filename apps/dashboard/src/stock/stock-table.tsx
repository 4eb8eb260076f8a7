import type { ColumnType } from 'antd/es/table';
import Table from 'antd/es/table';
import { type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Link, useLocation } from 'react-router-dom';
import { type Format, useFormat } from '../language/format';
import type { Columns } from './columns';
import type { StockLine } from './stock-tree';

interface Properties {
  readonly lines: readonly StockLine[];
  readonly columns: Columns;
  readonly expanded: readonly string[];
  readonly onExpand: (keys: readonly string[]) => void;
}

/** A quantity; zeros step back so that the eye finds what is there. */
function quantity(value: number, { number }: Format): ReactNode {
  return <span className={value === 0 ? 'quantity is-zero' : 'quantity'}>{number(value)}</span>;
}

export function CentreName({ line }: { readonly line: StockLine }) {
  const { t } = useTranslation();
  const { search } = useLocation();
  if (line.isOwn) return <span className="own">{t('stock.own')}</span>;
  return (
    <span className="centre-name">
      <Link
        to={{ pathname: `/stock/${line.code}`, search }}
        title={t('stock.showRanges', { name: line.name })}
      >
        {line.name}
      </Link>
      <span className="code">{line.code}</span>
    </span>
  );
}

function Heading({ title, note }: { readonly title: string; readonly note?: string }): ReactNode {
  return (
    <>
      {title}
      {note && <span className="heading-note">{note}</span>}
    </>
  );
}

function sumOf(lines: readonly StockLine[], of: (line: StockLine) => number): number {
  return lines.reduce((sum, line) => sum + of(line), 0);
}

export function StockTable({ lines, columns, expanded, onExpand }: Properties) {
  const { t } = useTranslation();
  const format = useFormat();
  const quantityColumn = (
    key: string,
    title: ReactNode,
    of: (line: StockLine) => number,
  ): ColumnType<StockLine> => ({
    key,
    title,
    align: 'right',
    render: (_, line) => quantity(of(line), format),
  });
  const shown: ColumnType<StockLine>[] = [
    {
      key: 'centre',
      title: t('stock.centre'),
      rowScope: 'row',
      render: (_, line) => <CentreName line={line} />,
    },
    ...columns.columns.map(({ key, title, note, of }) =>
      quantityColumn(key, <Heading title={title} note={note} />, ({ figures }) => of(figures)),
    ),
    quantityColumn('total', t('stock.total'), ({ figures }) => columns.sum(figures)),
  ];
  const totals = [...columns.columns.map(({ of }) => of), columns.sum];
  return (
    <Table<StockLine>
      className="stock-table"
      size="middle"
      columns={shown}
      dataSource={[...lines]}
      pagination={false}
      scroll={{ x: 'max-content' }}
      expandable={{
        expandedRowKeys: [...expanded],
        onExpandedRowsChange: (keys) => onExpand(keys.map(String)),
        indentSize: 20,
      }}
      summary={() => (
        <Table.Summary.Row className="total-row">
          <Table.Summary.Cell index={0}>{t('stock.totalRow')}</Table.Summary.Cell>
          {totals.map((of, index) => (
            <Table.Summary.Cell
              // biome-ignore lint/suspicious/noArrayIndexKey: a column's place is its identity here.
              key={index}
              index={index + 1}
              align="right"
            >
              {quantity(
                sumOf(lines, ({ figures }) => of(figures)),
                format,
              )}
            </Table.Summary.Cell>
          ))}
        </Table.Summary.Row>
      )}
    />
  );
}
