import { ReadReq } from '@eventstore/db-client/generated/streams_pb';
import { EventIndex } from '../log/event-index';
import { FilterTooCostly, PREFIX_COUNT_MAX, parseFilter, REGEX_LENGTH_MAX } from './filter';
import { MessageReader } from './message-reader';

interface Given {
  readonly on: 'stream' | 'type';
  readonly regex?: string;
  readonly prefixes?: string[];
  readonly window?: number;
  readonly multiplier?: number;
}

function optionsFor(given: Given): MessageReader {
  const expression = new ReadReq.Options.FilterOptions.Expression();
  if (given.regex !== undefined) expression.setRegex(given.regex);
  if (given.prefixes) expression.setPrefixList(given.prefixes);
  const options = new ReadReq.Options.FilterOptions();
  if (given.on === 'stream') options.setStreamIdentifier(expression);
  else options.setEventType(expression);
  if (given.window !== undefined) options.setMax(given.window);
  if (given.multiplier !== undefined) options.setCheckpointintervalmultiplier(given.multiplier);
  return new MessageReader(Buffer.from(options.serializeBinary()));
}

/** One event in each of these streams, all of types named after them. */
function indexOf(streams: readonly string[]): EventIndex {
  const index = new EventIndex();
  for (const name of streams) {
    const key = Buffer.from(name).toString('latin1');
    const position = index.lastPosition + 1;
    const stream = index.enterStream(key);
    const type = index.enterType(`T-${key}`);
    index.add({ position, revision: 0, offset: 128, stream, type });
  }
  return index;
}

function passing(given: Given, streams: readonly string[]): string[] {
  const parsed = parseFilter(optionsFor(given));
  if (!parsed.ok) throw new Error(parsed.complaint);
  const index = indexOf(streams);
  return streams.filter((_, at) => parsed.filter.passes(index, at + 1));
}

describe('a filter', () => {
  const streams = ['book-1', 'book-2', 'centres', '中心-1', '$log'];

  it.each<[Given, string[]]>([
    [{ on: 'stream', prefixes: ['book-'] }, ['book-1', 'book-2']],
    [{ on: 'stream', prefixes: ['centres', '中心'] }, ['centres', '中心-1']],
    [{ on: 'stream', prefixes: [] }, []],
    [{ on: 'stream', regex: '-1$' }, ['book-1', '中心-1']],
    [{ on: 'stream', regex: '^[^$].*' }, ['book-1', 'book-2', 'centres', '中心-1']],
    [{ on: 'stream', regex: '^(?!book|\\$)' }, ['centres', '中心-1']],
    [{ on: 'type', prefixes: ['T-book-1'] }, ['book-1']],
    [{ on: 'type', regex: '中' }, ['中心-1']],
  ])('%j lets these through', (given, expected) => {
    expect(passing(given, streams)).toEqual(expected);
  });

  it('keeps up with names that come later', () => {
    const parsed = parseFilter(optionsFor({ on: 'stream', prefixes: ['late'] }));
    if (!parsed.ok) throw new Error(parsed.complaint);
    const index = indexOf(Array.from({ length: 3_000 }, (_, number) => `early-${number}`));
    expect(parsed.filter.passes(index, 2_999)).toBe(false);
    const stream = index.enterStream('late-1');
    index.add({ position: 3_001, revision: 0, offset: 1, stream, type: 0 });
    expect(parsed.filter.passes(index, 3_001)).toBe(true);
  });

  it('lets a lost event through, so that its reader learns of it', () => {
    const parsed = parseFilter(optionsFor({ on: 'stream', prefixes: ['book'] }));
    if (!parsed.ok) throw new Error(parsed.complaint);
    const index = indexOf(['centres']);
    index.addLostUpTo(2);
    expect(parsed.filter.passes(index, 2)).toBe(true);
  });

  it('ends where an expression takes too long', () => {
    const given = { on: 'stream', regex: '^(a+)+$' } as const;
    expect(() => passing(given, [`${'a'.repeat(50)}!`])).toThrow(FilterTooCostly);
  });

  it.each<[string, Given]>([
    ['no expression', { on: 'stream', regex: '(' }],
    ['too long an expression', { on: 'stream', regex: 'a'.repeat(REGEX_LENGTH_MAX + 1) }],
    ['too many prefixes', { on: 'type', prefixes: Array(PREFIX_COUNT_MAX + 1).fill('a') }],
  ])('is refused with %s', (_name, given) => {
    expect(parseFilter(optionsFor(given)).ok).toBe(false);
  });

  it.each<[Given, number]>([
    [{ on: 'stream', prefixes: ['a'] }, 32],
    [{ on: 'stream', prefixes: ['a'], multiplier: 3 }, 96],
    [{ on: 'stream', prefixes: ['a'], window: 10, multiplier: 2 }, 20],
    [{ on: 'stream', prefixes: ['a'], window: 0, multiplier: 0 }, 1],
  ])('%j has a checkpoint every so many events', (given, count) => {
    const parsed = parseFilter(optionsFor(given));
    expect(parsed.ok && parsed.filter.checkpointEveryCount).toBe(count);
  });
});
