import { useTranslation } from 'react-i18next';
import type { Powers } from '../session/powers';
import { ApiKeys } from './api-keys';
import { PasswordForm } from './password-form';

/** One's own password and keys. */
export function AccountSection({ powers }: { readonly powers: Powers }) {
  const { t } = useTranslation();
  return (
    <>
      <section className="panel" aria-labelledby="password">
        <h2 id="password">{t('administration.password')}</h2>
        <p className="hint">{t('administration.passwordWhat')}</p>
        <PasswordForm />
      </section>
      <section className="panel" aria-labelledby="keys">
        <h2 id="keys">{t('administration.keys')}</h2>
        <ApiKeys username={powers.user.username} />
      </section>
    </>
  );
}
