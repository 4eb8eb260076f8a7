import { useTranslation } from 'react-i18next';
import { useLocation } from 'react-router-dom';
import type { User } from '../session/session';
import { unofferedAt } from './sections';

/** On a page that is for others: whose it is. What may be read of it stands below all the same. */
export function NotOffered({ user }: { readonly user: User }) {
  const { t } = useTranslation();
  const section = unofferedAt(useLocation().pathname, user);
  if (!section) return null;
  const roles = section.roles.map((role) => t(`roles.${role}`)).join(t('posts.comma'));
  return (
    <p role="note" className="panel not-offered">
      {t('shell.notOffered', { section: t(`shell.${section.name}`), roles })}
    </p>
  );
}
