/** Returns, applications and the files of months. */
import type { Sentences } from './sentences';

export const quarterMessages = {
  'application-approved': {
    en: 'the application for {quarter} is approved already',
    'zh-CN': '{quarter} 的申领已核准',
  },
  'application-missing': {
    en: 'nobody has filed an application for {quarter}',
    'zh-CN': '{quarter} 尚未提交申领',
  },
  'application-reviewed': {
    en: 'the application for {quarter} is reviewed already',
    'zh-CN': '{quarter} 的申领已审核',
  },
  'application-signed': {
    en: 'the application that uses {quarter} is signed: its return stays as it is',
    'zh-CN': '使用 {quarter} 统计数据的申领已签字，统计不能再改',
  },
  'application-without-return': {
    en: 'there is no return of the quarter before: passed counts as 0',
    'zh-CN': '没有上一季度的统计，合格人数按0计',
  },
  'beyond-ceiling': {
    en: 'level {level}: {quantity} is more than {percent}% of the yardstick, {yardstick}',
    'zh-CN': '{level}级：{quantity} 超过参考数 {yardstick} 的 {percent}%',
  },
  'date-without-second-user': {
    en: '{date} is too far back for one user, and after the centre went live; nobody else confirms this post: state a later day',
    'zh-CN':
      '{date} 超出一人可补录的期限，且晚于中心启用日期；此项没有第二人复核，请填写较近的日期',
  },
  'granted-missing': {
    en: 'an approval says how much of each level is granted, even if nothing: it is final',
    'zh-CN': '核准须写明各等级核拨数量（可以为零），核准后不再更改',
  },
  'leader-no-supervisor': {
    en: 'the leader in charge is a supervisor',
    'zh-CN': '分管领导须为主管',
  },
  'manager-missing': {
    en: '{centre} has no certificate manager: appoint one first',
    'zh-CN': '{centre} 尚未指定证书管理员',
  },
  'monthly-file-counted-later': {
    en: 'the file of {month} that was made counted {centre} up to {revision}, later than this one: make it again',
    'zh-CN': '{month} 已有的上报文件对 {centre} 统计至第 {revision} 条，晚于本次，请重新生成',
  },
  'month-not-over': {
    en: '{month} ends on {on}: its file is made after that',
    'zh-CN': '{month} 至 {on} 结束，结束后方可生成上报文件',
  },
  'more-passed-than-assessed': {
    en: '{passed} passed, but {assessed} were assessed',
    'zh-CN': '合格 {passed} 人，多于鉴定 {assessed} 人',
  },
  'nobody-applies-to': {
    en: 'nobody applies to {centre}: a board is of a province or of the top centre',
    'zh-CN': '没有中心向 {centre} 申领：汇总仅限省级中心和部中心',
  },
  'nobody-to-apply-to': {
    en: '{centre} has no centre above it to apply to',
    'zh-CN': '{centre} 没有可申领的上级中心',
  },
  'outside-window': {
    en: 'applications for {quarter} are made from {from} to {to}',
    'zh-CN': '{quarter} 的申领时间为 {from} 至 {to}',
  },
  'passed-differs-from-return': {
    en: 'level {level}: the application says {passed} passed, the returns as they stand now {returned}',
    'zh-CN': '{level}级：申领表所列合格 {passed} 人，现行统计为 {returned} 人',
  },
  'year-before-filed-since': {
    en: 'the return of a year before, by which the yardstick is measured, was filed anew on {on}, after the application',
    'zh-CN': '作为核定依据的上年同季统计报表在申领之后（{on}）重新填报',
  },
  'passed-differs-from-rosters': {
    en: 'level {level}: {passed} passed by the return, {rosters} by the rosters signed in the quarter',
    'zh-CN': '{level}级：统计合格 {passed} 人，本季度签发名册合格 {rosters} 人',
  },
  'quantity-malformed': {
    en: 'a quantity is a whole number from 0 to {most}',
    'zh-CN': '数量应为0至 {most} 的整数',
  },
  'quarter-before-book': {
    en: '{quarter} ended before {on}, when the book of this centre begins',
    'zh-CN': '{quarter} 在 {on} 之前已结束，本中心账册自该日起',
  },
  'quarter-not-over': {
    en: '{quarter} ends on {on}: its return comes after',
    'zh-CN': '{quarter} 至 {on} 结束，结束后方可统计',
  },
  'reason-missing': {
    en: 'sending an application back needs a reason',
    'zh-CN': '退回申领须说明理由',
  },
  'refiling-too-late': {
    en: 'the application for {quarter} was sent back and could be filed again until {to}',
    'zh-CN': '{quarter} 的申领被退回，重新提交截止 {to}',
  },
  'return-row-repeated': {
    en: '{name}, level {level}, stands in the return twice',
    'zh-CN': '职业（工种）{name} {level}级重复',
  },
  'return-rows-count': {
    en: 'a return has at most {most} rows, not {count}',
    'zh-CN': '统计至多 {most} 行，现为 {count} 行',
  },
  'returns-missing-below': {
    en: 'no return of the quarter from {centres}: passed counts as 0 there',
    'zh-CN': '{centres} 未报送该季度统计，其合格人数按0计',
  },
  'reviewer-took-part': {
    en: 'who filed or signed an application cannot review it',
    'zh-CN': '提交人或签字人不能审核同一申领',
  },
  'sign-offs-missing': {
    en: 'both sign-offs come before the review',
    'zh-CN': '审核前须有两级签字',
  },
  'signed-before': {
    en: 'this sign-off is there already',
    'zh-CN': '该签字已完成',
  },
  'signer-is-filer': {
    en: 'who filed the application cannot sign it',
    'zh-CN': '提交人不能签字',
  },
  'signer-twice': {
    en: 'the two sign-offs are by two users',
    'zh-CN': '两级签字须由不同的人完成',
  },
  'window-open': {
    en: 'applications for {quarter} can be filed until {to}',
    'zh-CN': '{quarter} 的申领截止 {to}',
  },
} as const satisfies Sentences;
