/** What `/stock` answers, by centre. */
import { formatTable, type Language, spoken } from '#terminal';
import { custodians } from '../scenario/places';

const quantities = [
  'stock',
  'inTransit',
  'issued',
  'void',
  'spoiled',
  'missing',
  'destroyed',
] as const;
type Quantities = Readonly<Record<(typeof quantities)[number], number>>;

export interface StockAnswer {
  readonly position: string;
  readonly rows: readonly (Quantities & { readonly centre: string })[];
  readonly totals: Quantities;
  readonly conservation: { readonly holds: boolean; readonly registered: number };
}

const headings = {
  en: ['centre', 'stock', 'in transit', 'issued', 'void', 'spoiled', 'missing', 'destroyed'],
  zh: ['中心', '库存', '在途', '已发', '作废', '废证', '缺失', '已销毁'],
};

export function stockTable(answer: StockAnswer, language: Language): string[] {
  const rows = custodians.map(({ code, name }) => {
    const lines = answer.rows.filter(({ centre }) => centre === code);
    const sums = quantities.map((column) => lines.reduce((sum, line) => sum + line[column], 0));
    return [name, ...sums];
  });
  const total = quantities.map((column) => answer.totals[column]);
  return formatTable(headings[language === 'zh' ? 'zh' : 'en'], [
    ...rows,
    [spoken({ en: 'total', zh: '合计' }, language), ...total],
  ]);
}

export function conservationVerdict(answer: StockAnswer, language: Language): string {
  const { holds } = answer.conservation;
  const registered = answer.conservation.registered.toLocaleString('en-US');
  const phrase = holds
    ? {
        en: `Conservation holds: ${registered} registered, every one accounted for`,
        zh: `账实守恒：登记 ${registered} 张，张张有账`,
      }
    : {
        en: `Conservation does NOT hold: ${registered} registered, not all accounted for`,
        zh: `账目不平：登记 ${registered} 张，各账户合计不符`,
      };
  return spoken(phrase, language);
}
