/**
 * Queries that stay true without reload. A query says which views its answer shows,
 * `useQuery({ …, meta: showing('stock', 'consignment') })`, and is asked again when one changes.
 */
import { type QueryClient, useQueryClient } from '@tanstack/react-query';
import { createContext, useContext, useEffect, useState, useSyncExternalStore } from 'react';
import { useSession } from '../session/use-session';
import { ChangeWatch, type LiveState, type News, type View } from './change-watch';

interface Shown {
  readonly views?: readonly View[];
  readonly [more: string]: unknown;
}

declare module '@tanstack/react-query' {
  interface Register {
    queryMeta: Shown;
  }
}

/** For a query's `meta`: the views that its answer shows. */
export const showing = (...views: View[]): Shown => ({ views });

function askAgain(queries: QueryClient, news: News): void {
  void queries.invalidateQueries({
    predicate: ({ meta }) =>
      meta?.views?.some((view) => news === 'everything' || news.has(view)) ?? false,
  });
}

/** Watches for as long as the component is there: once, in the frame of all pages. */
export function useChanges(): ChangeWatch {
  const session = useSession();
  const queries = useQueryClient();
  const [watch] = useState(() => new ChangeWatch(session, (news) => askAgain(queries, news)));
  useEffect(() => watch.start(), [watch]);
  return watch;
}

export const ChangesContext = createContext<ChangeWatch | undefined>(undefined);

const nobody = () => () => undefined;

/** Whether what is shown follows what happens; for pages below the frame. */
export function useLiveState(): LiveState {
  const watch = useContext(ChangesContext);
  return useSyncExternalStore(watch?.subscribe ?? nobody, () => watch?.state ?? 'connecting');
}
