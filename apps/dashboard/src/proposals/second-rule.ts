import type { StoredCommand } from './command-facts';

/** The rule that asks for a second person, as the domain names it. */
export function secondRule(command: StoredCommand): string {
  switch (command.type) {
    case 'ReceiveBlanks':
      return 'C5';
    case 'DestroySerials':
      return 'C10';
    case 'ReverseRegistration':
    case 'CorrectIssues':
    case 'VoidIssue':
    case 'ReverseSpoilage':
    case 'ReportMissing':
    case 'RecoverSerials':
      return 'C12';
    case 'DispatchBlanks':
      return command.opening === true ? 'C17' : 'T2';
    case 'PrintReplacement':
      return command.original === undefined ? 'T2' : 'P1';
    case 'WithdrawEdition':
      return 'C14';
    case 'ForgetHolder':
      return 'C15';
    default:
      return 'T2';
  }
}
