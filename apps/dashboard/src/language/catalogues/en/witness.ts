export const witness = {
  title: 'Witness of the log',
  intro:
    'This page verifies the log of all events and cosigns its head with a key that never leaves this browser. If the operator ever shows two histories, any two centres find out. A page comes from the operator as well: the command line “liushui witness” is the stronger witness.',
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
  progress: '{{count}} of {{of}} events',
  register: 'Register this browser’s key for the centre',
  askSupervisor: 'A supervisor of the centre registers this browser’s key on this page.',
  unread:
    'The log could not be read as it should. Nothing is known to be wrong, and nothing was cosigned; try again in a minute.',
  inOrder: 'The log is in order, and cosigned',
  wholeInOrder: 'All {{size}} events were read for the first time.',
  goesOn: '{{size}} events go on from the {{seen}} seen before.',
  compared_one: 'Compared with what {{count}} witness was shown.',
  compared_other: 'Compared with what {{count}} witnesses were shown.',
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
    unsigned: 'What is shown is no head that the log signed',
    'unknown-log':
      'This is another log than the one seen before, or it leaves out a key that replaced an older one',
    'key-unannounced':
      'Another key signs the log, which the one before did not announce. Ask the operator for the new key by another way',
    'key-malformed': 'The keys of the log do not follow one another',
    forked: 'The log was forked: it signed two heads that contradict each other',
    'rolled-back': 'The log was put back: it shows fewer events than it has signed',
    'tiles-differ': 'The hashes that are served do not have the root that was signed',
  },
  tellOthers: 'Nothing was cosigned. Keep the evidence, and tell the other centres.',
  keepEvidence: 'Save the evidence',
  newKey: 'New key of the log',
  accept: 'Accept this key',
};
