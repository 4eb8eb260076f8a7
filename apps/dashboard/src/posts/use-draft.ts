/** The draft of the form that is shown. */
import { useEffect, useState } from 'react';
import { useUser } from '../session/use-session';
import { useUnsaved } from '../shell/unsaved';
import { type Draft, draftsOfThisTab } from './drafts';
import type { PostKind } from './kinds';
import { isSameValue } from './same-value';
import { useBookCentre } from './use-book';

interface Properties<Values extends object> {
  readonly kind: PostKind;
  readonly subject?: string;
  readonly withoutHolders?: (values: Values) => Values;
}

/** What was typed before, and how to keep it; asks before what cannot be kept is left. */
export function useDraft<Values extends object>(properties: Properties<Values>) {
  const { kind, subject = '', withoutHolders } = properties;
  const user = useUser();
  const centre = useBookCentre();
  const name = [user?.username, centre, kind, subject].join('/');
  const [drafts] = useState(draftsOfThisTab);
  const [before] = useState(() => drafts.read<Values>(name));
  const [isMore, setMore] = useState(false);
  const settle = useUnsaved(isMore);
  useEffect(() => {
    const keepWaiting = () => drafts.keepWaiting(name);
    addEventListener('pagehide', keepWaiting);
    return () => {
      removeEventListener('pagehide', keepWaiting);
      keepWaiting();
    };
  }, [drafts, name]);
  /** What of it may be kept. */
  const keepable = (draft: Draft<Values>): Draft<Values> => {
    const values = withoutHolders?.(draft.values);
    setMore(values !== undefined && !isSameValue(values, draft.values));
    return values ? { values } : draft;
  };
  return {
    before,
    keep: (draft: Draft<Values>) => drafts.keep(name, keepable(draft)),
    /** After each key: what it costs does not grow with what was typed before. */
    keepSoon: (draft: Draft<Values>) => drafts.keepSoon(name, keepable(draft)),
    drop: () => {
      drafts.drop(name);
      setMore(false);
      settle();
    },
  };
}
