import { useState } from 'react';
import { OutOfReach } from '../api/problem';
import { useSession } from '../session/use-session';
import { ProblemNotice } from './problem-notice';

/** There may be a session, and nobody could be asked: no reason to make the user log in again. */
export function Unreached() {
  const session = useSession();
  const [isAsking, setAsking] = useState(false);
  const ask = async () => {
    setAsking(true);
    await session.resume();
    setAsking(false);
  };
  return (
    <main className="lonely">
      <ProblemNotice error={new OutOfReach()} onRetry={ask} isRetrying={isAsking} />
    </main>
  );
}
