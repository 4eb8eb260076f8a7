import { chooseLanguage } from './language';

describe('the reader’s language', () => {
  it.each([
    ['what was chosen before comes first', 'en', ['zh-CN'], 'en'],
    ['an unknown remembered value counts for nothing', 'fr', ['en-GB'], 'en'],
    ['any Chinese is ours', null, ['zh-Hant-TW', 'en'], 'zh-CN'],
    ['the first wish that we can meet', null, ['fr-FR', 'en-US', 'zh'], 'en'],
    ['a tag that merely begins alike is another language', null, ['enm', 'zha'], 'zh-CN'],
    ['Chinese when there is no wish we can meet', undefined, [], 'zh-CN'],
  ] as const)('%s', (_title, remembered, wishes, language) => {
    expect(chooseLanguage(remembered, wishes)).toBe(language);
  });
});
