import { Navigate, useLocation } from 'react-router-dom';
import { LoginAgain } from '../session/login-again';
import { useSessionState } from '../session/use-session';
import { Shell } from './shell';
import { Unreached } from './unreached';
import { UnsavedGuard } from './unsaved';

/**
 * The pages of a logged-in user; anyone else logs in first and comes back here. When the session
 * ends meanwhile, the page stays, with all that was typed, below the question for the password.
 */
export function RequireSession() {
  const state = useSessionState();
  const location = useLocation();
  switch (state.kind) {
    case 'open':
    case 'paused':
      return (
        <UnsavedGuard>
          <Shell user={state.user} />
          {state.kind === 'paused' && <LoginAgain user={state.user} />}
        </UnsavedGuard>
      );
    case 'replaced':
      return <Navigate to="/login" replace />;
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
