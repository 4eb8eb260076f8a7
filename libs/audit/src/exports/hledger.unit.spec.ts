import type { RecordedEvent } from '#domain';
import { stocked } from '#testing';
import { stream } from '../../test/story';
import { hledgerJournal } from './hledger';

async function journalOf(log: readonly RecordedEvent[]): Promise<string> {
  let journal = '';
  for await (const piece of hledgerJournal(stream(log))) journal += piece;
  return journal;
}

const isPosting = (line: string): boolean => /^ {4}[^ ;]/.test(line);

/** The log with another text for each dispatch's consignment, or for the name of its stream. */
function forged(part: 'consignment' | 'stream', text: string): RecordedEvent[] {
  return stocked().log.map((event): RecordedEvent => {
    if (event.type !== 'BlanksDispatched') return event;
    if (part === 'stream') return { ...event, stream: text };
    return { ...event, data: { ...event.data, consignment: text } };
  });
}

describe('the journal for hledger', () => {
  it.each(['consignment', 'stream'] as const)('has no posting that a %s writes', async (part) => {
    const honest = (await journalOf(stocked().log)).split('\n').filter(isPosting);
    const written =
      'book-52000000-1  0 "5 e"\n    stock:52000000  5 "5 e" ; [2013-01-01]\n    origin';
    const journal = await journalOf(forged(part, written));
    const postings = journal.split('\n').filter(isPosting);
    expect(postings).toHaveLength(honest.length);
    for (const posting of postings) {
      expect(posting).toMatch(/^ {4}[^\s";]+ {2}-?\d+ "[^"]*"(?: {2}; [A-Z0-9 -]+)?$/);
    }
    expect(journal).not.toMatch(/^ +;.*\[2013-01-01/m);
  });
});
