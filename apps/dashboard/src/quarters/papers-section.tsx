import PrinterOutlined from '@ant-design/icons/es/icons/PrinterOutlined';
import Button from 'antd/es/button';
import { useTranslation } from 'react-i18next';
import { FormProblem } from '../form-parts/form-problem';
import { usePaper } from '../papers/use-paper';
import type { Powers } from '../session/powers';
import type { Quarter } from './use-quarter';

/** The forms of the annexes, as pages of A4. */
export function PapersSection({
  quarter,
  powers,
}: {
  readonly quarter: Quarter;
  readonly powers: Powers;
}) {
  const { t } = useTranslation();
  const { open, isFetching, error } = usePaper();
  const { centre, statisticalQuarter } = quarter;
  const root = `/api/v1/centres/${centre}`;
  const papers = [
    {
      name: 'application',
      path: `${root}/quarters/${quarter.quarter}/application/print`,
      isThere: quarter.application !== undefined,
    },
    {
      name: 'return',
      path: `${root}/quarters/${statisticalQuarter}/return/print`,
      isThere: quarter.return !== undefined,
    },
    {
      name: 'manager',
      path: `${root}/manager/print`,
      isThere: powers.centres.get(centre)?.manager !== undefined,
    },
    {
      name: 'statement',
      path: `${root}/statement/print?period=${statisticalQuarter}`,
      isThere: true,
    },
  ] as const;
  return (
    <section className="panel" aria-labelledby="papers">
      <h2 id="papers">{t('quarters.papers')}</h2>
      <p className="hint">{t('quarters.papersHint')}</p>
      <div className="actions">
        {papers
          .filter(({ isThere }) => isThere)
          .map(({ name, path }) => (
            <Button
              key={name}
              icon={<PrinterOutlined />}
              disabled={isFetching}
              onClick={() => void open(path)}
            >
              {t(`quarters.paper.${name}`)}
            </Button>
          ))}
      </div>
      <FormProblem error={error} />
    </section>
  );
}
