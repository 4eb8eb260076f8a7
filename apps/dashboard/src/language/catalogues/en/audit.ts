export const audit = {
  title: 'Audit',
  parts: {
    anomalies: 'Worth a look',
    corrections: 'Two people, corrections',
    log: 'Log and witnesses',
    verification: 'Verification',
  },
  anomaliesWhat:
    'Each with its reason and the events behind it. Nothing here is wrong by itself: somebody should look.',
  allKinds: 'All kinds',
  kind: 'Kind',
  asOf: 'As of',
  entry: 'entry {{revision}}',
  nothingStandsOut: 'Nothing stands out.',
  kinds: {
    'spoilage-rate': 'Spoils more than the policy expects',
    'spoilage-peers': 'Spoils far more than its neighbours',
    'stock-short': 'Stock does not cover the coming quarter',
    'transit-long': 'On its way for too long',
    'receipt-unexpected': 'More in the box than was sent',
    'out-of-order': 'Used out of serial order',
    'out-of-hours': 'Posted out of office hours',
    'count-differs': 'A count and the book differ',
    'spoiled-overdue': 'Spoiled and not destroyed for too long',
    'vouchers-expiring': 'Vouchers about to expire',
  },
  correctionsWhat:
    'Nobody edits a book: a mistake is set right by a further event, with its reason and a second person.',
  view: 'Which',
  whichViews: {
    corrections: 'Corrections, losses, finds',
    approved: 'All approved',
    pending: 'Waiting',
    refused: 'Refused',
    expired: 'Expired',
  },
  none: {
    corrections: 'Nothing has been corrected, lost or found.',
    approved: 'Nothing has been approved yet.',
    pending: 'Nothing waits for a second user.',
    refused: 'Nothing has been refused.',
    expired: 'Nothing has expired.',
  },
  noneOnPage: 'None among the newest; older ones may follow.',
  what: 'What',
  occurredOn: 'Happened on',
  askedBy: 'Asked by',
  decidedBy: 'Decided by',
  status: { pending: 'Waiting', approved: 'Approved', refused: 'Refused', expired: 'Expired' },
  head: 'The newest signed head',
  headWhat:
    'One hash over every event there ever was, signed by the log. Whoever keeps it can prove later that nothing before it was changed.',
  origin: 'Log',
  size: 'Covers',
  events_one: '{{number}} event',
  events_other: '{{number}} events',
  root: 'Root hash',
  wholeHead: 'The whole of it, to keep',
  noHead:
    'Nothing has been signed yet. A head is signed about once a minute after the first event.',
  headUnread: 'The answer is no signed head of this log.',
  witnesses: 'Witnesses',
  witnessesWhat:
    'Centres that verify the log with a key of their own and cosign what they saw. As long as one of them is honest, nobody can show two histories unnoticed.',
  noWitnesses: 'No centre is a witness yet. A supervisor registers a key for the own centre.',
  cosigned: 'Cosigned up to event',
  cosignedAt: 'Last',
  notYet: 'not yet',
  views: 'What the pages show',
  viewsWhat:
    'Pages read from the database, which is copied from the events. Here is how far the copy has come, and whether it adds up.',
  viewsAt: 'Copied up to',
  runs: 'Whoever doubts runs their own',
  ownProgram:
    'What the server says of itself proves nothing: an auditor runs these on a machine of their own, and keeps what they print. With “--report” and an auditor’s own key in LIUSHUI_API_KEY the first two file what they found.',
  commands: {
    verify: {
      line: 'npx liushui verify --report',
      what: 'The whole log against its signed head; with “--checkpoint FILE” also against one that you kept earlier.',
    },
    reconcile: {
      line: 'npx liushui reconcile --report',
      what: 'The database against the events, row by row, and the law of conservation.',
    },
    replay: {
      line: 'npx liushui replay --as-of 2013-12-31',
      what: 'Stock of every centre on any day, computed from the events alone.',
    },
    witness: {
      line: 'npx liushui witness <centre>',
      what: 'Verify the log and cosign its head, as a centre.',
    },
  },
  exitCodes:
    'They end with 0 when all is in order, 1 with findings, 3 when it could not be judged. “--json” writes what a program can read.',
};
