/** What a store says, in the form in which a real one's answers are recorded: short and stable. */
import type {
  AppendExpectedRevision,
  AppendResult,
  EventData,
  EventStoreDBClient,
  ReadStreamOptions,
  ResolvedEvent,
} from '@eventstore/db-client';
import { gather } from './contract-context';

/** With what a question is asked; the way of appending is chosen already. */
export interface Asking {
  readonly client: EventStoreDBClient;
  readonly url: string;
  readonly wayOptions: Readonly<Record<string, unknown>>;
  readonly append: (
    stream: string,
    events: EventData[],
    expected?: AppendExpectedRevision,
  ) => Promise<string>;
  readonly revisions: (
    stream: string,
    options?: ReadStreamOptions,
  ) => Promise<readonly number[] | string>;
}

const TOLD_FIELDS = ['expectedVersion', 'actualVersion', 'maxAppendSize'] as const;

/** A failure in one line: its type, class, code and what else it tells; `stream` if it names it. */
export function failureLine(error: unknown): string {
  if (!(error instanceof Error) || !('type' in error)) throw error;
  const failure = error as unknown as Readonly<Record<string, unknown>>;
  const fields = TOLD_FIELDS.flatMap((field) =>
    failure[field] === undefined ? [] : [`${field} ${String(failure[field])}`],
  );
  const code = failure.code === undefined ? [] : [`code ${String(failure.code)}`];
  const named = failure.streamName === undefined ? [] : ['stream'];
  return [String(failure.type), error.constructor.name, ...code, ...named, ...fields].join(', ');
}

/** An append's answer in one line. */
export async function said(appending: Promise<AppendResult>): Promise<string> {
  try {
    const { success, nextExpectedRevision, position } = await appending;
    const outcome = success ? 'stands' : 'not appended';
    return `${outcome}, next ${nextExpectedRevision}, ${position ? 'a' : 'no'} position`;
  } catch (error) {
    return failureLine(error);
  }
}

/** The revisions that a reading gives, or its failure in one line. */
export async function read(
  reading: AsyncIterable<ResolvedEvent>,
): Promise<readonly number[] | string> {
  try {
    return (await gather(reading)).map(({ event }) => Number(event?.revision));
  } catch (error) {
    return failureLine(error);
  }
}
