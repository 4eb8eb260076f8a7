import { filterPassedOver, isFiltered, queryOf, readFilter, writeFilter } from './filter';

const read = (search: string) => readFilter(new URLSearchParams(search));

describe('the filter of a journal', () => {
  it('comes back as it was written', () => {
    const text =
      'event=SerialsSpoiled&level=4&from=2013-04-01&to=2013-04-30&serial=A000000001&actor=u-1&by=recorded';
    const filter = read(text);
    expect(readFilter(writeFilter(filter))).toEqual(filter);
    expect([...writeFilter(filter)].sort()).toEqual([...new URLSearchParams(text)].sort());
  });

  it('passes over what is none', () => {
    expect(read('event=HoldersSealed&level=7&from=never&serial=x&by=guess')).toEqual({
      axis: 'occurred',
    });
    expect(isFiltered(read('by=recorded'))).toBe(false);
    expect(isFiltered(read('level=5'))).toBe(true);
  });

  it.each([
    [
      'event=SerialsSpoiled&level=4&from=2013-04-01&serial=A000000001&actor=u&by=occurred&line=7',
      [],
    ],
    ['event=&level=&utm=x', []],
    ['event=HoldersSealed&level=7', ['event=HoldersSealed', 'level=7']],
    ['from=2013-02-30&to=never', ['from=2013-02-30', 'to=never']],
    ['serial=x&by=guess&line=-1', ['by=guess', 'serial=x', 'line=-1']],
    ['level=4&level=5', ['level=5']],
  ])('of %p, %p is passed over', (search, passedOver) => {
    expect(filterPassedOver(new URLSearchParams(search))).toEqual(passedOver);
  });

  it('asks for whole days in Beijing by record time', () => {
    const days = 'from=2013-04-01&to=2013-04-30';
    expect(queryOf(read(days))).toEqual({ from: '2013-04-01', to: '2013-04-30' });
    expect(queryOf(read(`${days}&by=recorded`))).toEqual({
      recordedFrom: '2013-03-31T16:00:00.000Z',
      recordedTo: '2013-04-30T15:59:59.999Z',
    });
  });
});
