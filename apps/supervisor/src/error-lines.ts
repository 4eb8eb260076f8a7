/** From this level on a line of our programs' JSON log is shown to the person in front. */
const ERROR_LEVEL = 50;
const SHOWN_PER_MINUTE_MAX = 6;
const MINUTE_MS = 60_000;
const MESSAGE_CHARS_MAX = 300;
const PARTIAL_LINE_CHARS_MAX = 100_000;

/** Picks the errors out of a program's log, at most a few a minute; the log file has them all. */
export class ErrorLines {
  private partial = '';
  private shownAtMs: number[] = [];

  constructor(private readonly show: (message: string) => void) {}

  add(chunk: string, nowMs: number = performance.now()): void {
    const lines = (this.partial + chunk).split('\n');
    this.partial = (lines.pop() ?? '').slice(-PARTIAL_LINE_CHARS_MAX);
    for (const line of lines) {
      const message = errorMessage(line);
      if (message !== undefined && this.mayShow(nowMs)) this.show(message);
    }
  }

  private mayShow(nowMs: number): boolean {
    this.shownAtMs = this.shownAtMs.filter((at) => nowMs - at < MINUTE_MS);
    if (this.shownAtMs.length >= SHOWN_PER_MINUTE_MAX) return false;
    this.shownAtMs.push(nowMs);
    return true;
  }
}

function errorMessage(line: string): string | undefined {
  if (!line.startsWith('{')) return undefined;
  try {
    const { level, msg, err } = JSON.parse(line);
    if (typeof level !== 'number' || level < ERROR_LEVEL) return undefined;
    return String(msg || err?.message || line).slice(0, MESSAGE_CHARS_MAX);
  } catch {
    return undefined;
  }
}
