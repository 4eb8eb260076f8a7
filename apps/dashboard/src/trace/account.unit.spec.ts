import { readAccount } from './account';

describe('an account of a history', () => {
  it.each([
    ['origin', { kind: 'origin', text: 'origin' }],
    ['stock@52000000', { kind: 'stock', text: 'stock@52000000', centre: '52000000' }],
    [
      'transit@52000000-17',
      { kind: 'transit', text: 'transit@52000000-17', consignment: '52000000-17' },
    ],
    ['attic@52000000', { kind: undefined, text: 'attic@52000000', centre: '52000000' }],
  ])('%s', (text, account) => {
    expect(readAccount(text)).toEqual(account);
  });
});
