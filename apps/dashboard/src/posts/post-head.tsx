import Alert from 'antd/es/alert';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router-dom';
import { usePageTitle } from '../shell/page-title';
import type { PostKind } from './kinds';
import { useBarTo } from './use-book';

interface Properties {
  readonly kind: PostKind;
  readonly children: ReactNode;
}

/** What is posted on this page, and why not where the user cannot. */
export function PostHead({ kind, children }: Properties) {
  const { t } = useTranslation();
  const bar = useBarTo(kind);
  usePageTitle(t(`posts.kinds.${kind}.title`));
  return (
    <>
      <div className="page-head">
        <h1>{t(`posts.kinds.${kind}.title`)}</h1>
        <p className="quiet post-what">{t(`posts.kinds.${kind}.what`)}</p>
        <Link to="/desk">{t('posts.toDesk')}</Link>
      </div>
      {bar === undefined ? children : <Alert type="info" showIcon title={t(`posts.${bar}`)} />}
    </>
  );
}
