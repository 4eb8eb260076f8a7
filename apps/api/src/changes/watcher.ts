import type { Response } from 'express';
import type { Change } from '#read-model';

/** Bytes that may wait for a client that reads slowly. */
export const bufferedBytesMax = 64 * 1024;
/** How long a client that was sent away may take to read the last of it. */
const farewellMs = 5_000;

/** Whether someone may see a change, asked anew for each. */
export type MaySee = (change: Change) => Promise<boolean>;

/** One client that is told of changes, as server-sent events. */
export class Watcher {
  private readonly ends: (() => void)[] = [];
  private isOver = false;
  /** Whether it has been told where it stands: news before that come with the welcome. */
  hasBegun = false;

  constructor(
    readonly userId: string,
    private readonly response: Response,
    private readonly maySee: MaySee,
  ) {
    response.once('close', () => this.over());
    // A connection that breaks is over; there is nobody to tell.
    response.on('error', () => this.over());
  }

  onEnd(act: () => void): void {
    if (this.isOver) act();
    else this.ends.push(act);
  }

  /** The id stands for everything before it, also for what the client may not see. */
  begin(id: string): void {
    this.hasBegun = true;
    this.write(`id: ${id}\n: from here on\n\n`);
  }

  async tell(change: Change, id: string): Promise<void> {
    if (this.isOver) return;
    if (change.view === 'everything') {
      this.reset(id);
    } else if (await this.maySee(change)) {
      const { view, centre = null, position } = change;
      const data = JSON.stringify({ view, centre, position: String(position) });
      this.write(`id: ${id}\nevent: change\ndata: ${data}\n\n`);
    }
  }

  /** What it has may differ anywhere from what is there now. */
  reset(id: string): void {
    this.write(`id: ${id}\nevent: reset\ndata: {}\n\n`);
  }

  beat(): void {
    this.write(': still here\n\n');
  }

  /** Sends the client away; it may come back with the last id it has. */
  end(): void {
    if (this.isOver) return;
    this.over();
    this.response.end();
    setTimeout(() => this.response.destroy(), farewellMs).unref();
  }

  /** Watches no more. Who was told nothing yet is left to whoever answers with what went wrong. */
  leave(): void {
    if (this.response.headersSent) this.end();
    else this.over();
  }

  private write(text: string): void {
    if (this.isOver) return;
    this.response.write(text);
    if (this.response.writableLength <= bufferedBytesMax) return;
    // Without an id: whoever reads this far starts from nothing.
    this.response.write('id: \nevent: reset\ndata: {}\n\n');
    this.end();
  }

  private over(): void {
    if (this.isOver) return;
    this.isOver = true;
    for (const act of this.ends.splice(0)) act();
  }
}
