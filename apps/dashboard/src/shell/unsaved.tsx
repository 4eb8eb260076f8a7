/**
 * Forms whose content is kept nowhere but on the page: particulars of holders, files, tables that
 * are not filed yet. Nobody leaves one without having been asked.
 */
import Button from 'antd/es/button';
import {
  createContext,
  type ReactNode,
  useCallback,
  useContext,
  useEffect,
  useId,
  useState,
} from 'react';
import { useTranslation } from 'react-i18next';
import { useBlocker } from 'react-router-dom';
import { OverPage } from './over-page';

interface Leaving {
  /** Whether that form would lose something. */
  readonly note: (form: string, isUnsaved: boolean) => void;
  /** Does it, or asks first when something would be lost. */
  readonly askBefore: (leave: () => void) => void;
}

const LeavingContext = createContext<Leaving | undefined>(undefined);

function useLeaving(): Leaving {
  const leaving = useContext(LeavingContext);
  if (!leaving) throw new Error('no guard above this component');
  return leaving;
}

export const useAskBefore = (): Leaving['askBefore'] => useLeaving().askBefore;

/** What it answers is to be called before the page is left because everything was handed in. */
export function useUnsaved(isUnsaved: boolean): () => void {
  const { note } = useLeaving();
  const id = useId();
  const settle = useCallback(() => note(id, false), [note, id]);
  useEffect(() => {
    note(id, isUnsaved);
    return settle;
  }, [note, id, isUnsaved, settle]);
  return settle;
}

export function UnsavedGuard({ children }: { readonly children: ReactNode }) {
  const [unsaved] = useState(() => new Set<string>());
  const [isAnyUnsaved, setAnyUnsaved] = useState(false);
  const [wanted, setWanted] = useState<{ readonly leave: () => void }>();
  const [leaving] = useState<Leaving>(() => ({
    note: (form, isUnsaved) => {
      if (isUnsaved) unsaved.add(form);
      else unsaved.delete(form);
      setAnyUnsaved(unsaved.size > 0);
    },
    askBefore: (leave) => (unsaved.size > 0 ? setWanted({ leave }) : leave()),
  }));
  return (
    <LeavingContext value={leaving}>
      {children}
      {isAnyUnsaved && <AskOnTheWay unsaved={unsaved} />}
      {wanted && (
        <LeavePage
          onStay={() => setWanted(undefined)}
          onLeave={() => {
            setWanted(undefined);
            wanted.leave();
          }}
        />
      )}
    </LeavingContext>
  );
}

/** There only while something would be lost: the router warns of whatever it could not hold up. */
function AskOnTheWay({ unsaved }: { readonly unsaved: ReadonlySet<string> }) {
  // The set is asked, because what was handed in a moment ago is left before this is drawn anew.
  const blocker = useBlocker(
    ({ currentLocation, nextLocation }) =>
      unsaved.size > 0 && currentLocation.pathname !== nextLocation.pathname,
  );
  useEffect(() => {
    const ask = (event: BeforeUnloadEvent) => event.preventDefault();
    addEventListener('beforeunload', ask);
    return () => removeEventListener('beforeunload', ask);
  }, []);
  if (blocker.state !== 'blocked') return null;
  return <LeavePage onStay={blocker.reset} onLeave={blocker.proceed} />;
}

function LeavePage({
  onStay,
  onLeave,
}: {
  readonly onStay: () => void;
  readonly onLeave: () => void;
}) {
  const { t } = useTranslation();
  return (
    <OverPage title={t('session.leaveTitle')} onEscape={onStay}>
      <p>{t('session.leaveWhat')}</p>
      <div className="over-page-actions">
        <Button type="primary" onClick={onStay}>
          {t('session.stay')}
        </Button>
        <Button danger onClick={onLeave}>
          {t('session.leave')}
        </Button>
      </div>
    </OverPage>
  );
}
