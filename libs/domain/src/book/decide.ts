/** What a book answers to a command. Pure: the book, the command and the facts decide. */
import { approveProposal, expireProposal, expiryOf, refuseProposal } from '../proposals/proposals';
import { type Accepted, type Decision, isRefused, refusedBy } from '../refusals';
import type { Book } from './book';
import { closeCentre, judgeClosed } from './close-centre';
import type { BookCommand, ProposableCommand } from './commands';
import { correctIssues } from './correct-issues';
import { countStock } from './count-stock';
import { destroySerials } from './destroy-serials';
import { dispatchBlanks } from './dispatch-blanks';
import type { BookEvent } from './events';
import type { Facts } from './facts';
import { issueCertificates } from './issue-certificates';
import { issueVouchers } from './issue-vouchers';
import { judgeOccurredOn } from './judging';
import { printReplacement } from './print-replacement';
import { proposedCommand, storedCommand } from './proposed';
import { receiptDiffers, receiveBlanks, refuseBlanks } from './receive-blanks';
import { recoverSerials } from './recover-serials';
import { registerBlanks } from './register-blanks';
import { replaceVoucher } from './replace-voucher';
import { reportMissing } from './report-missing';
import { reverseRegistration } from './reverse-registration';
import { reverseSpoilage } from './reverse-spoilage';
import { spoilSerials } from './spoil-serials';
import { takeBackBlanks } from './take-back-blanks';
import { voidIssue } from './void-issue';
import { voidVoucher } from './void-voucher';

/**
 * Judges a command and says what is to be appended: its events, or, where a second user must
 * approve, the proposal. After an acceptance the append cannot fail but for a race.
 */
export function decide(book: Book, command: BookCommand, facts: Facts): Decision<BookEvent> {
  const judged = judge(book, command, facts);
  if (isRefused(judged)) return judged;
  switch (command.type) {
    case 'ApproveProposal':
    case 'RefuseProposal':
    case 'ExpireProposal':
      return judged;
    default:
      return needsSecondUser(command, facts) ? propose(book, command, facts, judged) : judged;
  }
}

/**
 * The events that a command leads to in the end, whether or not a second user must approve them
 * first; `revision` is that of the first of them. Refuses C2 (unknown centre), C3 (a station has
 * no book), C18 (closed), T1 and T2 before the rest.
 */
export function judge(
  book: Book,
  command: BookCommand,
  facts: Facts,
  revision = book.revision + 1n,
): Decision<BookEvent> {
  const params = { centre: book.centre };
  const centre = facts.centres.get(book.centre);
  if (!centre) return refusedBy([{ rule: 'C2', code: 'centre-unknown', params }]);
  if (centre.tier === 'station') {
    return refusedBy([{ rule: 'C3', code: 'station-holds-no-blanks', params }]);
  }
  const closed = judgeClosed(book, command, facts);
  if (closed.length > 0) return refusedBy(closed);
  const date = judgeOccurredOn(command, facts);
  if (date.refusals.length > 0) return refusedBy(date.refusals);
  return judgeBody(book, command, facts, revision);
}

function judgeBody(
  book: Book,
  command: BookCommand,
  facts: Facts,
  revision: bigint,
): Decision<BookEvent> {
  switch (command.type) {
    case 'RegisterBlanks':
      return registerBlanks(book, command, facts);
    case 'DispatchBlanks':
      return dispatchBlanks(book, command, facts, revision);
    case 'ReceiveBlanks':
      return receiveBlanks(book, command, facts);
    case 'RefuseBlanks':
      return refuseBlanks(book, command, facts);
    case 'TakeBackBlanks':
      return takeBackBlanks(book, command, facts);
    case 'IssueCertificates':
      return issueCertificates(book, command, facts);
    case 'SpoilSerials':
      return spoilSerials(book, command);
    case 'DestroySerials':
      return destroySerials(book, command, facts);
    case 'PrintReplacement':
      return printReplacement(book, command, facts);
    case 'ReverseRegistration':
      return reverseRegistration(book, command, facts);
    case 'CorrectIssues':
      return correctIssues(book, command);
    case 'VoidIssue':
      return voidIssue(book, command);
    case 'ReverseSpoilage':
      return reverseSpoilage(book, command);
    case 'IssueVouchers':
      return issueVouchers(book, command, facts);
    case 'ReplaceVoucher':
      return replaceVoucher(book, command);
    case 'VoidVoucher':
      return voidVoucher(book, command);
    case 'ApproveProposal':
      // The approval itself stands before the events it leads to.
      return approveProposal(book.proposals, command, facts.grant, (proposal) => {
        const { centre } = book;
        const proposed = proposedCommand(centre, proposal, command.decidedAt, facts.holders);
        return judge(book, proposed, facts, revision + 1n);
      });
    case 'RefuseProposal':
      return refuseProposal(book.proposals, command);
    case 'ExpireProposal':
      return expireProposal(book.proposals, command);
    case 'ReportMissing':
      return reportMissing(book, command);
    case 'RecoverSerials':
      return recoverSerials(book, command);
    case 'CountStock':
      return countStock(book, command, facts);
    case 'CloseCentre':
      return closeCentre(book, command, facts);
    default:
      command satisfies never;
      throw new Error('unknown command');
  }
}

/** C10, C12, C5, C17, P1, and T2 for days that far back. */
function needsSecondUser(command: BookCommand<ProposableCommand>, facts: Facts): boolean {
  switch (command.type) {
    case 'ReverseRegistration':
    case 'CorrectIssues':
    case 'VoidIssue':
    case 'ReverseSpoilage':
    case 'DestroySerials':
    case 'ReportMissing':
    case 'RecoverSerials':
      return true;
    case 'ReceiveBlanks':
      if (receiptDiffers(command)) return true;
      break;
    case 'DispatchBlanks':
      if (command.opening) return true;
      break;
    case 'PrintReplacement':
      if (command.original) return true;
      break;
  }
  return judgeOccurredOn(command, facts).needsSecondUser;
}

function propose(
  book: Book,
  command: BookCommand<ProposableCommand>,
  { policy }: Facts,
  judged: Accepted<BookEvent>,
): Accepted<BookEvent> {
  // Sealed holders stand right before the ProposalMade, whose revision is its number.
  const place = judged.holders ? 2n : 1n;
  const data = {
    proposal: `${book.centre}-${book.revision + place}`,
    command: storedCommand(command),
    expiresAt: expiryOf(command.decidedAt, policy),
  };
  const { warnings, holders } = judged;
  const events: BookEvent[] = [{ type: 'ProposalMade', data }];
  return holders ? { events, warnings, holders } : { events, warnings };
}
