/**
 * The transparency log over its public routes, and the book of a centre with a key of its users.
 * Whoever answers is not to be trusted: every answer is bounded in size and in time, and no redirect
 * is followed.
 */
import { randomUUID } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import { type Answer, AnsweredLog, AnswerTooLong } from '#transparency';
import { NotJudged, WrongUse } from './exit-codes';

/** From asking to the last byte. */
const answerMsMax = 20_000;
const replySizeBytesMax = 1024 * 1024;
/** What went wrong is told in more bytes than the answer would have had. */
const problemSizeBytesMax = 65_536;
/** A report that nobody took, or could take now, is handed in so often. */
const filingAttemptsMax = 3;
const filingPauseMs = 500;

export interface HandedOver {
  readonly status: number;
  /** Stream and revision of what was recorded; absent where nothing was. */
  readonly place?: string;
  /** Of the problem document, where it is one. */
  readonly code?: string;
  readonly detail?: string;
}

export interface RemoteOptions {
  /** Of a user of the centre whose book is read. */
  readonly apiKey?: string;
  /** For specs, as `pauseMs`. */
  readonly answerMs?: number;
  readonly pauseMs?: number;
}

export class LogOverHttp extends AnsweredLog {
  private readonly base: URL;

  /** Throws WrongUse for what is no address of a system. */
  constructor(
    address: string,
    private readonly options: RemoteOptions = {},
  ) {
    super(options.pauseMs);
    this.base = baseOf(address);
  }

  /** Once: whoever hands in again is answered as the first time. */
  async handIn(centre: string, apiKey: string, body: object): Promise<HandedOver> {
    return this.post(`centres/${centre}/cosignatures`, apiKey, body);
  }

  /** What an auditor found. Asked again while nobody answers, it is recorded once. */
  async fileReport(apiKey: string, report: object, language: 'en' | 'zh-CN'): Promise<HandedOver> {
    const headers = { 'Idempotency-Key': randomUUID(), 'Accept-Language': language };
    for (let attempt = 1; ; attempt += 1) {
      const isLast = attempt >= filingAttemptsMax;
      const answer = await this.post('audit/reports', apiKey, report, headers).catch(
        (fault: unknown) => {
          if (isLast) throw fault;
          return undefined;
        },
      );
      if (answer && (answer.status !== 503 || isLast)) return answer;
      await delay((this.options.pauseMs ?? filingPauseMs) * attempt);
    }
  }

  private async post(
    path: string,
    apiKey: string,
    body: object,
    more: Readonly<Record<string, string>> = {},
  ): Promise<HandedOver> {
    const headers = { Authorization: `Bearer ${apiKey}`, 'Content-Type': 'application/json' };
    const init = { method: 'POST', headers: { ...more, ...headers }, body: JSON.stringify(body) };
    const { status, bytes } = await this.send(path, replySizeBytesMax, init);
    const { stream, revision, code, detail } = documentIn(bytes);
    if (status === 200 || status === 201) {
      const isPlaced = isShort(stream) && isShort(revision);
      return { status, ...(isPlaced ? { place: `${stream}@${revision}` } : {}) };
    }
    return {
      status,
      ...(typeof code === 'string' ? { code: code.slice(0, 200) } : {}),
      ...(typeof detail === 'string' ? { detail: detail.slice(0, 1_000) } : {}),
    };
  }

  protected ask(path: string, sizeBytesMax: number): Promise<Answer> {
    const { apiKey } = this.options;
    const isOwn = path.startsWith('centres/') && apiKey !== undefined;
    return this.send(
      path,
      sizeBytesMax,
      isOwn ? { headers: { Authorization: `Bearer ${apiKey}` } } : {},
    );
  }

  /** The whole answer; rejects with AnswerTooLong and NotJudged. */
  private async send(path: string, sizeBytesMax: number, init: RequestInit): Promise<Answer> {
    const { headers } = init;
    try {
      const response = await fetch(new URL(path, this.base), {
        ...init,
        headers: { ...headers, 'Accept-Encoding': 'identity', 'Cache-Control': 'no-cache' },
        redirect: 'error',
        signal: AbortSignal.timeout(this.options.answerMs ?? answerMsMax),
      });
      const most = response.ok ? sizeBytesMax : Math.max(sizeBytesMax, problemSizeBytesMax);
      const retryAfter = response.headers.get('Retry-After');
      return { status: response.status, retryAfter, bytes: await bytesOf(response, path, most) };
    } catch (fault) {
      if (fault instanceof AnswerTooLong) throw fault;
      throw new NotJudged(`${path} could not be read from ${this.base.origin}: ${reasonOf(fault)}`);
    }
  }
}

async function bytesOf(response: Response, path: string, sizeBytesMax: number): Promise<Buffer> {
  const parts: Uint8Array[] = [];
  let sizeBytes = 0;
  for await (const part of response.body ?? []) {
    sizeBytes += part.length;
    if (sizeBytes > sizeBytesMax) throw new AnswerTooLong(path, sizeBytesMax);
    parts.push(part);
  }
  return Buffer.concat(parts);
}

const isShort = (value: unknown): value is string =>
  typeof value === 'string' && value.length <= 200;

function documentIn(bytes: Uint8Array): Record<string, unknown> {
  try {
    return { ...(JSON.parse(Buffer.from(bytes).toString('utf8')) as object | null) };
  } catch {
    return {};
  }
}

function baseOf(address: string): URL {
  const isAddress = URL.canParse(address) && /^https?:\/\//i.test(address);
  const url = isAddress ? new URL(address) : undefined;
  if (!url || url.username || url.password || url.search || url.hash) {
    throw new WrongUse(`${address.slice(0, 200)} is no address such as https://liushui.example.cn`);
  }
  const path = url.pathname.endsWith('/') ? url.pathname : `${url.pathname}/`;
  return new URL(`${path}api/v1/`, url);
}

/** What fetch says is in its cause. */
function reasonOf(fault: unknown): string {
  if (!(fault instanceof Error)) return String(fault);
  const { cause } = fault;
  if (fault.name === 'TimeoutError') return 'no whole answer came in time';
  return cause instanceof Error && cause.message !== '' ? cause.message : fault.message;
}
