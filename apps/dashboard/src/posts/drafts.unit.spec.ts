import { Drafts, forgetDrafts } from './drafts';

/** Storage with room for so many characters. */
function storage(room: number): Storage {
  const kept = new Map<string, string>();
  return {
    get length() {
      return kept.size;
    },
    clear: () => kept.clear(),
    key: (index) => [...kept.keys()][index] ?? null,
    getItem: (name) => kept.get(name) ?? null,
    removeItem: (name) => void kept.delete(name),
    setItem: (name, text) => {
      if (text.length > room) throw new Error('QuotaExceededError');
      kept.set(name, text);
    },
  };
}

describe('drafts', () => {
  it('come back as they were kept, until they are dropped', () => {
    const drafts = new Drafts(storage(1_000));
    drafts.keep('spoil', { values: { ranges: 'A000000001' }, key: 'k' });
    expect(drafts.read('spoil')).toEqual({ values: { ranges: 'A000000001' }, key: 'k' });
    drafts.drop('spoil');
    expect(drafts.read('spoil')).toBeUndefined();
  });

  describe('of a grid of 1,000 lines', () => {
    beforeEach(() => void jest.useFakeTimers());
    afterEach(() => void jest.useRealTimers());

    /** What was typed into the first line, in all of its steps, and what was made text of it. */
    function typing() {
      const written = { characters: 0 };
      const rest = Array.from({ length: 999 }, (_, line) => ({
        paper: `A${String(line).padStart(9, '0')}`,
      }));
      const valuesAt = (step: number) => ({
        lines: [{ paper: 'B'.repeat(step) }, ...rest],
        toJSON() {
          const text = JSON.stringify({ lines: this.lines });
          written.characters += text.length;
          return { lines: this.lines };
        },
      });
      const sizeMax = JSON.stringify({ lines: valuesAt(200).lines }).length;
      return { written, valuesAt, sizeMax };
    }

    it('are made text of twice a second at most, however fast somebody types', () => {
      const drafts = new Drafts(storage(1_000_000));
      const { written, valuesAt, sizeMax } = typing();
      for (let step = 1; step <= 200; step += 1) {
        drafts.keepSoon('issue', { values: valuesAt(step) });
        jest.advanceTimersByTime(10);
      }
      expect(written.characters).toBeLessThanOrEqual(4 * sizeMax);
      jest.advanceTimersByTime(500);
      const draft = drafts.read<{ lines: { paper: string }[] }>('issue');
      expect(draft?.values.lines[0].paper).toBe('B'.repeat(200));
    });

    it('are kept at once when the page goes, or the form is shown again', () => {
      const kept = storage(1_000_000);
      const drafts = new Drafts(kept);
      drafts.keepSoon('issue', { values: typing().valuesAt(3) });
      expect(kept.length).toBe(0);
      drafts.keepWaiting('issue');
      expect(kept.length).toBe(1);
      drafts.keepSoon('issue', { values: typing().valuesAt(4) });
      const again = new Drafts(kept).read<{ lines: { paper: string }[] }>('issue');
      expect(again?.values.lines[0].paper).toBe('BBBB');
    });

    it('come no more once they are posted, dropped or forgotten', () => {
      const kept = storage(1_000_000);
      const drafts = new Drafts(kept);
      drafts.keepSoon('anna/issue', { values: 1 });
      drafts.drop('anna/issue');
      drafts.keepSoon('ben/issue', { values: 2 });
      drafts.keepSoon('anna/spoil', { values: 3 });
      forgetDrafts({ butOf: 'anna' });
      jest.advanceTimersByTime(1_000);
      expect(drafts.read('anna/issue')).toBeUndefined();
      expect(drafts.read('ben/issue')).toBeUndefined();
      expect(drafts.read('anna/spoil')).toEqual({ values: 3 });
      forgetDrafts();
    });
  });

  it('keep nobody from working where storage is full, forbidden or damaged', () => {
    const full = new Drafts(storage(3));
    full.keep('spoil', { values: 'much too long' });
    expect(full.read('spoil')).toBeUndefined();
    const forbidden = new Drafts(undefined);
    forbidden.keep('spoil', { values: 1 });
    expect(forbidden.read('spoil')).toBeUndefined();
    const damaged = storage(100);
    damaged.setItem('liushui.draft.spoil', '{');
    expect(new Drafts(damaged).read('spoil')).toBeUndefined();
  });
});
