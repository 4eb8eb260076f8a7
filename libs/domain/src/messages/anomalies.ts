/** What stands out in the books. */
import type { Sentences } from './sentences';

export const anomalyMessages = {
  'anomaly-count-differs': {
    en: '{missing} that the book has were not found, {unexpected} found that it has elsewhere',
    'zh-CN': '盘点不符：账有实无 {missing} 张，实有账无 {unexpected} 张',
  },
  'anomaly-out-of-hours': {
    en: '{posts} posts on {on} before {fromHour}:00, from {toHour}:00 on or on a weekend',
    'zh-CN': '{on} 在 {fromHour}:00 前、{toHour}:00 后或周末记账 {posts} 笔',
  },
  'anomaly-out-of-order': {
    en: '{serial} was left in stock when {used} was used',
    'zh-CN': '使用了 {used}，而较小的 {serial} 仍在库存',
  },
  'anomaly-receipt-unexpected': {
    en: '{unexpected} blanks lay in consignment {consignment} that were not sent with it',
    'zh-CN': '调拨单 {consignment} 箱中另有未列入的空白证书 {unexpected} 张',
  },
  'anomaly-spoilage-peers': {
    en: '{perMille} of a thousand spoiled in a year, where the sister centres’ median is {median}',
    'zh-CN': '一年废证率 {perMille}‰，同级中心的中位数为 {median}‰',
  },
  'anomaly-spoilage-rate': {
    en: '{perMille} of a thousand spoiled in a year; the policy’s bound is {most}',
    'zh-CN': '一年废证率 {perMille}‰，超过政策规定的 {most}‰',
  },
  'anomaly-spoiled-overdue': {
    en: '{quantity} spoiled for more than {days} days and not destroyed',
    'zh-CN': '废证 {quantity} 张超过 {days} 天未销毁',
  },
  'anomaly-stock-short': {
    en: '{stock} in stock and {incoming} coming; {quarter} will take about {need}',
    'zh-CN': '库存 {stock} 张、在途 {incoming} 张，{quarter} 预计需要 {need} 张',
  },
  'anomaly-transit-long': {
    en: 'consignment {consignment} has been on its way for {waited} days; the policy allows {most}',
    'zh-CN': '调拨单 {consignment} 已在途 {waited} 天，政策规定至多 {most} 天',
  },
  'anomaly-vouchers-expiring': {
    en: '{vouchers} vouchers are valid until {on}, in {left} days, and not superseded',
    'zh-CN': '成绩合格凭证 {vouchers} 份将于 {on}（{left} 天后）到期，尚未换发证书',
  },
} as const satisfies Sentences;
