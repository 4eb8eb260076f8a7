/**
 * What a witness verifies, beside the page that has it verified, so that the page stays fluid. It
 * reaches nothing by itself: every address is asked of the page, which knows who is logged in.
 */
import {
  type Answer,
  AnsweredLog,
  formatNote,
  formatVerifierKey,
  keptFinding,
  LogUnread,
  MapAheadOfHead,
  parseVerifierKey,
  type SeenLog,
  SeenLogDamaged,
  type VerifierKey,
  verifyAsWitness,
  type WatchedMap,
  type WitnessedLog,
  type WitnessFinding,
} from '#transparency/witness';

/** Of what page and script say to each other: a page may have been loaded before an upgrade. */
const protocolVersion = 1;

/** What the page says first. Keys are as the log publishes them. */
interface Begin {
  readonly kind: 'begin';
  readonly version: number;
  readonly centre: string;
  readonly seen?: { readonly keys: readonly string[]; readonly checkpoint: string };
  readonly named: readonly string[];
}

/** What an address was answered with; nothing where no answer came. */
interface Answered {
  readonly kind: 'answered';
  readonly id: number;
  readonly answer?: Answer;
}

/** What the page is told. */
type Told =
  | {
      readonly kind: 'ask';
      readonly id: number;
      /** Below `/api/v1/`. */
      readonly path: string;
      readonly sizeBytesMax: number;
    }
  | {
      readonly kind: 'reached';
      readonly what: 'events-of-book' | 'blocks' | 'leaves';
      readonly count: number;
      /** Of the book it is not known beforehand. */
      readonly of?: number;
    }
  | {
      readonly kind: 'in-order';
      readonly origin: string;
      readonly size: number;
      /** With the log's own signatures alone. */
      readonly checkpoint: string;
      /** What is to be cosigned. */
      readonly text: string;
      readonly keys: readonly string[];
      readonly seenSize: number;
      readonly comparedCount: number;
      readonly map?: WatchedMap;
    }
  | {
      readonly kind: 'found';
      readonly check: WitnessFinding['check'];
      readonly params: WitnessFinding['params'];
      /** To be kept, as it is. */
      readonly evidence: object;
    }
  | {
      readonly kind: 'not-judged';
      readonly why: 'unread' | 'seen-damaged' | 'key-malformed' | 'outdated' | 'failed';
      readonly message: string;
    };

const tell = (told: Told): void => postMessage(told);

class LogThroughPage extends AnsweredLog {
  private readonly waiting = new Map<number, (answer: Answer | undefined) => void>();
  private askedCount = 0;

  protected ask(path: string, sizeBytesMax: number): Promise<Answer> {
    const id = this.askedCount;
    this.askedCount += 1;
    return new Promise((resolve, reject) => {
      this.waiting.set(id, (answer) => {
        if (answer) resolve(answer);
        else reject(new LogUnread(`${path} was answered with nothing`));
      });
      tell({ kind: 'ask', id, path, sizeBytesMax });
    });
  }

  take({ id, answer }: Answered): void {
    this.waiting.get(id)?.(answer);
    this.waiting.delete(id);
  }
}

class KeyMalformed extends Error {}

function keyIn(text: string): VerifierKey {
  const key = parseVerifierKey(text);
  if (!key) throw new KeyMalformed(`${text.slice(0, 100)} is no key`);
  return key;
}

function seenIn({ keys, checkpoint }: NonNullable<Begin['seen']>): SeenLog {
  const parsed = keys.map((text) => {
    const key = parseVerifierKey(text);
    if (!key) throw new SeenLogDamaged('what was kept as a key is none');
    return key;
  });
  return { keys: parsed, checkpoint };
}

/** A page is told of so many at a time. */
const toldEventsStep = 1_000;

function verify({ centre, seen, named }: Begin): Promise<WitnessedLog | WitnessFinding> {
  return verifyAsWitness({
    centre,
    remote: log,
    book: log.book(centre),
    seen: seen && seenIn(seen),
    named: named.map(keyIn),
    onEvent: (count) => {
      if (count % toldEventsStep === 0) tell({ kind: 'reached', what: 'events-of-book', count });
    },
    onBlock: (count, of) => tell({ kind: 'reached', what: 'blocks', count, of }),
    onTile: (count, of) => tell({ kind: 'reached', what: 'leaves', count, of }),
  });
}

function inOrder({ log: watched, own, map }: WitnessedLog): Told {
  const { checkpoint, keys, seenSize, comparedCount } = watched;
  const { origin, size } = checkpoint;
  return {
    kind: 'in-order',
    origin,
    size,
    checkpoint: formatNote(own),
    text: own.text,
    keys: keys.map(formatVerifierKey),
    seenSize,
    comparedCount,
    ...(map ? { map } : {}),
  };
}

const whyNot = (fault: unknown): Extract<Told, { kind: 'not-judged' }>['why'] => {
  if (fault instanceof LogUnread || fault instanceof MapAheadOfHead) return 'unread';
  if (fault instanceof SeenLogDamaged) return 'seen-damaged';
  return fault instanceof KeyMalformed ? 'key-malformed' : 'failed';
};

async function work(begin: Begin): Promise<void> {
  if (begin.version !== protocolVersion) {
    const message = `the page speaks version ${begin.version}, not ${protocolVersion}`;
    return tell({ kind: 'not-judged', why: 'outdated', message });
  }
  try {
    const verified = await verify(begin);
    if (verified.kind === 'in-order') return tell(inOrder(verified));
    const { check, params } = verified;
    tell({ kind: 'found', check, params, evidence: keptFinding(verified, new Date()) });
  } catch (fault) {
    const message = fault instanceof Error ? fault.message : String(fault);
    tell({ kind: 'not-judged', why: whyNot(fault), message });
  }
}

const log = new LogThroughPage();

addEventListener('message', ({ data }: MessageEvent<Begin | Answered>) => {
  if (data.kind === 'begin') void work(data);
  else log.take(data);
});
