/** Where one serial has been, as `/serials/{serial}` answers it. */
import { formatTable, type Language } from '#terminal';
import { custodians } from '../scenario/places';

export interface SerialAnswer {
  readonly serial: string;
  readonly status: string;
  readonly certificateNumber?: string;
  readonly history: readonly {
    readonly occurredOn: string;
    readonly event: string;
    readonly from: string;
    readonly to: string;
    readonly reference?: string | null;
  }[];
}

const headings = {
  en: ['day', 'event', 'from', 'to', 'centre', 'paper'],
  zh: ['日期', '事件', '转出', '转入', '中心', '凭据'],
};

export function serialPath({ history }: SerialAnswer, language: Language): string[] {
  const rows = history.map(({ occurredOn, event, from, to, reference }) => [
    occurredOn,
    event,
    from,
    to,
    centreName(to),
    reference ?? '',
  ]);
  return formatTable(headings[language === 'zh' ? 'zh' : 'en'], rows);
}

function centreName(account: string): string {
  const code = /@([0-9]{8})/.exec(account)?.[1];
  return custodians.find((centre) => centre.code === code)?.name ?? '';
}
