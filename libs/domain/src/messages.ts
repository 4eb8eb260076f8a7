/** The sentence of every refusal and warning, in both languages. */
import { anomalyMessages } from './messages/anomalies';
import { auditMessages } from './messages/audit';
import { certificateMessages } from './messages/certificates';
import { custodyMessages } from './messages/custody';
import { installationMessages } from './messages/installation';
import { quarterMessages } from './messages/quarters';
import type { Language } from './messages/sentences';

export type { Language };

/** Each room of them, for specs: no code stands in two. */
export const rooms = [
  anomalyMessages,
  auditMessages,
  certificateMessages,
  custodyMessages,
  installationMessages,
  quarterMessages,
] as const;

export const messages = {
  ...anomalyMessages,
  ...auditMessages,
  ...certificateMessages,
  ...custodyMessages,
  ...installationMessages,
  ...quarterMessages,
};

/** Values of parameters that are words of the domain, in Chinese. */
const wordsInChinese: Readonly<Record<string, string>> = {
  stock: '在库',
  transit: '在途',
  issued: '已颁发',
  void: '已作废',
  spoiled: '废证',
  missing: '丢失',
  destroyed: '已销毁',
  unknown: '本中心没有记录',
  superseded: '被证书替代',
  replaced: '补发',
  level: '等级',
  occupation: '职业',
  name: '姓名',
  document: '证件',
  received: '接收',
  refused: '拒收',
  unanswered: '尚未答复',
  approved: '批准',
  ministry: '部中心',
  province: '省中心',
  city: '市（州）中心',
  station: '鉴定所（站）',
  origin: '登记已撤销',
  days: '天',
  people: '人',
  percent: '百分比',
  'per mille': '千分比',
  'day of the month': '当月第几日',
  'hour of the day': '时',
  '1 yes, 0 no': '1 是，0 否',
};

/** Parameters whose values are words; all others are the caller's own text. */
const wordParams = new Set(['where', 'answer', 'status', 'tier', 'parentTier', 'unit', 'what']);

export type MessageCode = keyof typeof messages;

/** The sentence for a refusal or warning. */
export function messageOf(
  code: MessageCode,
  params: Readonly<Record<string, string | number>>,
  language: Language,
): string {
  const template: string = messages[code][language];
  return template.replace(/\{(\w+)\}/g, (whole, name: string) => {
    const value = params[name];
    if (value === undefined) return whole;
    const isWord = language === 'zh-CN' && wordParams.has(name);
    return String(isWord ? (wordsInChinese[value] ?? value) : value);
  });
}
