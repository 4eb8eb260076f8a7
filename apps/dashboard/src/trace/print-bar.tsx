import PrinterOutlined from '@ant-design/icons/es/icons/PrinterOutlined';
import Button from 'antd/es/button';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useFormat } from '../language/format';

interface Properties {
  readonly position: string;
  readonly kind?: 'trace' | 'journal';
}

/** Prints the page; on paper it says instead when, from where and as of which record. */
export function PrintBar({ position, kind = 'trace' }: Properties) {
  const { t } = useTranslation();
  const { instant } = useFormat();
  const [printedAt, setPrintedAt] = useState(() => new Date());
  useEffect(() => {
    const note = () => setPrintedAt(new Date());
    addEventListener('beforeprint', note);
    return () => removeEventListener('beforeprint', note);
  }, []);
  return (
    <>
      <Button className="print-button" icon={<PrinterOutlined />} onClick={() => print()}>
        {t('trace.print')}
      </Button>
      <span className="print-only">
        {t(`${kind}.printedOn`, { instant: instant(printedAt), address: location.href, position })}
      </span>
    </>
  );
}
