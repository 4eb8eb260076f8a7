/**
 * Filters of `$all` by stream name or event type, by prefixes or by a regular expression.
 *
 * A filter is asked once per name, not once per event. Regular expressions come from outside and can
 * be made to run for ever: they are short, and they run under a time limit for every handful of
 * names; one that exceeds it ends its call.
 */
import { createContext, Script } from 'node:vm';
import type { EventIndex } from '../log/event-index';
import { lengthField, type MessageReader, numberField } from './message-reader';

export const REGEX_LENGTH_MAX = 1_024;
export const PREFIX_COUNT_MAX = 1_024;
/** For this many names at a time; an innocent expression needs microseconds for all of them. */
const NAMES_AT_ONCE_MAX = 1_024;
const REGEX_TIME_MAX_MS = 250;
const CHECKPOINT_EVERY_DEFAULT_COUNT = 32;

const UNASKED = 0;
const NO = 1;
const YES = 2;

export class FilterTooCostly extends Error {
  constructor() {
    super('The regular expression takes too long.');
  }
}

type MatchNames = (names: readonly string[]) => readonly boolean[];

const RUN = new Script('names.map((name) => expression.test(name))');

function matchByRegex(source: string): MatchNames {
  const context = createContext({ expression: new RegExp(source), names: [] });
  return (names) => {
    context.names = names;
    try {
      return RUN.runInContext(context, { timeout: REGEX_TIME_MAX_MS });
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'ERR_SCRIPT_EXECUTION_TIMEOUT') throw error;
      throw new FilterTooCostly();
    }
  };
}

function matchByPrefixes(prefixes: readonly string[]): MatchNames {
  return (names) => names.map((name) => prefixes.some((prefix) => name.startsWith(prefix)));
}

export class Filter {
  private answers = new Uint8Array(64);

  constructor(
    private readonly on: 'stream' | 'type',
    private readonly match: MatchNames,
    /** A reader is told how far it has come after this many events that were looked at. */
    readonly checkpointEveryCount: number,
  ) {}

  /** Throws `FilterTooCostly`. A lost event passes, so that its reader learns of the damage. */
  passes(index: EventIndex, position: number): boolean {
    const number =
      this.on === 'stream' ? index.streamNumberOf(position) : index.typeNumberOf(position);
    const keys = this.on === 'stream' ? index.streamKeys : index.typeKeys;
    if (number >= keys.length) return true;
    if ((this.answers[number] ?? UNASKED) === UNASKED) this.ask(keys, number);
    return this.answers[number] === YES;
  }

  /** Asks for a name and for those after it, as one call costs much more than one name. */
  private ask(keys: readonly string[], from: number): void {
    const until = Math.min(keys.length, from + NAMES_AT_ONCE_MAX);
    if (until > this.answers.length) {
      const larger = new Uint8Array(Math.max(until, this.answers.length * 2));
      larger.set(this.answers);
      this.answers = larger;
    }
    const names = keys.slice(from, until).map((key) => Buffer.from(key, 'latin1').toString('utf8'));
    this.match(names).forEach((matches, at) => {
      this.answers[from + at] = matches ? YES : NO;
    });
  }
}

export type ParsedFilter =
  | { readonly ok: true; readonly filter: Filter }
  | { readonly ok: false; readonly complaint: string };

/** `FilterOptions{1: stream names or 2: event types, 3: window or 4: none, 5: multiplier}`. */
const OPTIONS = {
  byStream: lengthField(1),
  byType: lengthField(2),
  window: numberField(3),
  noWindow: lengthField(4),
  multiplier: numberField(5),
};
const EXPRESSION = { regex: lengthField(1), prefix: lengthField(2) };

interface FilterOptions {
  readonly on: 'stream' | 'type';
  readonly expression: Expression | null;
  readonly checkpointEveryCount: number;
}

/** Nulls stand for what is no UTF-8. */
interface Expression {
  readonly regex: string | null;
  readonly prefixes: readonly (string | null)[];
}

/** Throws where the bytes are no message. */
export function parseFilter(reader: MessageReader): ParsedFilter {
  const { on, expression, checkpointEveryCount } = readOptions(reader);
  if (!expression) return { ok: false, complaint: 'The filter says nothing.' };
  const { regex } = expression;
  const prefixes = expression.prefixes.filter((prefix) => prefix !== null);
  if (regex === null || prefixes.length < expression.prefixes.length) {
    return { ok: false, complaint: 'The filter is no UTF-8.' };
  }
  if (prefixes.length > PREFIX_COUNT_MAX || regex.length > REGEX_LENGTH_MAX) {
    return { ok: false, complaint: 'The filter is too long.' };
  }
  try {
    const match = regex ? matchByRegex(regex) : matchByPrefixes(prefixes);
    return { ok: true, filter: new Filter(on, match, checkpointEveryCount) };
  } catch (error) {
    return { ok: false, complaint: `The regular expression is none: ${String(error)}` };
  }
}

function readOptions(reader: MessageReader): FilterOptions {
  let on: FilterOptions['on'] = 'type';
  let expression: Expression | null = null;
  let window = CHECKPOINT_EVERY_DEFAULT_COUNT;
  let multiplier = 1;
  for (let tag = reader.next(); tag !== 0; tag = reader.next()) {
    if (tag === OPTIONS.byStream || tag === OPTIONS.byType) {
      on = tag === OPTIONS.byStream ? 'stream' : 'type';
      expression = readExpression(reader.message());
    } else if (tag === OPTIONS.window) window = reader.unsigned32();
    else if (tag === OPTIONS.multiplier) multiplier = reader.unsigned32();
    else {
      if (tag === OPTIONS.noWindow) window = CHECKPOINT_EVERY_DEFAULT_COUNT;
      reader.skip();
    }
  }
  const checkpointEveryCount = Math.max(1, window) * Math.max(1, multiplier);
  return { on, expression, checkpointEveryCount };
}

function readExpression(reader: MessageReader): Expression {
  let regex: string | null = '';
  const prefixes: (string | null)[] = [];
  for (let tag = reader.next(); tag !== 0; tag = reader.next()) {
    if (tag === EXPRESSION.regex) regex = reader.text();
    else if (tag === EXPRESSION.prefix) prefixes.push(reader.text());
    else reader.skip();
  }
  return { regex, prefixes };
}
