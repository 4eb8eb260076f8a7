/** `liushui export epcis`: custody as EPCIS 2.0, of one serial or of a period. */
import { epcisDocument, epcisOfPeriod, epcisOutlook, trace } from '#audit';
import { formatSerial, type RecordedEvent } from '#domain';
import { spoken } from '#terminal';
import { type ExitCode, exitCodes, NotInOrder, WrongUse } from './exit-codes';
import { writeText } from './export-command';
import { findEventStore } from './find-system';
import { findingText } from './finding-text';
import { centreGiven, daysOf, type PeriodOptions } from './statement-command';
import { Report, reading, type Surroundings, say, withLog } from './surroundings';
import { serialGiven } from './trace-command';
import { writeWhole } from './whole-file';

export interface EpcisOptions extends PeriodOptions {
  readonly centre?: string;
}

/** `SERIAL FILE`, or `FILE` alone with a period. */
export function runExportEpcis(
  names: readonly string[],
  { centre, ...period }: EpcisOptions,
  around: Surroundings,
): Promise<ExitCode> {
  const isOfPeriod = Object.values(period).some((option) => option !== undefined);
  if (!isOfPeriod && centre === undefined && names.length === 2) {
    return exportSerial(names[0], names[1], around);
  }
  if (!isOfPeriod || names.length !== 1) {
    throw new WrongUse(
      'export epcis takes SERIAL FILE, or --from DAY --to DAY [--centre CODE] FILE',
    );
  }
  return exportPeriod(names[0], { centre, ...period }, around);
}

async function exportPeriod(
  path: string,
  options: EpcisOptions,
  around: Surroundings,
): Promise<ExitCode> {
  const { centre } = options;
  const scope = { days: daysOf(options), centre: centre && centreGiven(centre) };
  const { result, sum } = await writeWhole(path, (sink) =>
    withLog(findEventStore(around.env), async (log) => {
      const outlook = await reading(log, around, (events, step) =>
        epcisOutlook(stepping(events, step), scope),
      );
      if (!outlook.isKnown) throw new WrongUse(`no centre ${centre} was ever registered`);
      await reading(log, around, (events, step) =>
        writeText(epcisOfPeriod(stepping(events, step), scope, outlook, new Date()), sink),
      );
      return outlook;
    }),
  );
  const { stepCount, eventCount, position } = result;
  const { from, to } = scope.days;
  const told = { file: path, from, to, centre: centre ?? null, stepCount, eventCount, position };
  say(around, { ...told, ...sum }, [
    {
      en: `${stepCount} movements from ${from} to ${to} are in ${path} (${sum.sizeBytes} bytes; ${eventCount} events read, up to position ${position}).`,
      zh: `已将 ${from} 至 ${to} 的 ${stepCount} 次流转导出到 ${path}（${sum.sizeBytes} 字节；读取 ${eventCount} 条事件，至位置 ${position}）。`,
    },
  ]);
  return exitCodes.inOrder;
}

async function* stepping(
  events: AsyncIterable<RecordedEvent>,
  step: () => void,
): AsyncGenerator<RecordedEvent> {
  for await (const event of events) {
    step();
    yield event;
  }
}

/** Findings about the serial do not stop the document; they end the command with 1. */
async function exportSerial(text: string, path: string, around: Surroundings): Promise<ExitCode> {
  const serial = serialGiven(text);
  const name = formatSerial(serial.series, serial.ordinal);
  const report = new Report(around);
  const { result } = await writeWhole(path, async (sink) => {
    const found = await withLog(findEventStore(around.env), (log) =>
      reading(log, around, (events, onEvent) =>
        trace(events, serial, { report: report.add, onEvent }),
      ),
    );
    const steps = found.steps.map(({ event, recordedAt, ...step }) => ({
      ...step,
      type: event.type,
      recordedAt: new Date(recordedAt),
    }));
    if (steps.length === 0) throw new NotInOrder('never-registered', neverRegistered(name, around));
    const document = epcisDocument(name, steps, new Date());
    await sink(Buffer.from(`${JSON.stringify(document, null, 2)}\n`));
    return found;
  });
  const { steps, eventCount, position } = result;
  const told = { file: path, serial: name, stepCount: steps.length, eventCount, position };
  const said = {
    en: `The ${steps.length} movements of ${name} are in ${path}.`,
    zh: `${name} 的 ${steps.length} 次流转已导出到 ${path}。`,
  };
  report.print(told, [spoken(said, around.language)]);
  return report.exitCode;
}

const neverRegistered = (serial: string, { language }: Surroundings): string =>
  findingText(
    { severity: 'error', check: 'never-registered', events: [], params: { serial } },
    language,
  );
