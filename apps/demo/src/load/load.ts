/** Posts a scenario, phase by phase; what was posted by an earlier run is answered again. */
import { formatVoucherNumber, type IssueLine } from '#domain';
import { type ApiAnswer, ApiRefusal } from '../api/client';
import type { Sessions } from '../api/sessions';
import { DemoFault } from '../faults';
import type { Phase, Post, RosterPart, Track } from '../scenario/posts';

const tracksAtOnceMax = 4;
/** Begins every idempotency key of the demo. */
const keyPrefix = 'guizhou-2013-2014';

export interface Sources {
  readonly sessions: Pick<Sessions, 'send'>;
  readonly passwordOf: (username: string) => string;
  readonly lines: (part: RosterPart) => readonly IssueLine[];
  readonly onPosted: (post: Post) => void;
}

export interface Loaded {
  /** Requests made, approvals included. */
  readonly requestCount: number;
  /** Of these, how many an earlier run had made. */
  readonly replayedCount: number;
  /** The last position that an answer named. */
  readonly position: bigint;
}

export class Loader {
  private readonly consignments = new Map<string, string>();
  private requestCount = 0;
  private replayedCount = 0;
  private position = 0n;

  constructor(private readonly sources: Sources) {}

  get loaded(): Loaded {
    const { requestCount, replayedCount, position } = this;
    return { requestCount, replayedCount, position };
  }

  /** Runs a phase's tracks side by side, at most four at a time; the first fault ends it. */
  async load({ tracks }: Phase): Promise<void> {
    const waiting = [...tracks];
    const work = async (): Promise<void> => {
      for (let track = waiting.shift(); track; track = waiting.shift()) await this.follow(track);
    };
    const workers = Array.from({ length: Math.min(tracksAtOnceMax, tracks.length) }, () =>
      work().catch((fault: unknown) => {
        waiting.length = 0;
        throw fault;
      }),
    );
    const outcomes = await Promise.allSettled(workers);
    for (const outcome of outcomes) if (outcome.status === 'rejected') throw outcome.reason;
  }

  private async follow(track: Track): Promise<void> {
    for (const post of track) {
      await this.post(post);
      this.sources.onPosted(post);
    }
  }

  private async post(post: Post): Promise<void> {
    const { step, by, method, approver } = post;
    const idempotencyKey = `${keyPrefix} ${step}`;
    const request = { method, path: this.pathOf(post), body: this.bodyOf(post), idempotencyKey };
    const answer = await this.send(by, request, step);
    const { consignment, proposal } = answer.body;
    if (typeof consignment === 'string') this.consignments.set(step, consignment);
    if (answer.status !== 202) return;
    if (!approver) throw new DemoFault(`${step} waits for a second user that the scenario lacks`);
    const approval = {
      method: 'POST',
      path: `/proposals/${proposal}/approval`,
      body: {},
      idempotencyKey: `${keyPrefix} approval of ${step}`,
    } as const;
    await this.send(approver, approval, `approval of ${step}`);
  }

  private async send(
    username: string,
    request: Parameters<Sessions['send']>[1],
    step: string,
  ): Promise<ApiAnswer> {
    try {
      const answer = await this.sources.sessions.send(username, request);
      this.requestCount += 1;
      if (answer.isReplayed) this.replayedCount += 1;
      const { position } = answer.body;
      if (typeof position === 'string' && BigInt(position) > this.position) {
        this.position = BigInt(position);
      }
      return answer;
    } catch (fault) {
      throw fault instanceof ApiRefusal ? explained(fault, step) : fault;
    }
  }

  private pathOf({ path, consignmentOf }: Post): string {
    if (consignmentOf === undefined) return path;
    const consignment = this.consignments.get(consignmentOf);
    if (consignment === undefined)
      throw new Error(`no consignment was answered to ${consignmentOf}`);
    return path.replace('{consignment}', consignment);
  }

  private bodyOf({ path, body, lines }: Post): object {
    if (lines) return { ...body, lines: linesOf(lines, this.sources.lines(lines)) };
    if (path !== '/users') return body;
    return { ...body, password: this.sources.passwordOf(String(body.username)) };
  }
}

/** Lines of an issue, or of vouchers for the same people. */
function linesOf({ vouchers }: RosterPart, lines: readonly IssueLine[]): readonly object[] {
  if (!vouchers) return lines;
  return lines.map(({ certificateNumber, holder }, index) => ({
    voucherNumber: formatVoucherNumber(`${vouchers.series}:6`, vouchers.first + index),
    certificateNumber,
    holder,
  }));
}

/** What was there before the demo, or was put there by one of another size, cannot be gone on with. */
const otherData: ReadonlySet<string> = new Set([
  'idempotency-key-reused',
  'top-centre-exists',
  'centre-exists',
  'username-taken',
]);

function explained(refusal: ApiRefusal, step: string): DemoFault {
  const { code, errors } = refusal.problem;
  const codes = [code, ...(errors ?? []).map((error) => (error as { code?: string }).code)];
  if (!codes.some((one) => one !== undefined && otherData.has(one))) return refusal;
  return new DemoFault(
    `This system holds other data already, or a demo of another size, seed or month (${step}: ` +
      `${refusal.message}). Give the demo a folder of its own with LIUSHUI_DATA. · ` +
      '该系统中已有其他数据（或不同规模的示例），请用 LIUSHUI_DATA 另选数据目录。',
  );
}
