import type { Translation } from '../en';

export const pasting: Translation['posts']['pasting'] = {
  table: '名册各行',
  rows_other: '粘贴的内容有 {{count}} 行放不下，未录入',
  rowsDo: '一次最多 {{max}} 行：请先提交这些，再录入其余各行。',
  cells_other: '粘贴的内容有 {{count}} 行的单元格多于现有列，多出的未录入',
  cellsDo: '请先显示更多列，或从靠前的列粘贴。',
  from: '从粘贴内容的第 {{row}} 行起：{{first}} ……',
  between: '；',
  close: '知道了',
  unread_other: '粘贴的内容有 {{count}} 格无法识别，已留空，请补填',
  unreadHere: '{{column}}：“{{text}}”无法识别。',
  unreadLeft: '请先补填无法识别的单元格，名册上方已列出。',
  quoted: '“{{text}}”',
  more_other: '另有 {{count}} 格，已在各行标出',
  leaveDays: '这些出生日期留空',
  choose: '请选择',
  full: '名册已满：一次最多 {{max}} 行，这里不再录入。请先检查并提交这些，更长的名册请上传文件。',
};
