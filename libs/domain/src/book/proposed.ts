/** A command on a book on its way into a proposal and out of it again. */
import type { Actor } from '../actor';
import type { Proposal } from '../proposals/proposals';
import type { Holder } from '../vocabulary';
import type { BookCommand, ProposableCommand, StoredBookCommand } from './commands';

/** What a ProposalMade keeps of a command: who and when stand in its metadata, holders are sealed. */
export function storedCommand(command: BookCommand<ProposableCommand>): StoredBookCommand {
  const { centre: _c, occurredOn: _o, by: _b, decidedAt: _d, approvedAt: _a, ...body } = command;
  switch (body.type) {
    case 'IssueCertificates':
      return { ...body, lines: body.lines.map(({ holder: _, ...line }) => line) };
    case 'IssueVouchers':
      return { ...body, lines: body.lines.map(({ holder: _, ...line }) => line) };
    case 'PrintReplacement': {
      const { holder: _, original, ...rest } = body;
      if (!original) return rest;
      const { holder: _h, ...known } = original;
      return { ...rest, original: known };
    }
    default:
      return body;
  }
}

/**
 * The command as its author meant it, judged at the moment of the approval, of its own day.
 * `holders` are those that were sealed with the proposal, in their order.
 */
export function proposedCommand(
  centre: string,
  { command, author, occurredOn, proposedAt }: Proposal<StoredBookCommand>,
  approvedAt: string,
  holders: readonly Holder[] | undefined,
): BookCommand<ProposableCommand> {
  // The author's name was compared with witnesses and counters when the proposal was made.
  const by = { ...(author satisfies Actor), displayName: '', backdate: true };
  const context = { centre, occurredOn, by, decidedAt: proposedAt, approvedAt };
  const holderAt = (index: number): Holder => {
    const holder = holders?.[index];
    if (!holder) throw new Error(`proposal of ${centre}: line ${index + 1} has no holder`);
    return holder;
  };
  switch (command.type) {
    case 'IssueCertificates': {
      const lines = command.lines.map((line, index) => ({ ...line, holder: holderAt(index) }));
      return { ...command, lines, ...context };
    }
    case 'IssueVouchers': {
      const lines = command.lines.map((line, index) => ({ ...line, holder: holderAt(index) }));
      return { ...command, lines, ...context };
    }
    case 'PrintReplacement': {
      const { original, ...rest } = command;
      if (original) {
        return { ...rest, original: { ...original, holder: holderAt(0) }, ...context };
      }
      return { ...rest, ...(holders ? { holder: holderAt(0) } : {}), ...context };
    }
    default:
      return { ...command, ...context };
  }
}
