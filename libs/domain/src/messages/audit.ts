/** What a report of an auditor contradicts itself by. */
import type { Sentences } from './sentences';

export const auditMessages = {
  'audit-counts-differ': {
    en: '{count} findings, {errors} of them errors, do not fit the {listed} that are listed',
    'zh-CN': '问题共 {count} 处（其中错误 {errors} 处），与所列 {listed} 处不符',
  },
  'audit-cover-foreign': {
    en: 'a report of {check} does not tell what another check looked at',
    'zh-CN': '{check} 的报告不应填写其他检查的范围',
  },
  'audit-cover-missing': {
    en: 'a report of {check} that found all in order tells what it looked at',
    'zh-CN': '{check} 报告结论为无问题的，须填写所检查的范围',
  },
  'audit-ended-ahead': {
    en: 'ended at {endedAt}, and it is only {now} here: one of the clocks is wrong',
    'zh-CN': '结束时间为 {endedAt}，而此处现为 {now}：其中一个时钟有误',
  },
  'audit-ended-before': {
    en: 'ended before it had begun, at {begunAt}',
    'zh-CN': '结束时间早于开始时间 {begunAt}',
  },
  'audit-report-long': {
    en: 'the report has {length} characters, and at most {most} are kept: list fewer findings',
    'zh-CN': '报告共 {length} 个字符，至多保存 {most} 个，请少列几处问题',
  },
  'audit-verdict-differs': {
    en: '“{verdict}” does not fit {count} findings and what is said of why it was not judged',
    'zh-CN': '结论“{verdict}”与 {count} 处问题及未能判断的原因不符',
  },
} as const satisfies Sentences;
