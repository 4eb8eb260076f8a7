/** What a command is given besides its arguments, and what all commands do with it. */
import type { Finding } from '#audit';
import type { RecordedEvent } from '#domain';
import { EventLog } from '#event-log';
import {
  type Language,
  type Output,
  type Phrase,
  Progress,
  printable,
  printableLines,
  spoken,
} from '#terminal';
import { type ExitCode, exitCodes } from './exit-codes';
import { findingText } from './finding-text';

export interface Surroundings {
  readonly stdout: Output;
  /** Progress and explanations: whoever reads the result reads stdout alone. */
  readonly stderr: Output;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly language: Language;
  readonly json: boolean;
}

/** Gathers findings and, at the end, prints them with the result. */
export class Report {
  readonly findings: Finding[] = [];

  constructor(readonly around: Surroundings) {}

  readonly add = (finding: Finding): void => {
    this.findings.push(finding);
  };

  get exitCode(): ExitCode {
    return this.findings.length === 0 ? exitCodes.inOrder : exitCodes.findings;
  }

  /** What stands in events steers no terminal. `lines` for people; `result` and the findings as one JSON document with `--json`. */
  print(result: object, lines: readonly string[]): void {
    const { stdout, json, language } = this.around;
    if (json) {
      const whole = { ...result, findings: this.findings };
      stdout.write(`${printableLines(JSON.stringify(whole, bigintAsText, 2))}\n`);
      return;
    }
    const found = this.findings.map((finding) => findingText(finding, language));
    for (const line of [...lines, ...found]) stdout.write(`${printable(line)}\n`);
    const count = this.findings.length;
    const verdict =
      count === 0 ? inOrder : { en: `${count} findings.`, zh: `发现 ${count} 处问题。` };
    stdout.write(`${spoken(verdict, language)}\n`);
  }
}

const inOrder: Phrase = { en: 'No findings.', zh: '未发现问题。' };

export const bigintAsText = (_: string, value: unknown): unknown =>
  typeof value === 'bigint' ? String(value) : value;

/** A result without findings: lines for people, one JSON document with `--json`. */
export function say(
  { stdout, json, language }: Surroundings,
  result: object,
  lines: readonly Phrase[],
): void {
  const text = json
    ? printableLines(JSON.stringify(result, bigintAsText, 2))
    : lines.map((line) => printable(spoken(line, language))).join('\n');
  stdout.write(`${text}\n`);
}

/** Opens the log for one command and closes it afterwards, whatever happens. */
export async function withLog<Result>(
  url: string,
  use: (log: EventLog) => Promise<Result>,
): Promise<Result> {
  const log = EventLog.connect(url);
  try {
    return await use(log);
  } finally {
    await log.dispose();
  }
}

/** Reads the whole log while the person sees how far it is. */
export async function reading<Result>(
  log: Pick<EventLog, 'scan'>,
  { stderr, language }: Surroundings,
  use: (events: AsyncIterable<RecordedEvent>, onEvent: () => void) => Promise<Result>,
): Promise<Result> {
  const title = spoken({ en: 'Reading the log', zh: '读取日志' }, language);
  const unit = spoken({ en: 'events', zh: '条事件' }, language);
  const progress = new Progress(stderr, { title, unit });
  progress.begin();
  try {
    return await use(log.scan({ holders: false }), () => progress.step());
  } finally {
    progress.end();
  }
}
