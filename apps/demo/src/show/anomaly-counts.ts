/** How much is worth a look, by kind, and the first of each in words. */
import { formatTable, type Language } from '#terminal';

export interface AnomaliesAnswer {
  readonly items: readonly {
    readonly kind: string;
    readonly centre: string;
    readonly message: string;
  }[];
}

const headings = {
  en: ['kind', 'found', 'for one'],
  zh: ['类别', '数量', '例如'],
};

export function anomalyCounts({ items }: AnomaliesAnswer, language: Language): string[] {
  const kinds = [...new Set(items.map(({ kind }) => kind))];
  const rows = kinds.map((kind) => {
    const found = items.filter((item) => item.kind === kind);
    return [kind, found.length, found[0].message];
  });
  return formatTable(headings[language === 'zh' ? 'zh' : 'en'], rows);
}
