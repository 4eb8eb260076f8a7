/**
 * The sending side of a `Read` call. It writes no more than the client takes: where the transport is
 * full it waits, so that a reader that has stalled costs one reading's buffer and nothing more.
 */

import type { ServerWritableStream } from '@grpc/grpc-js';
import type { CallFailure } from './failure';

export type ReadCall = ServerWritableStream<Buffer, Buffer>;

export class Outlet {
  private wake: (() => void) | null = null;
  private over = false;

  constructor(private readonly call: ReadCall) {
    call.on('drain', () => this.rouse());
    for (const ending of ['cancelled', 'close', 'error'] as const) {
      call.on(ending, () => {
        this.over = true;
        this.rouse();
      });
    }
  }

  /** True when nothing can be sent any more. */
  get isOver(): boolean {
    return this.over || this.call.cancelled;
  }

  /** True if there is room for more; otherwise wait with `drained`. */
  write(bytes: Buffer): boolean {
    return this.isOver || this.call.write(bytes);
  }

  /** Commits rouse a waiting call, too: only the transport says when there is room. */
  async drained(): Promise<void> {
    while (!this.isOver && this.call.writableNeedDrain) await this.pause();
  }

  /** Waits for `rouse`, or for the end of the call. */
  async pause(): Promise<void> {
    if (this.isOver) return;
    await new Promise<void>((resolve) => {
      this.wake = resolve;
    });
  }

  rouse(): void {
    const { wake } = this;
    this.wake = null;
    wake?.();
  }

  end(): void {
    if (!this.isOver) this.call.end();
  }

  fail(failure: CallFailure): void {
    if (!this.isOver) this.call.emit('error', failure);
  }
}
