import type { Language } from '#domain';

/** What each status means, as the contract has it. */
export const statusTitles: Readonly<Record<number, Record<Language, string>>> = {
  400: { en: 'Malformed request', 'zh-CN': '请求格式不正确' },
  401: { en: 'Not logged in', 'zh-CN': '未登录' },
  403: { en: 'Not allowed', 'zh-CN': '无权操作' },
  404: { en: 'Not found', 'zh-CN': '未找到' },
  409: { en: 'Conflict', 'zh-CN': '写入冲突' },
  413: { en: 'Too large', 'zh-CN': '内容过大' },
  422: { en: 'Refused by a rule', 'zh-CN': '违反规则，已拒绝' },
  429: { en: 'Too many requests', 'zh-CN': '请求过于频繁' },
  431: { en: 'Headers too large', 'zh-CN': '请求头过大' },
  500: { en: 'Internal fault', 'zh-CN': '内部错误' },
  503: { en: 'Not available now', 'zh-CN': '暂不可用' },
};
