import PrinterOutlined from '@ant-design/icons/es/icons/PrinterOutlined';
import Button from 'antd/es/button';
import { useTranslation } from 'react-i18next';

/** Prints the page; on paper it says instead as of which record. */
export function PrintBar({ position }: { readonly position: string }) {
  const { t } = useTranslation();
  return (
    <>
      <Button className="print-button" icon={<PrinterOutlined />} onClick={() => print()}>
        {t('trace.print')}
      </Button>
      {position !== '' && <span className="print-only">{t('trace.printedAt', { position })}</span>}
    </>
  );
}
