export const witness = {
  title: 'Witness of the log',
  intro:
    'This page recomputes the serial map for what your centre’s book touched, verifies the log of all events, and cosigns its head with a key that never leaves this browser. If the operator ever shows two histories, any two centres find out. A page comes from the operator as well: the command line “liushui witness” is the stronger witness.',
  notHere:
    'This browser cannot keep such a key here: open the page over HTTPS in a current browser, or use “liushui witness” on the command line.',
  ownKey: 'Key in this browser',
  noOwnKey: 'None yet; it is made the first time.',
  registeredKey: 'Registered key',
  noRegisteredKey: 'None.',
  sameKey: 'The one in this browser.',
  lastSeen: 'Last cosigned',
  nothingSeen: 'Nothing yet.',
  seen: '{{size}} events, {{at}}',
  begin: 'Verify and cosign now',
  cancel: 'Cancel',
  reached: {
    'events-of-book': 'Book: {{count}} events read',
    blocks: 'Serial map: {{count}} of {{of}} blocks',
    leaves: 'Log: {{count}} of {{of}} events',
  },
  register: 'Register this browser’s key for the centre',
  askSupervisor: 'A supervisor of the centre registers this browser’s key on this page.',
  notJudged: {
    unread:
      'The log could not be read as it should. Nothing is known to be wrong, and nothing was cosigned; try again in a minute.',
    'seen-damaged':
      'What this browser kept of the log is damaged, so that nothing can be judged by it. Nothing was cosigned; use “liushui witness” on the command line.',
    outdated:
      'This page is older than the system. Nothing was cosigned; reload the page and verify again.',
    'key-malformed': 'This is no public key of a log. Nothing was cosigned.',
  },
  inOrder: 'The log is in order, and cosigned',
  wholeInOrder: 'All {{size}} events were read for the first time.',
  goesOn: '{{size}} events go on from the {{seen}} seen before.',
  compared_one: 'Compared with what {{count}} witness was shown.',
  compared_other: 'Compared with what {{count}} witnesses were shown.',
  map: 'Recomputed {{blocks}} of {{held}} blocks of the serial map from {{events}} events of the book.',
  mapDrawn: 'The blocks were drawn at random.',
  mapLater_one: '{{count}} of the events is too new for it.',
  mapLater_other: '{{count}} of the events are too new for it.',
  mapNothing:
    'The book has touched no serials yet: of the serial map there was nothing to recompute.',
  handedIn: 'Handed in.',
  inReturn:
    'The return may carry what your centre has seen of the log: what centres have cosigned, nobody can change later unnoticed. The return can be filed without it.',
  carried: 'The return will carry the head of the log that your centre has cosigned.',
  notCarried:
    'The return will not carry it yet: the key of this browser is not the one registered for the centre.',
  leaveOut: 'Leave it out',
  fileWithout: 'What was refused is the witness alone: verify again, or leave it out and file.',
  wasCarried: 'with the head of the log that the centre cosigned',
  notHandedIn: 'Not handed in: the key of this browser is not the one registered for the centre.',
  faults: {
    'head-unsigned': 'What is shown is no head that the log signed',
    'log-key-unknown':
      'This is another log than the one seen before, or it leaves out a key that replaced an older one',
    'log-key-unannounced':
      'Another key signs the log, which the one before did not announce. Ask the operator for the new key by another way',
    'log-key-malformed': 'The keys of the log do not follow one another',
    'log-forked': 'The log was forked: it signed two heads that contradict each other',
    'log-rolled-back': 'The log was put back: it shows fewer events than it has signed',
    'log-tiles-differ': 'The hashes that are served do not have the root that was signed',
    'book-incomplete':
      'The centre’s book is not shown whole: {{event}} is missing, withheld or another event',
    'map-event-missing':
      'The serial map leaves out {{event}} of this centre’s own book (serials {{first}}–{{last}}): evidence of these serials would not show it',
    'map-block-differs':
      'What is shown of serials {{first}}–{{last}} is not what the recorded root of the serial map has',
    'map-rests-elsewhere':
      'What is shown of the serial map rests on entry {{index}}, which the signed log does not have',
  },
  tellOthers: 'Nothing was cosigned. Keep the evidence, and tell the other centres.',
  keepEvidence: 'Save the evidence',
  lookFirst:
    'It stays in this browser until you have saved it and put it aside; until then nothing more is verified here.',
  putAside: 'It is saved: put it aside',
  newKey: 'New key of the log',
  accept: 'Accept this key',
};
