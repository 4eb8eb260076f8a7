import DeleteOutlined from '@ant-design/icons/es/icons/DeleteOutlined';
import PlusOutlined from '@ant-design/icons/es/icons/PlusOutlined';
import Button from 'antd/es/button';
import Input from 'antd/es/input';
import type { ClipboardEvent } from 'react';
import { useTranslation } from 'react-i18next';
import { Scrolled } from '../shell/scrolled';
import { type Column, columns, emptyRow, paste, type TypedRow } from './typed-rows';

interface Properties {
  readonly rows: readonly TypedRow[];
  readonly onChange: (rows: readonly TypedRow[]) => void;
  /** What is wrong with a row, in words, by its place. */
  readonly wrong: ReadonlyMap<number, readonly string[]>;
}

const numbers: readonly Column[] = ['assessed', 'passed'];

/** One row per occupation and level; a block of a spreadsheet is pasted into any cell. */
export function TypedTable({ rows, onChange, wrong }: Properties) {
  const { t } = useTranslation();
  const set = (index: number, column: Column, text: string) =>
    onChange(rows.map((row, at) => (at === index ? { ...row, [column]: text } : row)));
  const pasteAt = (event: ClipboardEvent, row: number, column: Column) => {
    const text = event.clipboardData.getData('text/plain');
    if (!/[\t\n]/.test(text.trim())) return;
    event.preventDefault();
    onChange(paste(rows, { row, column }, text));
  };
  return (
    <Scrolled label={t('quarters.rows')}>
      <table className="typed">
        <thead>
          <tr>
            {columns.map((column) => (
              <th key={column} scope="col">
                {t(`quarters.column.${column}`)}
              </th>
            ))}
            <th scope="col">
              <span className="sr-only">{t('quarters.removeRow')}</span>
            </th>
          </tr>
        </thead>
        {rows.map((row, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: a row is where it stands on the paper.
          <tbody key={index}>
            <tr>
              {columns.map((column) => (
                <td
                  key={column}
                  className={`col-${column}${numbers.includes(column) ? ' is-number' : ''}`}
                >
                  <Input
                    aria-label={t('quarters.cell', {
                      column: t(`quarters.column.${column}`),
                      row: index + 1,
                    })}
                    value={row[column]}
                    status={wrong.has(index) ? 'error' : undefined}
                    inputMode={numbers.includes(column) ? 'numeric' : 'text'}
                    maxLength={100}
                    onChange={({ target }) => set(index, column, target.value)}
                    onPaste={(event) => pasteAt(event, index, column)}
                  />
                </td>
              ))}
              <td>
                <Button
                  type="text"
                  icon={<DeleteOutlined />}
                  aria-label={t('quarters.removeRowOf', { row: index + 1 })}
                  onClick={() => onChange(rows.filter((_, at) => at !== index))}
                />
              </td>
            </tr>
            {wrong.has(index) && (
              <tr className="row-wrong">
                <td colSpan={columns.length + 1} role="alert">
                  {wrong.get(index)?.join(' ')}
                </td>
              </tr>
            )}
          </tbody>
        ))}
      </table>
      <Button
        type="dashed"
        icon={<PlusOutlined />}
        onClick={() => onChange([...rows, emptyRow])}
        block
      >
        {t('quarters.addRow')}
      </Button>
    </Scrolled>
  );
}
