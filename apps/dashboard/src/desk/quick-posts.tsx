import { useTranslation } from 'react-i18next';
import { Link } from 'react-router-dom';
import { barTo, type PostKind, quickPosts, seldomPosts } from '../posts/kinds';
import { useNeighbours } from '../posts/neighbours';
import { useSupervises } from '../posts/use-book';
import { postKeys } from '../shell/shortcut-keys';

/** One button for everything that can be posted here; what is seldom needed is folded away. */
export function QuickPosts({ centre }: { readonly centre: string }) {
  const { t } = useTranslation();
  return (
    <>
      <PostLinks centre={centre} kinds={quickPosts} />
      <details className="seldom-posts">
        <summary>{t('desk.seldom')}</summary>
        <PostLinks centre={centre} kinds={seldomPosts} />
      </details>
    </>
  );
}

interface LinksProperties {
  readonly centre: string;
  readonly kinds: readonly PostKind[];
}

function PostLinks({ centre, kinds }: LinksProperties) {
  const supervises = useSupervises();
  const { centre: own } = useNeighbours(centre);
  const offered = kinds.filter((kind) => barTo(kind, own, supervises) === undefined);
  return (
    <ul className="quick-posts">
      {offered.map((kind) => (
        <PostLink key={kind} kind={kind} />
      ))}
    </ul>
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
