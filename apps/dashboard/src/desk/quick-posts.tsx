import { useTranslation } from 'react-i18next';
import { Link } from 'react-router-dom';
import {
  consignmentPosts,
  type PostKind,
  quickPosts,
  seldomPosts,
  shortagePosts,
  topPosts,
} from '../posts/kinds';
import { useNeighbours } from '../posts/neighbours';
import { useSupervises } from '../posts/use-book';
import { postKeys } from '../shell/shortcut-keys';

/** One button for everything that can be posted here; what is seldom needed is folded away. */
export function QuickPosts({ centre }: { readonly centre: string }) {
  const { t } = useTranslation();
  const supervises = useSupervises();
  const { centre: own } = useNeighbours(centre);
  const isTop = own !== undefined && own.parent === undefined;
  const mayDeclare = supervises && (isTop || own?.tier === 'province');
  const seldom: readonly PostKind[] = [
    ...seldomPosts,
    ...consignmentPosts,
    ...(isTop ? topPosts.slice(1) : []),
    ...(mayDeclare ? shortagePosts : []),
  ];
  return (
    <>
      <ul className="quick-posts">
        {isTop && <PostLink kind="register" />}
        {quickPosts.map((kind) => (
          <PostLink key={kind} kind={kind} />
        ))}
      </ul>
      <details className="seldom-posts">
        <summary>{t('desk.seldom')}</summary>
        <ul className="quick-posts">
          {seldom.map((kind) => (
            <PostLink key={kind} kind={kind} />
          ))}
        </ul>
      </details>
    </>
  );
}

function PostLink({ kind }: { readonly kind: PostKind }) {
  const { t } = useTranslation();
  const key = postKeys[kind];
  return (
    <li>
      <Link to={`/posts/${kind}`} className="quick-post">
        {t(`posts.kinds.${kind}.title`)}
        {key && <kbd aria-hidden>n {key}</kbd>}
      </Link>
    </li>
  );
}
