import { ReadReq } from '@eventstore/db-client/generated/streams_pb';
import fc from 'fast-check';
import { EventIndex } from '../log/event-index';
import { parseFilter } from './filter';
import { MessageReader } from './message-reader';
import { AllRoute, type Step, StreamRoute } from './route';

/** Events of stream `a` and `b`, as the letters say. */
function indexOf(letters: string): EventIndex {
  const index = new EventIndex();
  const type = index.enterType('T');
  for (const letter of letters) {
    const stream = index.enterStream(letter);
    const position = index.lastPosition + 1;
    index.add({ position, revision: index.lastRevision(letter) + 1, offset: 1, stream, type });
  }
  return index;
}

function filterFor(prefix: string, everyCount: number) {
  const expression = new ReadReq.Options.FilterOptions.Expression();
  expression.setPrefixList([prefix]);
  const options = new ReadReq.Options.FilterOptions();
  options.setStreamIdentifier(expression);
  options.setMax(everyCount);
  const parsed = parseFilter(new MessageReader(Buffer.from(options.serializeBinary())));
  if (!parsed.ok) throw new Error(parsed.complaint);
  return parsed.filter;
}

function brief(steps: readonly Step[]): Array<number | string> {
  return steps.map(({ kind, position }) => (kind === 'event' ? position : `at ${position}`));
}

describe('the way through a stream', () => {
  it('goes forwards as far as there is, and on when there is more', () => {
    const index = indexOf('abab');
    const route = new StreamRoute(index, 'a', 0, 'forwards');
    expect(brief(route.next(10))).toEqual([1, 3]);
    expect([route.atEnd, route.next(10)]).toEqual([true, []]);
    index.add({ position: 5, revision: 2, offset: 1, stream: 0, type: 0 });
    expect(brief(route.next(10))).toEqual([5]);
  });

  it('goes backwards to the first event, in parts', () => {
    const route = new StreamRoute(indexOf('aaa'), 'a', 2, 'backwards');
    expect([brief(route.next(2)), brief(route.next(2)), route.atEnd]).toEqual([[3, 2], [1], true]);
  });

  it('waits for a stream that is not there', () => {
    const index = indexOf('b');
    const route = new StreamRoute(index, 'a', 0, 'forwards');
    expect(route.next(10)).toEqual([]);
    const stream = index.enterStream('a');
    index.add({ position: 2, revision: 0, offset: 1, stream, type: 0 });
    expect(brief(route.next(10))).toEqual([2]);
  });
});

describe('the way through $all', () => {
  it('tells how far it has come, every so many events and once on going live', () => {
    const index = indexOf('abbbb');
    const route = new AllRoute(index, 1, 'forwards', filterFor('a', 2), true);
    expect(brief(route.next(10))).toEqual([1, 'at 2', 'at 4']);
    expect(route.checkpoint()).toEqual({ kind: 'checkpoint', position: 5 });
    expect(route.checkpoint()).toBeNull();
    const stream = index.enterStream('b');
    index.add({ position: 6, revision: 4, offset: 1, stream, type: 0 });
    expect(brief(route.next(10))).toEqual(['at 6']);
    expect(route.checkpoint()).toBeNull();
  });

  it('says nothing of the sort without a filter', () => {
    const route = new AllRoute(indexOf('ab'), 1, 'forwards', null, false);
    expect([brief(route.next(10)), route.checkpoint()]).toEqual([[1, 2], null]);
  });

  it('finds the same events in parts of any size, in either direction', () => {
    const letters = fc.string({ unit: fc.constantFrom('a', 'b'), maxLength: 60 });
    fc.assert(
      fc.property(letters, fc.integer({ min: 1, max: 7 }), fc.boolean(), (text, part, back) => {
        const index = indexOf(text);
        const direction = back ? 'backwards' : 'forwards';
        const from = back ? text.length : 1;
        const route = new AllRoute(index, from, direction, filterFor('a', 32), false);
        const found: Array<number | string> = [];
        while (!route.atEnd) found.push(...brief(route.next(part)));
        const wanted = [...text].flatMap((letter, at) => (letter === 'a' ? [at + 1] : []));
        expect(found).toEqual(back ? wanted.reverse() : wanted);
      }),
    );
  });
});
