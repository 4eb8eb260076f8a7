/** `liushui trace <serial>`: where a serial is and has been, from the events alone. */
import { type AsOf, type Finding, type Trace, type TraceStep, trace } from '#audit';
import { formatSerial, parseSerial, type RecordedEvent, type Serial } from '#domain';
import { formatTable, spoken } from '#terminal';
import { type ExitCode, WrongUse } from './exit-codes';
import { findEventStore } from './find-system';
import { type PastTimeOptions, pastTime, timeText, toldTime } from './past-time';
import { Report, reading, type Surroundings, withLog } from './surroundings';

export async function runTrace(
  text: string,
  options: PastTimeOptions,
  around: Surroundings,
): Promise<ExitCode> {
  const serial = serialGiven(text);
  const time = pastTime(options);
  const report = new Report(around);
  const names = new CentreNames();
  const found = await withLog(findEventStore(around.env), (log) =>
    reading(log, around, (events, step) => {
      const onEvent = (event: RecordedEvent) => {
        names.follow(event);
        step();
      };
      return trace(events, serial, { ...time, report: report.add, onEvent });
    }),
  );
  const name = formatSerial(serial.series, serial.ordinal);
  const isNow = time.asOf === undefined && time.asOfRecorded === undefined;
  if (found.account === undefined && isNow) report.add(unregistered(name, found.steps));
  report.print(
    { serial: name, ...toldTime(time), ...found },
    describe(name, found, { time, names, around }),
  );
  return report.exitCode;
}

/** Throws WrongUse for what is no serial. */
export function serialGiven(text: string): Serial {
  const serial = parseSerial(text);
  if (serial) return serial;
  throw new WrongUse(
    `"${text}" is no serial: up to 6 capital letters and 6 to 12 digits, as printed (N1)`,
  );
}

/** A blank in somebody's hands that is not registered, or no longer, is what an auditor looks for. */
function unregistered(serial: string, steps: readonly TraceStep[]): Finding {
  const reversed = steps.at(-1);
  const registered = steps.findLast(({ from }) => from === 'origin');
  if (!registered || reversed?.to !== 'origin') {
    return { severity: 'error', check: 'never-registered', events: [], params: { serial } };
  }
  const { occurredOn: reversedOn, actor, approvedBy } = reversed;
  const by = { user: actor, ...(approvedBy === undefined ? {} : { approvedBy }) };
  return {
    severity: 'error',
    check: 'registration-reversed',
    events: [registered.event, reversed.event],
    params: { serial, registeredOn: registered.occurredOn, reversedOn, ...by },
  };
}

interface Told {
  readonly time: AsOf;
  readonly names: CentreNames;
  readonly around: Surroundings;
}

function describe(serial: string, found: Trace, { time, names, around }: Told): string[] {
  const { account, level, edition, certificateNumber, steps, eventCount, position } = found;
  const { language } = around;
  const read = `${eventCount} events, position ${position}${timeText(time, around)}`;
  const [last] = steps.slice(-1);
  if (!last) {
    const phrase = { en: 'not registered', zh: '未登记' };
    return [`${serial}: ${spoken(phrase, language)} (${read})`];
  }
  const reversed = {
    en: `registration reversed on ${last.occurredOn}`,
    zh: `已于 ${last.occurredOn} 撤销登记`,
  };
  const number = certificateNumber ? `, ${certificateNumber}` : '';
  const design = spoken(
    { en: `level ${level}, edition ${edition}`, zh: `${level} 级，${edition}` },
    language,
  );
  const heading = language === 'zh' ? chineseHeading : englishHeading;
  const rows = steps.map(({ occurredOn, event, from, to, reference }) => [
    occurredOn,
    event.type,
    from,
    to,
    names.of(to),
    reference ?? '',
    `${event.stream}@${event.revision}`,
  ]);
  return [
    `${serial}: ${account === undefined ? spoken(reversed, language) : `${account} ${names.of(account)}`} (${design}${number})`,
    ...formatTable(heading, rows),
    `(${read})`,
  ];
}

const englishHeading = ['day', 'event', 'from', 'to', 'centre', 'paper', 'recorded as'];
const chineseHeading = ['日期', '事件', '转出', '转入', '中心', '凭据', '记录于'];

/** Names of centres, learned on the way. */
class CentreNames {
  private readonly names = new Map<string, string>();

  follow(event: RecordedEvent): void {
    if (event.type === 'CentreRegistered') this.names.set(event.data.code, event.data.name);
  }

  /** Of an account as text; empty for the origin. */
  of(account: string): string {
    return this.names.get(/@([0-9]{8})/.exec(account)?.[1] ?? '') ?? '';
  }
}
