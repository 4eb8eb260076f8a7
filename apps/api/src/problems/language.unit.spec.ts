import { chooseLanguage } from './language';

describe('the language of an answer', () => {
  it.each([
    [undefined, 'en'],
    ['', 'en'],
    ['*', 'en'],
    ['zh-CN', 'zh-CN'],
    ['zh', 'zh-CN'],
    ['ZH-Hans-CN', 'zh-CN'],
    ['en-GB,en;q=0.9,zh;q=0.8', 'en'],
    ['zh-CN,zh;q=0.9,en;q=0.8', 'zh-CN'],
    ['en;q=0.3, zh-TW;q=0.7', 'zh-CN'],
    ['fr, zh;q=0.1', 'zh-CN'],
    ['zh;q=0', 'en'],
    ['zh;q=x', 'en'],
    ['zhuang', 'en'],
    [`zh-CN,${'x'.repeat(200)}`, 'en'],
  ] as const)('%s', (header, language) => {
    expect(chooseLanguage(header)).toBe(language);
  });
});
