/** Which language a person reads, from the usual variables of the environment. */

/** `both` when the environment does not say. */
export type Language = 'en' | 'zh' | 'both';

/** One thing to say, in both languages. */
export interface Phrase {
  readonly en: string;
  readonly zh: string;
}

/** LC_ALL comes before LC_MESSAGES, and that before LANG; `C` and `POSIX` say nothing. */
export function languageOf(env: Readonly<Record<string, string | undefined>>): Language {
  const said = env.LC_ALL || env.LC_MESSAGES || env.LANG || '';
  if (/^zh/i.test(said)) return 'zh';
  return /^[a-z]{2}(_|-|\.|$)/i.test(said) ? 'en' : 'both';
}

export function spoken({ en, zh }: Phrase, language: Language): string {
  return language === 'both' ? `${en} · ${zh}` : language === 'zh' ? zh : en;
}
