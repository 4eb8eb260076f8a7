import { Refused } from '../api/problem';
import { NotJudged, verifyLog } from './verifying';

type Message = Readonly<Record<string, unknown>>;

/** What a spec has the script ask for, one after the other; the answers are what the page gave. */
class ScriptedWorker {
  static asks: readonly { readonly path: string; readonly sizeBytesMax: number }[] = [];
  static last: ScriptedWorker;

  readonly answers: { readonly status: number; readonly bytes: Uint8Array }[] = [];
  begun: Message | undefined;
  isTerminated = false;
  onerror: ((event: { readonly message: string }) => void) | undefined;
  onmessage: ((event: { readonly data: Message }) => void) | undefined;

  constructor() {
    ScriptedWorker.last = this;
  }

  postMessage(message: Message): void {
    if (message.kind === 'begin') this.begun = message;
    else this.answers.push(message.answer as (typeof this.answers)[number]);
    const id = this.answers.length;
    const ask = ScriptedWorker.asks[id];
    const end = { kind: 'not-judged', why: 'unread', message: 'read' };
    queueMicrotask(() => this.onmessage?.({ data: ask ? { kind: 'ask', id, ...ask } : end }));
  }

  terminate(): void {
    this.isTerminated = true;
  }
}

const head = { path: 'transparency/checkpoint', sizeBytesMax: 10 };
const book = { path: 'centres/52010000/witness/leaves?from=0', sizeBytesMax: 10 };
const answered: Request[] = [];
let answer: (request: Request) => Promise<Response>;

beforeEach(() => {
  answered.length = 0;
  answer = async () => new Response('x');
  const reply = (request: Request): Promise<Response> => {
    answered.push(request);
    return answer(request);
  };
  jest.spyOn(globalThis, 'fetch').mockImplementation((request) => reply(request as Request));
  Object.assign(globalThis, {
    Worker: ScriptedWorker,
    location: { origin: 'http://127.0.0.1:1' },
  });
});
afterEach(() => {
  jest.restoreAllMocks();
  for (const name of ['Worker', 'location']) Reflect.deleteProperty(globalThis, name);
});

/** Why nothing was judged, which is always so here. */
async function faultOf(
  asks: typeof ScriptedWorker.asks,
  signal?: AbortSignal,
  ask = (request: Request) => fetch(request),
): Promise<unknown> {
  ScriptedWorker.asks = asks;
  return verifyLog({ centre: '52010000', named: [], ask, signal }).then(
    () => undefined,
    (fault: unknown) => fault,
  );
}

describe('[TL-22] what the page reads for the script that verifies', () => {
  it('follows no redirect; the public log is read without who is logged in, the book with', async () => {
    await faultOf([head, book]);
    expect(answered.map(({ url, credentials, redirect }) => [url, credentials, redirect])).toEqual([
      [`http://127.0.0.1:1/api/v1/${head.path}`, 'omit', 'error'],
      [`http://127.0.0.1:1/api/v1/${book.path}`, 'same-origin', 'error'],
    ]);
    expect(ScriptedWorker.last.begun).toMatchObject({ kind: 'begin', version: 1 });
    expect(ScriptedWorker.last.isTerminated).toBe(true);
  });

  it('has an end: no answer is waited for longer than twenty seconds', async () => {
    const timeouts: number[] = [];
    jest.spyOn(AbortSignal, 'timeout').mockImplementation((ms) => {
      timeouts.push(ms);
      return AbortSignal.abort(new DOMException('late', 'TimeoutError'));
    });
    await faultOf([head]);
    expect(timeouts).toEqual([20_000]);
    expect(answered.map(({ signal }) => signal.aborted)).toEqual([true]);
  });

  it('is cut where it is longer than it may be, however long it goes on', async () => {
    let isCancelled = false;
    const pull = (stream: ReadableStreamDefaultController) => stream.enqueue(new Uint8Array(8));
    const cancel = () => {
      isCancelled = true;
    };
    answer = async () => new Response(new ReadableStream({ pull, cancel }));
    await faultOf([head]);
    expect(ScriptedWorker.last.answers.map(({ bytes }) => bytes.length)).toEqual([16]);
    expect(isCancelled).toBe(true);
  });

  it('is told as the refusal that it is, where the book was refused', async () => {
    answer = async () => Response.json({ code: 'forbidden' }, { status: 403 });
    const fault = await faultOf([book]);
    expect(fault instanceof Refused && fault.problem.code).toBe('forbidden');
    expect(ScriptedWorker.last.answers).toMatchObject([{ status: 403 }]);
  });
});

describe('[TL-20] a run of the witness', () => {
  it('ends when it is cancelled, and what was asked for with it', async () => {
    const cancelling = new AbortController();
    const reason = new Error('the page was left');
    const fault = await faultOf([book], cancelling.signal, (request) => {
      answered.push(request);
      cancelling.abort(reason);
      return new Promise(() => undefined);
    });
    expect(fault).toBe(reason);
    expect(answered[0].signal.aborted).toBe(true);
    expect(ScriptedWorker.last.isTerminated).toBe(true);
    expect(await faultOf([], cancelling.signal)).toBe(reason);
  });

  it('ends when the script dies', async () => {
    const fault = await faultOf([book], undefined, () => {
      ScriptedWorker.last.onerror?.({ message: 'out of memory' });
      return new Promise(() => undefined);
    });
    expect(fault).toBeInstanceOf(NotJudged);
    expect(ScriptedWorker.last.isTerminated).toBe(true);
  });
});
