import { createContext, useContext, useSyncExternalStore } from 'react';
import type { Session, SessionState, User } from './session';

export const SessionContext = createContext<Session | undefined>(undefined);

export function useSession(): Session {
  const session = useContext(SessionContext);
  if (!session) throw new Error('no session above this component');
  return session;
}

export function useSessionState(): SessionState {
  const session = useSession();
  return useSyncExternalStore(session.subscribe, () => session.state);
}

/** For pages that only a logged-in user sees. */
export function useUser(): User | undefined {
  const state = useSessionState();
  return state.kind === 'open' || state.kind === 'paused' ? state.user : undefined;
}
