import CheckOutlined from '@ant-design/icons/es/icons/CheckOutlined';
import { useTranslation } from 'react-i18next';
import { Link, useLocation } from 'react-router-dom';
import { useFormat } from '../language/format';
import { accounts } from '../stock/stock-tree';
import type { CustodyFlow, FlowPart } from './custody-flow';

interface Properties {
  readonly flow: CustodyFlow;
  readonly nameOf: (part: FlowPart) => string;
}

/** The same figures to read: every line adds up to its sum, every column to the last line. */
export function FlowTable({ flow, nameOf }: Properties) {
  const { t } = useTranslation();
  const { number } = useFormat();
  const { search } = useLocation();
  const shown = accounts.filter((account) => flow.amounts[account] !== 0);
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard.
    <section className="scrolled" aria-label={t('flow.tableOf')} tabIndex={0}>
      <table className="figures flow-figures">
        <thead>
          <tr>
            <th scope="col">{t('flow.part')}</th>
            {shown.map((account) => (
              <th key={account} scope="col">
                {t(`accounts.${account}`)}
              </th>
            ))}
            <th scope="col">{t('stock.total')}</th>
          </tr>
        </thead>
        <tbody>
          {flow.parts.map((part) => (
            <tr key={part.key}>
              <th scope="row">
                {part.kind === 'centre' ? (
                  <Link to={{ pathname: `/flow/${part.code}`, search }}>{nameOf(part)}</Link>
                ) : (
                  nameOf(part)
                )}
              </th>
              {shown.map((account) => (
                <td key={account} className={part.amounts[account] === 0 ? 'is-zero' : undefined}>
                  {number(part.amounts[account])}
                </td>
              ))}
              <td>{number(part.total)}</td>
            </tr>
          ))}
        </tbody>
        <tfoot>
          <tr>
            <th scope="row">
              {t('stock.totalRow')}
              {flow.isConserved && (
                <CheckOutlined className="verdict-mark is-small" aria-label={t('flow.conserved')} />
              )}
            </th>
            {shown.map((account) => (
              <td key={account}>{number(flow.amounts[account])}</td>
            ))}
            <td>{number(flow.total)}</td>
          </tr>
        </tfoot>
      </table>
    </section>
  );
}
