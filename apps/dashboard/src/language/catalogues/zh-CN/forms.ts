import type { Translation } from '../en';

export const forms: Translation['forms'] = {
  refused: '未记录：不符合规则',
  refusedAtFields: '问题已标在相应栏目下，已填写的内容仍在。',
  line: '第 {{line}} 行：',
  more_other: '另有 {{count}} 项',
  missing: '请填写此项。',
  cancel: '取消',
  save: '保存',
  close: '关闭',
  day: '发生日期（非当日时填写）',
  dayHint: '用于补录纸质台账：填写事情实际发生的日期。',
  done: '已记录。',
  doneWithWarnings: '已记录，请留意以下提示',
  pending: '等待第二人审批',
  pendingWhat: '请另一位主管于 {{instant}} 前在“待批事项”中审批。',
  toProposals: '前往待批事项',
};
