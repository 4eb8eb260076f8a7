/** Which languages there are, which one this reader wants, and how it is remembered. */

export const languages = ['zh-CN', 'en'] as const;
export type Language = (typeof languages)[number];

/** Each language by its own name, as a reader of it looks for it. */
export const languageNames: Readonly<Record<Language, string>> = {
  'zh-CN': '中文',
  en: 'English',
};

const storageKey = 'liushui.language';

function matching(tag: string): Language | undefined {
  const lower = tag.toLowerCase();
  if (lower === 'zh' || lower.startsWith('zh-')) return 'zh-CN';
  if (lower === 'en' || lower.startsWith('en-')) return 'en';
  return undefined;
}

/** What was chosen before, else the first wish we can meet, else Chinese. */
export function chooseLanguage(
  remembered: string | null | undefined,
  wishes: readonly string[],
): Language {
  const chosen = languages.find((language) => language === remembered);
  if (chosen) return chosen;
  for (const wish of wishes) {
    const language = matching(wish);
    if (language) return language;
  }
  return 'zh-CN';
}

export function readersLanguage(): Language {
  return chooseLanguage(readRemembered(), navigator.languages);
}

/** A browser may forbid storage; then the choice lasts as long as the page. */
function readRemembered(): string | null {
  try {
    return localStorage.getItem(storageKey);
  } catch {
    return null;
  }
}

export function rememberLanguage(language: Language): void {
  try {
    localStorage.setItem(storageKey, language);
  } catch {
    // Nothing depends on it.
  }
}
