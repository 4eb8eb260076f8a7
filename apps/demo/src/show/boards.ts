/** The province's boards: who filed what of every quarter, and who was late or filed nothing. */
import { formatTable, type Language } from '#terminal';
import { custodians } from '../scenario/places';

export interface BoardAnswer {
  readonly quarter: string;
  readonly items: readonly {
    readonly centre: string;
    readonly status: string;
    readonly returnStatus: string;
    readonly review?: { readonly granted?: { readonly total: number } };
    readonly application?: { readonly planned: { readonly total: number } };
    readonly sent: { readonly total: number };
    readonly received: { readonly total: number };
  }[];
}

const headings = {
  en: ['quarter', 'approved', 'asked', 'granted', 'sent', 'received', 'late return', 'zero'],
  zh: ['季度', '已核准', '申领', '核拨', '发出', '接收', '统计迟报', '视为零申报'],
};

export function boardTable(boards: readonly BoardAnswer[], language: Language): string[] {
  const rows = boards.map(({ quarter, items }) => {
    const sum = (of: (item: BoardAnswer['items'][number]) => number | undefined) =>
      items.reduce((all, item) => all + (of(item) ?? 0), 0);
    const named = (of: (item: BoardAnswer['items'][number]) => boolean) =>
      items
        .filter(of)
        .map(({ centre }) => shortName(centre))
        .join(' ');
    return [
      quarter,
      items.filter(({ status }) => status === 'approved').length,
      sum(({ application }) => application?.planned.total),
      sum(({ review }) => review?.granted?.total),
      sum(({ sent }) => sent.total),
      sum(({ received }) => received.total),
      named(({ returnStatus }) => returnStatus === 'late'),
      named(({ status }) => status === 'zero'),
    ];
  });
  return formatTable(headings[language === 'zh' ? 'zh' : 'en'], rows);
}

const shortName = (code: string): string =>
  custodians.find((centre) => centre.code === code)?.short ?? code;

/** Cities that filed nothing, and for which the system has recorded no zero yet. */
export const zerosToCome = (boards: readonly BoardAnswer[], quarter: string): number =>
  boards
    .filter((board) => board.quarter === quarter)
    .flatMap(({ items }) => items)
    .filter(({ status }) => status === 'not-filed').length;
