import { postgresRefusal } from './refusal';

const coded = (code: string): Error => Object.assign(new Error('said\nmore'), { code });

it.each(['28000', '28P01', '3D000', '42501'])('%s is for a person to mend', (code) => {
  expect(postgresRefusal(coded(code))).toBe(
    'Postgres refuses: said. Check user, password and database in DATABASE_URL.',
  );
});

it('says when the address has no password and the server wants one', () => {
  const error = new Error('SASL: SCRAM-SERVER-FIRST-MESSAGE: client password must be a string');
  expect(postgresRefusal(error)).toContain('client password must be a string. Check');
});

it.each(['0A000', '42601', '42704', '42883'])('%s comes of a server too old', (code) => {
  expect(postgresRefusal(coded(code))).toContain('may be too old');
});

it.each([coded('57P03'), coded('ECONNREFUSED'), new Error('x'), 'x', undefined])(
  'leaves alone what may pass, or is no fault of the server: %s',
  (error) => expect(postgresRefusal(error)).toBeUndefined(),
);
