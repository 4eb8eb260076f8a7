/** A command as its ProposalMade keeps it: personal data is sealed, not told. */
import type { StoredBookCommand } from '../book/commands';
import type { WithdrawEdition } from '../editions/commands';
import type { ForgetHolder } from '../forgetting/commands';

export type StoredCommand = StoredBookCommand | WithdrawEdition | ForgetHolder;
