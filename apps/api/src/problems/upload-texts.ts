/** Sentences about files of rosters, what becomes of them, and those who watch. */

export const uploadProblemTexts = {
  'form-required': {
    en: 'The body must be a form (multipart/form-data) with a file',
    'zh-CN': '请求体必须是含文件的表单（multipart/form-data）',
  },
  'form-malformed': {
    en: 'The form is malformed, or has more than one file or a field twice',
    'zh-CN': '表单格式不正确，或含多个文件、重复字段',
  },
  'file-too-large': { en: 'The file exceeds {max} bytes', 'zh-CN': '文件超过 {max} 字节' },
  'uploads-busy': {
    en: 'Other files are being read; try again in a moment',
    'zh-CN': '正在读取其他文件，请稍后重试',
  },
  'upload-under-way': {
    en: 'Another file of yours is on its way or being read; send this one when it is answered',
    'zh-CN': '您的另一个文件正在上传或读取，请待其完成后再上传',
  },
  'upload-too-slow': {
    en: 'The file came too slowly and was not waited for; try again on a better line',
    'zh-CN': '文件上传过慢，已停止等待，请在网络较好时重试',
  },
  'too-many-uploads': {
    en: 'This centre has as many uploads as it may; wait until some are done or expire',
    'zh-CN': '本中心的上传数已达上限，请等待已有上传完成或到期',
  },
  'too-many-watchers': {
    en: 'As many watch as may; close another window or wait a moment',
    'zh-CN': '实时连接数已达上限，请关闭其他窗口或稍后重试',
  },
  'unknown-upload': { en: 'No such upload', 'zh-CN': '没有此上传' },
  'table-columns': {
    en: 'The columns are not those that are needed',
    'zh-CN': '文件的列与要求不符',
  },
  'table-rows': {
    en: 'Rows of the file cannot be read',
    'zh-CN': '文件中有无法读取的行',
  },
  'table-empty': { en: 'The file has no rows', 'zh-CN': '文件没有数据行' },
  'table-not-a-table': {
    en: 'The file is neither an .xlsx workbook nor a .csv text',
    'zh-CN': '文件既不是 .xlsx 工作簿，也不是 .csv 文本',
  },
  'table-old-or-locked-workbook': {
    en: 'The workbook is of the old .xls kind or has a password; save it as .xlsx without one',
    'zh-CN': '工作簿为旧版 .xls 或设有密码，请另存为不加密的 .xlsx',
  },
  'table-damaged': {
    en: 'The file is damaged, at or after row {row}',
    'zh-CN': '文件已损坏（第 {row} 行或其后）',
  },
  'table-quote-unbalanced': {
    en: 'The quotation marks in or after line {row} do not match; cells with such a mark are written "…""…"',
    'zh-CN': '第 {row} 行或其后的英文双引号不成对；含双引号的单元格应写作 "…""…"',
  },
  'table-encoding-unknown': {
    en: 'The text is neither UTF-8 nor GB18030',
    'zh-CN': '文本编码既不是 UTF-8 也不是 GB18030',
  },
  'table-no-sheet': {
    en: 'The workbook has no visible sheet',
    'zh-CN': '工作簿没有可见的工作表',
  },
  'table-too-many-rows': {
    en: 'More than {max} rows; cut the file into several',
    'zh-CN': '超过 {max} 行，请拆分文件',
  },
  'table-too-many-columns': {
    en: 'More than {max} columns, in row {row}',
    'zh-CN': '第 {row} 行超过 {max} 列',
  },
  'table-cell-too-long': {
    en: 'Row {row} has a cell with more than {max} characters',
    'zh-CN': '第 {row} 行有单元格超过 {max} 个字符',
  },
  'table-unpacks-too-large': {
    en: 'The workbook unpacks to more than {max} bytes',
    'zh-CN': '工作簿解压后超过 {max} 字节',
  },
  'row-has-lines': {
    en: 'A cell of this row has a line break in it; perhaps a quotation mark joined it with the rows after it',
    'zh-CN': '本行有单元格含换行符，可能因多余的英文双引号与后面的行连成一行',
  },
  'others-refused': {
    en: 'Not posted because other rows were refused, as was asked for',
    'zh-CN': '按要求整表处理：因其他行被拒绝而未记入',
  },
  'rows-too-large': {
    en: 'Not posted: these rows take more room than one entry of the book has',
    'zh-CN': '未记入：这些行超出台账一次记账的容量',
  },
  'uploader-gone': {
    en: 'Not posted: the user who uploaded the file may not log in any more',
    'zh-CN': '未记入：上传人已被停用',
  },
} as const;

export const rowTexts = {
  'column-missing': { en: 'lacks the column {column}', 'zh-CN': '缺少“{column}”列' },
  'column-twice': { en: 'has the column {column} twice', 'zh-CN': '“{column}”列重复' },
  'line-in-cell': {
    en: 'has a line break or tab in it; write it on one line, and look for a quotation mark too many',
    'zh-CN': '含换行符或制表符，请改为一行，并检查是否有多余的英文双引号',
  },
  'headings-below': {
    en: 'has headings of its own below {column} ({below}); put all headings into one row, unmerged',
    'zh-CN': '“{column}”下方还有一行表头（{below}）；请取消合并，把表头写在同一行',
  },
  'rounded-number': {
    en: 'was kept as a number, whose last digits the spreadsheet lost; format the column as text and enter it again',
    'zh-CN': '被存为数值，表格软件已丢失末尾数字；请将该列设为文本格式后重新录入',
  },
  'formula-without-result': {
    en: 'is a formula whose result is not in the file; open and save it in a spreadsheet program',
    'zh-CN': '是未保存计算结果的公式，请用表格软件打开并保存后再上传',
  },
  'cell-error': {
    en: 'is an error of the spreadsheet ({value})',
    'zh-CN': '是表格软件的错误值（{value}）',
  },
} as const;
