import { type Decision, decide, type ExpectedRevision, type StreamView } from './decision';

/** A stream that holds these ids, of which the recent ones are known by id. */
function holding(ids: readonly string[], recent: readonly string[] = ids): StreamView {
  return {
    lastRevision: ids.length - 1,
    idAt: (revision) => ids[revision] ?? null,
    recentRevisionOf: (id) => (recent.includes(id) ? ids.lastIndexOf(id) : undefined),
  };
}

const APPEND: Decision = { kind: 'append' };
const stands = (lastRevision: number): Decision => ({ kind: 'stands', lastRevision });
const wrong = (lastRevision: number): Decision => ({ kind: 'wrongRevision', lastRevision });

describe('the decision on an append', () => {
  const cases: Array<[string, string[], ExpectedRevision, string[], Decision]> = [
    ['new stream, no_stream', [], 'no_stream', ['x'], APPEND],
    ['new stream, any', [], 'any', ['x'], APPEND],
    ['new stream, stream_exists', [], 'stream_exists', ['x'], wrong(-1)],
    ['new stream, revision 0', [], 0n, ['x'], wrong(-1)],
    ['existing, no_stream', ['a'], 'no_stream', ['x'], wrong(0)],
    ['existing, right revision', ['a', 'b'], 1n, ['x'], APPEND],
    ['existing, too low', ['a', 'b', 'c'], 1n, ['x'], wrong(2)],
    ['existing, too high', ['a', 'b', 'c'], 7n, ['x'], wrong(2)],
    ['far beyond all numbers', ['a'], 0xffff_ffff_ffff_ffffn, ['x'], wrong(0)],
    ['same ids, no_stream', ['a', 'b'], 'no_stream', ['a', 'b'], stands(1)],
    ['same ids after more, no_stream', ['a', 'b', 'c'], 'no_stream', ['a', 'b'], stands(1)],
    ['same ids, exact', ['a', 'b', 'c'], 0n, ['b', 'c'], stands(2)],
    ['half the ids, no_stream', ['a', 'b'], 'no_stream', ['a'], stands(0)],
    ['second id only, no_stream', ['a', 'b'], 'no_stream', ['b'], wrong(1)],
    ['old then new, no_stream', ['a', 'b'], 'no_stream', ['a', 'b', 'x'], wrong(1)],
    ['same ids, any', ['a', 'b'], 'any', ['a', 'b'], stands(1)],
    ['same ids after more, any', ['a', 'b', 'c'], 'any', ['a', 'b'], stands(1)],
    ['same ids, stream_exists', ['a', 'b'], 'stream_exists', ['a', 'b'], stands(1)],
    ['old then new, any', ['a', 'b'], 'any', ['a', 'x'], wrong(1)],
    ['new then old, any', ['a', 'b'], 'any', ['x', 'a'], APPEND],
    ['nothing, new stream', [], 'no_stream', [], stands(-1)],
    ['nothing, existing, any', ['a', 'b'], 'any', [], stands(1)],
    ['nothing, existing, right', ['a', 'b'], 1n, [], stands(1)],
    ['nothing, existing, wrong', ['a', 'b'], 0n, [], wrong(1)],
  ];

  it.each(cases)('%s', (_name, ids, expected, given, decision) => {
    expect(decide(holding(ids), expected, given)).toEqual(decision);
  });

  it('takes an id that is no longer among the recent ones for new', () => {
    expect(decide(holding(['a', 'b'], ['b']), 'any', ['a'])).toEqual(APPEND);
  });

  it('does not take a damaged event for the one that comes again', () => {
    const damaged = { ...holding(['a', 'b']), idAt: () => null };
    expect(decide(damaged, 'no_stream', ['a'])).toEqual(wrong(1));
  });
});
