/** How far long work has come: a bar on a terminal, a line every few seconds elsewhere. */
import { Presets, SingleBar } from 'cli-progress';

export interface Output {
  readonly isTTY?: boolean;
  write(text: string): unknown;
}

export interface ProgressUnit {
  /** Such as `Replaying`. */
  readonly title: string;
  /** What is counted, such as `events`. */
  readonly unit: string;
}

const linePauseMs = 5_000;

export class Progress {
  private bar: SingleBar | undefined;
  private done = 0;
  private total: number | undefined;
  private saidAtMs = performance.now();

  constructor(
    private readonly output: Output,
    private readonly what: ProgressUnit,
  ) {}

  /** Without a total only what was done is shown. */
  begin(total?: number): void {
    this.total = total;
    this.saidAtMs = performance.now();
    if (!this.output.isTTY) return;
    const counted = total === undefined ? '{value}' : '{bar} {percentage}% · {value}/{total}';
    const left = total === undefined ? '' : ' · {eta_formatted}';
    this.bar = new SingleBar(
      {
        format: `  ${this.what.title} ${counted} ${this.what.unit}${left}`,
        stream: this.output as NodeJS.WritableStream,
        // A person who interrupts the work keeps their cursor and their lines as they were.
        hideCursor: false,
        linewrap: true,
        clearOnComplete: true,
        barsize: 30,
      },
      Presets.shades_classic,
    );
    this.bar.start(total ?? 0, 0);
  }

  step(count = 1): void {
    this.done += count;
    if (this.bar) this.bar.update(this.done);
    else this.sayNowAndThen();
  }

  /** As `step`, for work that counts by itself. */
  reach(done: number, total?: number): void {
    this.done = done;
    if (total !== undefined) this.total = total;
    if (this.bar && total !== undefined) this.bar.setTotal(total);
    if (this.bar) this.bar.update(done);
    else this.sayNowAndThen();
  }

  /** Leaves nothing of the bar behind. */
  end(): void {
    this.bar?.stop();
    this.bar = undefined;
  }

  private sayNowAndThen(): void {
    const now = performance.now();
    if (now - this.saidAtMs < linePauseMs) return;
    this.saidAtMs = now;
    const { title, unit } = this.what;
    const of = this.total === undefined ? '' : `/${this.total}`;
    this.output.write(`  ${title}: ${this.done}${of} ${unit}\n`);
  }
}
