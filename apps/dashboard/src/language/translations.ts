/** Loads the catalogue of one language, ours and Ant Design's; only the one that is read is fetched. */
import type { Locale } from 'antd/es/locale';
import i18next from 'i18next';
import { initReactI18next } from 'react-i18next';
import type { Translation } from './catalogues/en';
import { type Language, rememberLanguage } from './language';

interface Words {
  readonly catalogue: Translation;
  readonly widgets: Locale;
}

async function load(language: Language): Promise<Words> {
  const [{ catalogue }, { default: widgets }] =
    language === 'zh-CN'
      ? await Promise.all([import('./catalogues/zh-CN'), import('antd/es/locale/zh_CN')])
      : await Promise.all([import('./catalogues/en'), import('antd/es/locale/en_US')]);
  return { catalogue, widgets };
}

const widgetsOf = new Map<string, Locale>();

async function show(language: Language): Promise<void> {
  const { catalogue, widgets } = await load(language);
  widgetsOf.set(language, widgets);
  i18next.addResourceBundle(language, 'translation', catalogue);
}

function nameDocument(language: Language): void {
  document.documentElement.lang = language;
}

/** Before the first render, so that no word of another language is ever seen. */
export async function beginLanguage(language: Language): Promise<void> {
  nameDocument(language);
  await i18next.use(initReactI18next).init({
    lng: language,
    resources: {},
    fallbackLng: false,
    interpolation: { escapeValue: false },
    react: { useSuspense: false },
  });
  await show(language);
}

/** Rejects, and leaves the language as it is, when the catalogue cannot be fetched. */
export async function switchLanguage(language: Language): Promise<void> {
  await show(language);
  await i18next.changeLanguage(language);
  nameDocument(language);
  rememberLanguage(language);
}

/** Ant Design's own words in a language that was loaded. */
export function widgetWords(language: string): Locale | undefined {
  return widgetsOf.get(language);
}

export const currentLanguage = (): string => i18next.language;
