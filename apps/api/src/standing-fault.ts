import { postgresRefusal, VaultLocked } from '#identity';
import { UnusableSetting } from './settings';

/** The sentence for the operator when a start fails until a person mends it, else undefined. */
export function standingFault(error: unknown): string | undefined {
  if (error instanceof VaultLocked || error instanceof UnusableSetting) return error.message;
  return postgresRefusal(error);
}
