import { arrived, type Field, tellingOf } from './echoed-field';

const field: Field = { text: 'A', value: 'A', told: [] };
const type = (now: Field, text: string): Field => ({ ...now, text });

describe('a field whose text comes back as its value', () => {
  it('shows what the page says by itself, over whatever was typed', () => {
    expect(arrived(type(field, 'B'), 'C')).toEqual({ text: 'C', value: 'C', told: [] });
    const asked = tellingOf(field, 'B');
    expect(arrived(asked, 'C')).toEqual({ text: 'C', value: 'C', told: [] });
  });

  it('keeps what is typed while the page says what it said', () => {
    const typed = type(tellingOf(field, 'B'), 'BC');
    expect(arrived(typed, 'A')).toBe(typed);
  });

  it('keeps what was typed on after it was told', () => {
    const typedOn = type(tellingOf(field, 'B'), 'BC');
    expect(arrived(typedOn, 'B')).toEqual({ text: 'BC', value: 'B', told: [] });
  });

  it('is told more before the first comes back, which may never do', () => {
    const both = tellingOf(tellingOf(field, 'B'), 'C');
    expect(arrived(both, 'B')).toEqual({ text: 'C', value: 'B', told: ['C'] });
    expect(arrived(arrived(both, 'B'), 'C')).toEqual({ text: 'C', value: 'C', told: [] });
    expect(arrived(both, 'C')).toEqual({ text: 'C', value: 'C', told: [] });
  });

  it('shows again what was told once, when the page says it by itself', () => {
    const back = arrived(arrived(tellingOf(field, 'B'), 'B'), 'A');
    expect(arrived(type(back, 'AX'), 'B').text).toBe('B');
  });

  it('waits for nothing when it tells what the page says already', () => {
    expect(tellingOf(type(field, 'a'), 'A')).toEqual(field);
    const asked = tellingOf(field, 'B');
    expect(tellingOf(type(asked, 'b'), 'B')).toEqual(asked);
    const returned = tellingOf(asked, 'A');
    expect(arrived(returned, 'B').text).toBe('B');
  });
});
