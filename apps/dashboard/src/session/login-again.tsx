import Button from 'antd/es/button';
import { useTranslation } from 'react-i18next';
import { OverPage } from '../shell/over-page';
import { LoginForm } from './login-form';
import type { User } from './session';
import { useSession } from './use-session';

/** For the user whose page it is, and nobody else: whoever else there is leaves it. */
export function LoginAgain({ user }: { readonly user: User }) {
  const { t } = useTranslation();
  const session = useSession();
  return (
    <OverPage title={t('session.againTitle')} isHiding>
      <p>{t('session.againWhat')}</p>
      <p>{t('session.asUser', { username: user.username })}</p>
      <LoginForm username={user.username} />
      <p className="quiet">{t('session.notYou', { name: user.displayName })}</p>
      <Button block onClick={() => void session.logOut()}>
        {t('session.leavePage')}
      </Button>
    </OverPage>
  );
}
