import CheckCircleFilled from '@ant-design/icons/es/icons/CheckCircleFilled';
import CloseCircleFilled from '@ant-design/icons/es/icons/CloseCircleFilled';
import { useTranslation } from 'react-i18next';
import { useFormat } from '../language/format';
import { accounts } from './stock-tree';
import type { StockView } from './use-stock';

type Properties = Pick<StockView, 'totals' | 'conservation' | 'isWhole'>;

/**
 * The law of conservation as a sum that anyone can check (C16): registered = stock + in transit + ….
 * It holds only when the API says so for every level and edition and the figures shown add up.
 */
export function Conservation({ totals, conservation, isWhole }: Properties) {
  const { t } = useTranslation();
  const { number } = useFormat();
  const sum = accounts.reduce((total, account) => total + totals[account], 0);
  const holds = conservation.holds && sum === conservation.registered;
  return (
    <section className={`panel conservation ${holds ? 'is-held' : 'is-broken'}`}>
      <h2 role={holds ? undefined : 'alert'}>
        {holds ? (
          <CheckCircleFilled className="verdict-mark" aria-hidden />
        ) : (
          <CloseCircleFilled className="verdict-mark" aria-hidden />
        )}
        {holds ? t('stock.holds') : t('stock.holdsNot')}
      </h2>
      {!holds && <p>{t('stock.holdsNotWhat')}</p>}
      <dl className="equation">
        <div className="term is-registered">
          <dt>{isWhole ? t('stock.registered') : t('stock.takenIn')}</dt>
          <dd>{number(conservation.registered)}</dd>
        </div>
        {accounts.map((account, index) => (
          <div className="term" key={account} data-operator={operator(index, holds)}>
            <dt>{t(`accounts.${account}`)}</dt>
            <dd>{number(totals[account])}</dd>
          </div>
        ))}
      </dl>
      <p className="quiet">{t('stock.inTransitNote')}</p>
    </section>
  );
}

function operator(index: number, holds: boolean): string {
  if (index > 0) return '+';
  return holds ? '=' : '≠';
}
