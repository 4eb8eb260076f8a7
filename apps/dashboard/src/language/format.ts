/** Numbers, days and instants as the reader's language writes them. Instants are told in Beijing time. */
import { useTranslation } from 'react-i18next';

const zone = 'Asia/Shanghai';

export interface Format {
  readonly number: (value: number) => string;
  /** A calendar day `YYYY-MM-DD`, which has no zone. */
  readonly day: (day: string) => string;
  /** A month `YYYY-MM`, in little room. */
  readonly month: (month: string) => string;
  /** An ISO instant, as day and time to the second in Beijing time. */
  readonly instant: (instant: string | Date) => string;
}

/** The reader's own variant of a language, British English for one; the language itself else. */
export function variantOf(language: string, wishes: readonly string[]): string {
  const [base] = language.split('-');
  return wishes.find((wish) => wish.split('-')[0] === base) ?? language;
}

export function formatFor(locale: string): Format {
  const number = new Intl.NumberFormat(locale);
  const day = new Intl.DateTimeFormat(locale, { dateStyle: 'long', timeZone: 'UTC' });
  const month = new Intl.DateTimeFormat(locale, {
    year: 'numeric',
    month: 'short',
    timeZone: 'UTC',
  });
  const instant = new Intl.DateTimeFormat(locale, {
    dateStyle: 'medium',
    timeStyle: 'medium',
    hourCycle: 'h23',
    timeZone: zone,
  });
  return {
    number: (value) => number.format(value),
    day: (text) => day.format(new Date(`${text}T00:00:00Z`)),
    month: (text) => month.format(new Date(`${text}-01T00:00:00Z`)),
    instant: (value) => instant.format(new Date(value)),
  };
}

/** The calendar day in Beijing on which an instant fell. */
export function beijingDay(instant: string): string {
  return new Intl.DateTimeFormat('sv-SE', { dateStyle: 'short', timeZone: zone }).format(
    new Date(instant),
  );
}

export const today = (): string => beijingDay(new Date().toISOString());

/** Whole days from one calendar day to another. */
export function daysBetween(from: string, to: string): number {
  const dayMs = 86_400_000;
  return Math.round((Date.parse(`${to}T00:00:00Z`) - Date.parse(`${from}T00:00:00Z`)) / dayMs);
}

/** Made once for each locale: making them costs far more than using them. */
const formats = new Map<string, Format>();

export function useFormat(): Format {
  const { i18n } = useTranslation();
  const locale = variantOf(i18n.language, navigator.languages);
  const format = formats.get(locale) ?? formatFor(locale);
  formats.set(locale, format);
  return format;
}
