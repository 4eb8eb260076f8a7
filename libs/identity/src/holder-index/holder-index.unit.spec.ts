import { residentIdCheckCharacter } from '#domain';
import { hashOfDocument, hashOfName } from './holder-index';

const key = Buffer.from(Array.from({ length: 32 }, (_, index) => 255 - index));
const otherKey = Buffer.alloc(32, 7);
const idOf = (number: string) => ({ type: 'resident-id', number }) as const;
const hex = (hash: Buffer) => hash.toString('hex');

describe('the hashes of the blind index', () => {
  it('are those of the specification', () => {
    expect(hex(hashOfDocument(key, idOf('52010219900101123X')))).toBe(
      'affde963d72cc56e744a43e939870161',
    );
    expect(hex(hashOfName(key, '欧阳·明月'))).toBe('464229b7159277d44a54ac5c26adca8f');
  });

  it.each(['５２０１０２１９９００１０１１２３Ｘ', '52010219900101123x', ' 520102 19900101 123X '])(
    'are one for %j and the number as printed',
    (number) => {
      const hash = hashOfDocument(key, idOf(number));
      expect(hash).toEqual(hashOfDocument(key, idOf('52010219900101123X')));
    },
  );

  it.each(['欧阳•明月', '欧阳 ・ 明月', '欧阳‧明月'])('are one for %j whatever the dot', (name) => {
    expect(hashOfName(key, name)).toEqual(hashOfName(key, '欧阳·明月'));
  });

  it('are one for an identity number whatever a clerk called it', () => {
    const digits = '52010219900101123';
    const number = digits + residentIdCheckCharacter(digits);
    const hash = hashOfDocument(key, idOf(number));
    for (const type of ['other', 'passport'] as const) {
      expect(hashOfDocument(key, { type, number })).toEqual(hash);
      expect(hashOfDocument(key, { type, number: number.toLowerCase() })).toEqual(hash);
    }
  });

  it('differ by type, by what is hashed, and by key', () => {
    const number = 'E52010219';
    const hashes = [
      hashOfDocument(key, idOf(number)),
      hashOfDocument(key, { type: 'passport', number }),
      hashOfDocument(otherKey, idOf(number)),
      hashOfName(key, number),
    ];
    expect(new Set(hashes.map(hex)).size).toBe(hashes.length);
  });
});
