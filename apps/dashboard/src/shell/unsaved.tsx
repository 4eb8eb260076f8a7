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
  /** The forms that would lose something. */
  readonly unsaved: Set<string>;
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
  const { unsaved } = useLeaving();
  const id = useId();
  const settle = useCallback(() => void unsaved.delete(id), [unsaved, id]);
  useEffect(() => {
    if (isUnsaved) unsaved.add(id);
    return settle;
  }, [unsaved, id, isUnsaved, settle]);
  return settle;
}

export function UnsavedGuard({ children }: { readonly children: ReactNode }) {
  const [unsaved] = useState(() => new Set<string>());
  const [wanted, setWanted] = useState<{ readonly leave: () => void }>();
  const blocker = useBlocker(
    ({ currentLocation, nextLocation }) =>
      unsaved.size > 0 && currentLocation.pathname !== nextLocation.pathname,
  );
  useEffect(() => {
    const ask = (event: BeforeUnloadEvent) => {
      if (unsaved.size > 0) event.preventDefault();
    };
    addEventListener('beforeunload', ask);
    return () => removeEventListener('beforeunload', ask);
  }, [unsaved]);
  const askBefore = useCallback(
    (leave: () => void) => (unsaved.size > 0 ? setWanted({ leave }) : leave()),
    [unsaved],
  );
  const [leaving] = useState<Leaving>({ unsaved, askBefore });
  const stay = () => {
    setWanted(undefined);
    blocker.reset?.();
  };
  const leave = () => {
    setWanted(undefined);
    unsaved.clear();
    wanted?.leave();
    blocker.proceed?.();
  };
  return (
    <LeavingContext value={leaving}>
      {children}
      {(wanted !== undefined || blocker.state === 'blocked') && (
        <LeavePage onStay={stay} onLeave={leave} />
      )}
    </LeavingContext>
  );
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
