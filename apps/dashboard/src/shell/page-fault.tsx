import Button from 'antd/es/button';
import Result from 'antd/es/result';
import { useTranslation } from 'react-i18next';

/** A page that broke or could not be fetched, after an update for one: loading again mends both. */
export function PageFault() {
  const { t } = useTranslation();
  return (
    <div role="alert">
      <Result
        status="warning"
        title={t('errors.pageTitle')}
        subTitle={t('errors.page')}
        extra={
          <Button type="primary" onClick={() => location.reload()}>
            {t('errors.reload')}
          </Button>
        }
      />
    </div>
  );
}
