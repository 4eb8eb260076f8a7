/** Words that all forms share. */
export const forms = {
  refused: 'Not recorded: a rule says no',
  refusedAtFields: 'What is wrong stands at the fields. Everything you typed is still here.',
  line: 'Line {{line}}:',
  more_one: 'and {{count}} more',
  more_other: 'and {{count}} more',
  missing: 'Fill this in.',
  cancel: 'Cancel',
  save: 'Save',
  close: 'Close',
  day: 'Day (if not today)',
  dayHint: 'For loading paper books: the day on which it happened.',
  done: 'Recorded.',
  doneWithWarnings: 'Recorded, with something to look at',
  pending: 'Waits for a second user',
  pendingWhat: 'Another supervisor approves it on the proposals page until {{instant}}.',
  toProposals: 'Go to proposals',
};
