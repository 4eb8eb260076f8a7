import { type MessageCode, messageOf, messages, rooms } from './messages';

const parameters = (template: string) =>
  [...template.matchAll(/\{(\w+)\}/g)].map(([, name]) => name);

describe('messages', () => {
  it.each(Object.keys(messages) as MessageCode[])('%s says the same in both languages', (code) => {
    const { en, 'zh-CN': zh } = messages[code];
    expect(parameters(zh).sort()).toEqual(parameters(en).sort());
    expect(zh).toMatch(/\p{Script=Han}/u);
    expect(en).not.toMatch(/\p{Script=Han}/u);
  });

  it('have each code once', () => {
    const codes = rooms.flatMap((room) => Object.keys(room));
    expect(codes.sort()).toEqual(Object.keys(messages).sort());
  });

  it('translates the words of the domain and nobody’s names', () => {
    const params = { serial: 'A000001', where: 'spoiled' };
    expect(messageOf('serial-not-in-stock', params, 'zh-CN')).toBe('A000001 不在本中心库存：废证');
    expect(messageOf('name-repeated', { name: 'stock' }, 'zh-CN')).toBe('stock 重复');
  });
});
