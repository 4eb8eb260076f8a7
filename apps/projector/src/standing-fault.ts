import { StoreRefuses } from '#event-log';
import { postgresRefusal, VaultLocked } from '#identity';
import { UnusableSetting } from './settings';

/** The sentence for the operator when work cannot begin until a person mends it, else undefined. */
export function standingFault(error: unknown): string | undefined {
  if (error instanceof UnusableSetting || error instanceof VaultLocked) return error.message;
  if (!(error instanceof StoreRefuses)) return postgresRefusal(error);
  const { cause } = error;
  const [said] = (cause instanceof Error ? cause.message : error.message).split('\n');
  const reason = said.replace(/\.$/, '');
  return `The event store refuses: ${reason}. Check user and password in EVENTSTORE_URL.`;
}
