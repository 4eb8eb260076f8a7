import { Drafts } from './drafts';

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
