/** Posts the rows of uploads into the books, in whichever process has the time. */
import { randomUUID } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import {
  type BeforeApplicationShutdown,
  Injectable,
  type OnApplicationBootstrap,
} from '@nestjs/common';
import { PinoLogger } from 'nestjs-pino';
import { Identity, LeaseLost, type OpenUpload, type Upload } from '#identity';
import { ReadModel } from '#read-model';
import { PiecePoster } from './piece-poster';
import type { RefusedRows } from './verdicts';

/** How long an upload stays another process's that does not say a word, in ms. */
const leaseMs = 10_000;
const renewMs = 3_000;
/** After a fault an upload rests, so that others come first. */
const restMs = 5_000;
/** How often uploads are looked for that another process left behind. */
const lookMs = 2_000;
const purgeMs = 3_600_000;
/** Uploads that one process posts at a time. */
const workersMax = 2;

@Injectable()
export class UploadPoster implements OnApplicationBootstrap, BeforeApplicationShutdown {
  private readonly holder = randomUUID();
  private readonly stopping = new AbortController();
  private working: Promise<unknown> = Promise.resolve();
  private purging: NodeJS.Timeout | undefined;
  private wake = new AbortController();

  constructor(
    private readonly identity: Identity,
    private readonly pieces: PiecePoster,
    private readonly views: ReadModel,
    private readonly logger: PinoLogger,
  ) {}

  onApplicationBootstrap(): void {
    this.working = Promise.all(Array.from({ length: workersMax }, () => this.work()));
    this.purging = setInterval(() => void this.purge(), purgeMs).unref();
  }

  /** A piece that is being posted is posted to its end; whoever comes next goes on after it. */
  async beforeApplicationShutdown(): Promise<void> {
    clearInterval(this.purging);
    this.stopping.abort();
    await this.working;
  }

  /** There is something new to post. */
  look(): void {
    this.wake.abort();
    this.wake = new AbortController();
  }

  private async work(): Promise<void> {
    const { signal } = this.stopping;
    while (!signal.aborted) {
      const upload = await this.claim();
      if (upload) await this.postUpload(upload);
      else await this.pause();
    }
  }

  private async claim(): Promise<Upload | undefined> {
    try {
      return await this.identity.uploads.claim(this.holder, leaseMs);
    } catch (error) {
      // A database that is away is told of by readiness; it is asked again at the next look.
      this.logger.debug({ err: error }, 'uploads cannot be looked for');
      return undefined;
    }
  }

  private async pause(): Promise<void> {
    const signal = AbortSignal.any([this.stopping.signal, this.wake.signal]);
    await delay(lookMs, undefined, { signal }).catch(() => undefined);
  }

  private async postUpload({ id }: Upload): Promise<void> {
    const renewing = setInterval(() => {
      // Should it fail, the next piece finds that the lease is lost.
      this.identity.uploads.renew(id, this.holder, leaseMs).catch(() => undefined);
    }, renewMs);
    try {
      await this.postPieces(id);
      if (this.stopping.signal.aborted) await this.identity.uploads.release(id, this.holder);
    } catch (error) {
      if (error instanceof LeaseLost) return;
      this.logger.warn({ upload: id, err: error }, 'an upload rests and is tried again');
      clearInterval(renewing);
      await this.identity.uploads.renew(id, this.holder, restMs).catch(() => undefined);
    } finally {
      clearInterval(renewing);
    }
  }

  private async postPieces(id: string): Promise<void> {
    const open = await this.identity.uploads.open(id);
    if (!open) return;
    try {
      const refused = await this.judgeFirst(open);
      if (refused) await open.finishAll(this.holder, this.pieces.refuseAll(open, refused));
      else if (!(await this.postFrom(open, open.upload.nextPiece))) return;
      await this.identity.uploads.finish(id, this.holder);
      await this.announce(open.upload.centre);
    } finally {
      open.close();
    }
  }

  /**
   * False when this process was told to stop before all pieces were posted. One that was cancelled
   * ends before its next piece.
   */
  private async postFrom(open: OpenUpload, first: number): Promise<boolean> {
    const { centre, pieceCount } = open.upload;
    for (let number = first; number < pieceCount; number += 1) {
      if (this.stopping.signal.aborted) return false;
      if (await this.identity.uploads.isCancelled(open.upload.id)) return true;
      const result = await this.pieces.post(open, number);
      await open.finishPiece(number, this.holder, result);
      await this.announce(centre, result.position);
    }
    return true;
  }

  /** Once: what was begun is gone through, for part of it is posted. */
  private async judgeFirst(open: OpenUpload): Promise<RefusedRows | undefined> {
    const { state, nextPiece, cancelledAt } = open.upload;
    if (state !== 'waiting' || nextPiece > 0 || cancelledAt) return undefined;
    const refused = await this.pieces.judgeFirst(open);
    if (!refused) await this.identity.uploads.begin(open.upload.id, this.holder);
    return refused;
  }

  /** A hint for those who watch: what counts stands in the upload itself. */
  private async announce(centre: string, position = 0n): Promise<void> {
    await this.views.announce({ view: 'upload', centre, position }).catch(() => undefined);
  }

  private async purge(): Promise<void> {
    await this.identity.uploads.purge().catch(() => undefined);
  }
}
