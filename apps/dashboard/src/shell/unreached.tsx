import Alert from 'antd/es/alert';
import Button from 'antd/es/button';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useSession } from '../session/use-session';

/**
 * There may be a session, and nobody could be asked: no reason to make the user log in again. The
 * page has just been loaded, so that nothing is promised of what was typed before.
 */
export function Unreached() {
  const { t } = useTranslation();
  const session = useSession();
  const [isAsking, setAsking] = useState(false);
  const ask = async () => {
    setAsking(true);
    await session.resume();
    setAsking(false);
  };
  return (
    <main className="lonely">
      <Alert
        type="error"
        role="alert"
        showIcon
        className="notice"
        title={t('errors.outOfReachTitle')}
        description={t('session.unreached')}
        action={
          <Button size="small" loading={isAsking} onClick={() => void ask()}>
            {t('errors.retry')}
          </Button>
        }
      />
    </main>
  );
}
