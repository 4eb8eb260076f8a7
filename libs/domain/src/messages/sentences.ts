export type Language = 'en' | 'zh-CN';

/** By code, in both languages; `{name}` stands for a parameter. */
export type Sentences = Readonly<Record<string, Readonly<Record<Language, string>>>>;
