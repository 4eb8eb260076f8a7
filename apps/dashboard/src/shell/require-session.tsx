import { Navigate, useLocation } from 'react-router-dom';
import { useSessionState } from '../session/use-session';
import { Shell } from './shell';
import { Unreached } from './unreached';

/** The pages of a logged-in user; anyone else logs in first and comes back here. */
export function RequireSession() {
  const state = useSessionState();
  const location = useLocation();
  switch (state.kind) {
    case 'open':
      return <Shell user={state.user} />;
    case 'none': {
      const isWorthComingBack = state.why !== 'left';
      return <Navigate to="/login" replace state={isWorthComingBack ? { from: location } : null} />;
    }
    case 'unknown':
      return <Unreached />;
    default:
      state satisfies never;
      throw new Error('unknown state of the session');
  }
}
