/**
 * Has the log and the centre's part of the serial map verified, by a script of its own beside this
 * page, and asks the API for what it wants to read: that script knows of no session.
 */
import { OutOfReach, Refused, readProblem } from '../api/problem';
import { reach } from '../session/session';

const scriptPath = '/witness-worker.js';
/** Of what page and script say to each other: a tab may be older than the script that it is given. */
const protocolVersion = 1;
/** From asking to the last byte. */
const answerMsMax = 20_000;
/** What went wrong is told in more bytes than the answer would have had. */
const problemSizeBytesMax = 65_536;

/** What the centre keeps. */
export interface Seen {
  readonly keys: readonly string[];
  readonly checkpoint: string;
}

export interface RecomputedMap {
  /** Events of the book that touch serials. */
  readonly eventCount: number;
  /** Blocks of which the book touched serials, and how many of them were recomputed. */
  readonly heldBlockCount: number;
  readonly blockCount: number;
  /** Events that stand behind the recorded root, and those that no head has yet. */
  readonly laterCount: number;
  readonly unsignedCount: number;
}

export interface InOrder {
  readonly kind: 'in-order';
  readonly origin: string;
  readonly size: number;
  /** The note with the log's signatures alone. */
  readonly checkpoint: string;
  readonly text: string;
  readonly keys: readonly string[];
  /** 0 the first time. */
  readonly seenSize: number;
  readonly comparedCount: number;
  readonly map: RecomputedMap;
}

export type Check =
  | 'head-unsigned'
  | 'log-key-unknown'
  | 'log-key-unannounced'
  | 'log-key-malformed'
  | 'log-forked'
  | 'log-rolled-back'
  | 'log-tiles-differ'
  | 'book-incomplete'
  | 'map-event-missing'
  | 'map-block-differs';

export interface Found {
  readonly kind: 'found';
  readonly check: Check;
  readonly params: Readonly<Record<string, string>>;
  /** To be kept, in the form that the command line keeps it in. */
  readonly evidence: object;
}

export interface Reached {
  readonly what: 'events-of-book' | 'blocks' | 'leaves';
  readonly count: number;
  /** Of the book it is not known beforehand. */
  readonly of?: number;
}

type WhyNotJudged = 'unread' | 'seen-damaged' | 'key-malformed' | 'outdated' | 'failed';

/** Nothing is known to be wrong, and nothing is proved. */
export class NotJudged extends Error {
  override readonly name = 'NotJudged';

  constructor(
    readonly why: WhyNotJudged,
    message: string,
  ) {
    super(message);
  }
}

type Told =
  | InOrder
  | Found
  | ({ readonly kind: 'reached' } & Reached)
  | {
      readonly kind: 'ask';
      readonly id: number;
      readonly path: string;
      readonly sizeBytesMax: number;
    }
  | { readonly kind: 'not-judged'; readonly why: WhyNotJudged; readonly message: string };

export interface VerifyOptions {
  readonly centre: string;
  readonly seen?: Seen;
  /** Keys of the log that a person has learnt by another way. */
  readonly named: readonly string[];
  /** In the name of whoever is logged in. */
  readonly ask: (request: Request) => Promise<Response>;
  /** Ends it, whatever it is at. */
  readonly signal?: AbortSignal;
  readonly onReached?: (reached: Reached) => void;
}

/** Rejects with NotJudged, with what kept the API from answering, and with why it was cancelled. */
export async function verifyLog(options: VerifyOptions): Promise<InOrder | Found> {
  options.signal?.throwIfAborted();
  const worker = new Worker(scriptPath);
  try {
    return await new Verifying(worker, options).run();
  } finally {
    worker.terminate();
  }
}

class Verifying {
  /** Why the last thing that was asked for did not come. */
  private fault: unknown;

  constructor(
    private readonly worker: Worker,
    private readonly options: VerifyOptions,
  ) {}

  run(): Promise<InOrder | Found> {
    const { worker } = this;
    const { centre, seen, named, signal, onReached } = this.options;
    return new Promise((resolve, reject) => {
      signal?.addEventListener('abort', () => reject(signal.reason), { once: true });
      worker.onmessageerror = () =>
        reject(new NotJudged('unread', `what ${scriptPath} said could not be read`));
      worker.onerror = ({ message }) =>
        reject(new NotJudged('unread', `${scriptPath} did not run: ${message ?? 'unread'}`));
      worker.onmessage = ({ data }: MessageEvent<Told>) => {
        switch (data.kind) {
          case 'ask':
            void this.answer(data.id, data.path, data.sizeBytesMax);
            return;
          case 'reached':
            onReached?.(data);
            return;
          case 'not-judged':
            reject((data.why === 'unread' && this.fault) || new NotJudged(data.why, data.message));
            return;
          default:
            resolve(data);
        }
      };
      worker.postMessage({ kind: 'begin', version: protocolVersion, centre, seen, named });
    });
  }

  private async answer(id: number, path: string, sizeBytesMax: number): Promise<void> {
    try {
      const answer = await this.read(path, sizeBytesMax);
      this.worker.postMessage({ kind: 'answered', id, answer }, [answer.bytes.buffer]);
    } catch (fault) {
      this.fault = fault instanceof Refused ? fault : new OutOfReach(path, { cause: fault });
      this.worker.postMessage({ kind: 'answered', id });
    }
  }

  /** The log is public, and read as by anyone; the book is for the centre's users. */
  private async read(path: string, sizeBytesMax: number) {
    const { ask, signal } = this.options;
    const isOwn = path.startsWith('centres/');
    const request = requestOf(path, isOwn ? 'same-origin' : 'omit', signal);
    const response = await (isOwn ? ask(request) : reach(request));
    const most = response.ok ? sizeBytesMax : Math.max(sizeBytesMax, problemSizeBytesMax);
    const bytes = await bytesOf(response, most);
    this.fault = isOwn && !response.ok ? refusalIn(response, bytes) : undefined;
    return { status: response.status, retryAfter: response.headers.get('Retry-After'), bytes };
  }
}

function requestOf(path: string, credentials: RequestCredentials, signal?: AbortSignal): Request {
  const timeout = AbortSignal.timeout(answerMsMax);
  return new Request(new URL(`/api/v1/${path}`, location.origin), {
    cache: 'no-store',
    credentials,
    redirect: 'error',
    signal: signal ? AbortSignal.any([signal, timeout]) : timeout,
  });
}

const noteSizeBytesMax = 65_536;

/** The head that is shown now, as it is; undefined where none is answered. */
export async function shownHead(): Promise<string | undefined> {
  try {
    const response = await reach(requestOf('transparency/checkpoint', 'omit'));
    const bytes = await bytesOf(response, noteSizeBytesMax);
    const isWhole = response.ok && bytes.length <= noteSizeBytesMax;
    return isWhole ? new TextDecoder().decode(bytes) : undefined;
  } catch {
    return undefined;
  }
}

/** As far as it goes; of more than `sizeBytesMax` so much that this shows. */
async function bytesOf({ body }: Response, sizeBytesMax: number): Promise<Uint8Array<ArrayBuffer>> {
  const parts: Uint8Array[] = [];
  let sizeBytes = 0;
  const reader = body?.getReader();
  for (let part = await reader?.read(); part?.value; part = await reader?.read()) {
    parts.push(part.value);
    sizeBytes += part.value.length;
    if (sizeBytes > sizeBytesMax) {
      await reader?.cancel();
      break;
    }
  }
  const whole = new Uint8Array(sizeBytes);
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}

function refusalIn({ status }: Response, bytes: Uint8Array): Refused {
  try {
    return new Refused(readProblem(status, JSON.parse(new TextDecoder().decode(bytes))));
  } catch {
    return new Refused(readProblem(status, undefined));
  }
}
