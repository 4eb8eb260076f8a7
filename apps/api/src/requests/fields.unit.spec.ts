import { validateSync } from 'class-validator';
import { TextLine } from './fields';

class Person {
  @TextLine({ max: 5 })
  name!: string;
}

const codesOf = (name: unknown): string[] =>
  validateSync(Object.assign(new Person(), { name })).flatMap(({ constraints = {} }) =>
    Object.keys(constraints),
  );

describe('a line of text', () => {
  it.each([
    ['张三', []],
    ['张\n三', ['one-line']],
    ['张\t三', ['one-line']],
    [' ', ['text']],
    ['x'.repeat(6), ['text']],
    [5, ['text']],
  ])('tells what is wrong with %j', (text, codes) => expect(codesOf(text)).toEqual(codes));
});
