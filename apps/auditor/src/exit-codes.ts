/** What the exit code of every command means. */
export const exitCodes = {
  inOrder: 0,
  findings: 1,
  wrongUse: 2,
  notJudged: 3,
} as const;
export type ExitCode = (typeof exitCodes)[keyof typeof exitCodes];

/** The command was given something that it cannot mean. */
export class WrongUse extends Error {
  override readonly name = 'WrongUse';
}

/** Nothing is known to be wrong, but it could not be judged: the message says why. */
export class NotJudged extends Error {
  override readonly name = 'NotJudged';
}

/** What was looked at is not in order, and so nothing more was done: the message says what. */
export class NotInOrder extends Error {
  override readonly name = 'NotInOrder';
  constructor(
    /** For programs that read the answer. */
    readonly code:
      | 'file-damaged'
      | 'set-damaged'
      | 'target-differs'
      | 'key-file-differs'
      | 'never-registered'
      | 'event-altered',
    message: string,
  ) {
    super(message);
  }
}
