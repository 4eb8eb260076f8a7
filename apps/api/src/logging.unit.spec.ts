import { describeError } from './logging';

const secret = '522101199001011234';

describe('an error in the log', () => {
  it.each([
    `invalid input syntax for type bigint: "${secret}"`,
    `date/time field value out of range: '${secret}'`,
    `Cannot convert ${secret} to a BigInt`,
    `Unexpected token in \`${secret}\n${secret}\``,
  ])('does not say what the caller had written: %s', (message) => {
    const parameters = [secret];
    const error = Object.assign(new Error(message), { code: '22P02', parameters, query: secret });
    const wrapped = new Error('query failed', { cause: error });
    const told = describeError(wrapped);
    expect(JSON.stringify(told)).not.toContain(secret);
    expect(told.cause).toMatchObject({ code: '22P02', type: 'Error' });
  });

  it('says where it came from', () => {
    const { type, message, stack } = describeError(new TypeError('x is not a function'));
    expect([type, message]).toEqual(['TypeError', 'x is not a function']);
    expect(stack).toMatch(/^\s+at .*logging\.unit\.spec/);
  });
});
