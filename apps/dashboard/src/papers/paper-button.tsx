import PrinterOutlined from '@ant-design/icons/es/icons/PrinterOutlined';
import Button from 'antd/es/button';
import { ProblemNotice } from '../shell/problem-notice';
import { usePaper } from './use-paper';

interface Properties {
  /** Of the API, which makes the page. */
  readonly path: string;
  readonly label: string;
  readonly size?: 'small';
}

/** Opens a page of A4 to print, and says beneath it why there is none. */
export function PaperButton({ path, label, size }: Properties) {
  const { open, isFetching, error } = usePaper();
  return (
    <>
      <Button
        size={size}
        icon={<PrinterOutlined />}
        loading={isFetching}
        onClick={() => void open(path)}
      >
        {label}
      </Button>
      {error !== undefined && <ProblemNotice error={error} />}
    </>
  );
}

/** The receipt of a consignment, or the sheet to count it by while it is under way. */
export const receiptPath = (consignment: string): string =>
  `/api/v1/consignments/${consignment}/receipt/print`;

/** The minutes of a destruction, by its line in the book of the centre. */
export const minutesPath = (centre: string, revision: string): string =>
  `/api/v1/centres/${centre}/destructions/${revision}/print`;
