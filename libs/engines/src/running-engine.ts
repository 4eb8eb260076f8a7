/** How an engine ended: by itself or because it was told to. */
export interface EngineExit {
  /** Undefined for an adopted process, whose code only its parent learns. */
  readonly code?: number | null;
  readonly signal?: NodeJS.Signals | null;
  /** The last lines that it wrote, for a message to a person. */
  readonly lastLines: string;
}

export interface RunningEngine {
  readonly url: string;
  readonly port: number;
  readonly pid: number;
  /** Settles when the process is gone, whatever the reason; never rejects. */
  readonly exited: Promise<EngineExit>;
  /** Stops it cleanly, then by force; settles when it is gone. At most STOP_MS_MAX milliseconds. */
  stop(): Promise<void>;
}

/** The supervisor owes its caller an end within ten seconds; engines get less than half of it. */
export const STOP_MS_MAX = 4_500;

const TAIL_CHARS_MAX = 4_000;

/** Keeps the end of what a process wrote, bounded. */
export class OutputTail {
  private text = '';

  add(chunk: string): void {
    this.text = (this.text + chunk).slice(-TAIL_CHARS_MAX);
  }

  toString(): string {
    return this.text.trim();
  }
}

/** An engine could not be started; the message says why in a sentence for the person in front. */
export class EngineStartError extends Error {
  override readonly name = 'EngineStartError';
}
