import { useState } from 'react';

interface Asked {
  readonly data: unknown;
  readonly error: Error | null;
}

/**
 * The refusal that stands: what is asked again, after news for one, says nothing until it is
 * answered, and then only another answer takes the refusal away. `question`: what was asked; a
 * refusal of another question stands no more.
 */
export function useStandingError({ data, error }: Asked, question: string): Error | null {
  const [standing, setStanding] = useState<{ question: string; error: Error | null }>();
  const stands = standing?.question === question ? standing.error : null;
  const now = error ?? (data === undefined ? stands : null);
  if (now !== stands) setStanding({ question, error: now });
  return now;
}
