/** Sentences of problems that the API itself finds; those of the domain's rules are in `#domain`. */
import type { Language } from '#domain';
import { rowTexts, uploadProblemTexts } from './upload-texts';

type Sentence = Record<Language, string>;

export const problemTexts = {
  ...uploadProblemTexts,
  'json-malformed': { en: 'The body is not valid JSON', 'zh-CN': '请求体不是有效的 JSON' },
  'content-type-unsupported': {
    en: 'The body must be sent as application/json in UTF-8, not compressed',
    'zh-CN': '请求体必须以未压缩的 UTF-8 编码 application/json 发送',
  },
  'request-malformed': { en: 'The request is malformed', 'zh-CN': '请求格式不正确' },
  'not-authenticated': {
    en: 'A valid access token or API key is required',
    'zh-CN': '需要有效的访问令牌或 API 密钥',
  },
  'login-failed': { en: 'User name or password is wrong', 'zh-CN': '用户名或密码错误' },
  'session-ended': { en: 'The session has ended; log in again', 'zh-CN': '会话已结束，请重新登录' },
  'not-your-role': { en: 'Your role does not allow this', 'zh-CN': '您的角色无权执行此操作' },
  'not-your-centre': {
    en: 'This lies outside what your centre may see or do',
    'zh-CN': '超出您所在中心的权限范围',
  },
  'key-of-another': {
    en: 'Somebody else made this API key for you; do this yourself, or with a key of your own',
    'zh-CN': '此 API 密钥由他人代为创建，请本人登录或使用本人创建的密钥办理',
  },
  'password-wrong': { en: 'The present password is wrong', 'zh-CN': '当前密码错误' },
  'password-same': {
    en: 'The new password is the one you have',
    'zh-CN': '新密码与当前密码相同',
  },
  'own-roles': {
    en: 'Nobody changes their own roles; another administrator does',
    'zh-CN': '不得变更本人的角色，须由其他管理员办理',
  },
  'admin-posts-nothing': {
    en: 'An administrator posts nothing: the role excludes clerk and supervisor in one user',
    'zh-CN': '管理员不得记账：同一用户不得兼任经办人或主管',
  },
  'not-found': { en: 'There is nothing at this address', 'zh-CN': '此地址不存在' },
  'unknown-centre': { en: 'No such centre', 'zh-CN': '没有此中心' },
  'unknown-serial': { en: 'This serial was never registered', 'zh-CN': '该流水码从未登记' },
  'registration-reversed': {
    en: 'This serial was registered on {registeredOn}; the registration was reversed on {reversedOn} (book-{centre}@{revision}), so that no blank bears it',
    'zh-CN':
      '该流水码于 {registeredOn} 登记，已于 {reversedOn} 撤销登记（book-{centre}@{revision}），没有对应的空白证书',
  },
  'unknown-voucher': { en: 'No voucher has this number', 'zh-CN': '没有此凭证编号' },
  'unknown-certificate': { en: 'No certificate has this number', 'zh-CN': '没有此证书编码' },
  'unknown-consignment': { en: 'No such consignment', 'zh-CN': '没有此调拨单' },
  'unknown-policy': { en: 'No such number in the policy', 'zh-CN': '没有此政策参数' },
  'unknown-edition': {
    en: 'No blanks of this edition were ever registered',
    'zh-CN': '没有登记过此版本的空白证书',
  },
  'unknown-proposal': { en: 'No such proposal', 'zh-CN': '没有此待批事项' },
  'unknown-quarter': {
    en: 'A quarter is written like 2013Q2',
    'zh-CN': '季度应写作 2013Q2',
  },
  'unknown-month': { en: 'A month is written like 2009-06', 'zh-CN': '月份应写作 2009-06' },
  'no-monthly-file': {
    en: 'No file of this month was made yet',
    'zh-CN': '尚未生成该月的上报文件',
  },
  'nothing-to-print': {
    en: 'Nothing has been recorded for this form yet',
    'zh-CN': '此表尚无可打印的内容',
  },
  'unknown-user': { en: 'No such user', 'zh-CN': '没有此用户' },
  'unknown-api-key': { en: 'No such API key', 'zh-CN': '没有此 API 密钥' },
  'too-many-api-keys': {
    en: 'This user has {max} API keys already; delete one first',
    'zh-CN': '该用户已有 {max} 个 API 密钥，请先删除',
  },
  'username-taken': { en: 'This user name is taken', 'zh-CN': '该用户名已被使用' },
  'too-many-conflicts': {
    en: 'Others keep writing to the same book; try again',
    'zh-CN': '同一台账正被频繁写入，请重试',
  },
  'body-too-large': { en: 'The body exceeds {max} bytes', 'zh-CN': '请求体超过 {max} 字节' },
  'append-too-large': {
    en: 'This takes {sizeBytes} bytes in the book, and one request at most {max}; cut it into several',
    'zh-CN': '记入台账需 {sizeBytes} 字节，一次请求至多 {max} 字节，请分批提交',
  },
  'too-many-lines': {
    en: 'More than {max} lines in one request; cut it into several',
    'zh-CN': '一次请求超过 {max} 行，请分批提交',
  },
  'headers-too-large': { en: 'The request headers are too large', 'zh-CN': '请求头过大' },
  'idempotency-key-reused': {
    en: 'This Idempotency-Key was used with another request',
    'zh-CN': '该 Idempotency-Key 已用于另一请求',
  },
  'too-many-requests': {
    en: 'Too many failed attempts; wait {seconds} seconds',
    'zh-CN': '失败次数过多，请等待 {seconds} 秒',
  },
  'view-behind': {
    en: 'The view has not reached position {position} yet',
    'zh-CN': '视图尚未到达位置 {position}',
  },
  'proof-not-ready': {
    en: 'The log is being signed, and cannot prove anything of this serial yet; ask again in a minute',
    'zh-CN': '日志正在签名，暂不能出具该流水码的证明，请一分钟后再试',
  },
  'evidence-too-large': {
    en: 'The evidence would be beyond what can be checked: 10,000 events, 10,000 series or 64 MiB',
    'zh-CN': '证明文件将超出可核验的上限：1 万条事件、1 万个号段系列或 64 MiB',
  },
  'answers-busy': {
    en: 'Too much of this is being read for others; ask again in a moment',
    'zh-CN': '同类查询过多，请稍后再试',
  },
  'answer-too-slow': {
    en: 'The database takes too long to answer this; ask for less, or again later',
    'zh-CN': '数据库查询超时，请缩小范围或稍后再试',
  },
  'log-differs': {
    en: 'Event {event} is not the one that the signed log has: have the log verified',
    'zh-CN': '事件 {event} 与已签名的日志不符，请核验日志',
  },
  'views-behind': {
    en: 'The records are being brought up to date; ask again later',
    'zh-CN': '数据正在更新，请稍后再查',
  },
  'too-many-checks': {
    en: 'Too many checks; wait {seconds} seconds',
    'zh-CN': '查询过于频繁，请等待 {seconds} 秒',
  },
  'forgetting-unfinished': {
    en: 'Decided and recorded; the keys are being destroyed, which goes on by itself',
    'zh-CN': '已决定并记录，密钥正在销毁，系统将自动完成',
  },
  'engine-away': { en: 'Out of reach: {engines}', 'zh-CN': '无法连接：{engines}' },
  'store-damaged': {
    en: 'The event store is damaged; "npm run eventstore -- check --dir DATA/event-store" says where',
    'zh-CN': '事件库已损坏，请运行“npm run eventstore -- check --dir DATA/event-store”查看损坏位置',
  },
  stopping: { en: 'The service is stopping', 'zh-CN': '服务正在停止' },
  internal: {
    en: 'Something broke on our side; the request id finds it in the log',
    'zh-CN': '服务内部错误，可凭请求编号在日志中查找',
  },
} as const satisfies Record<string, Sentence>;

export type ProblemCode = keyof typeof problemTexts;

/** What is wrong with one field of a request. */
export const fieldTexts = {
  ...rowTexts,
  required: { en: 'is required', 'zh-CN': '必填' },
  'unknown-field': { en: 'is not a field of this request', 'zh-CN': '不是本请求的字段' },
  text: { en: 'must be text of 1 to {max} characters', 'zh-CN': '必须是1至{max}个字符的文字' },
  identifier: {
    en: 'must be text of at most {max} characters',
    'zh-CN': '必须是至多{max}个字符的文字',
  },
  secret: { en: 'must be text of {min} to {max} characters', 'zh-CN': '必须是{min}至{max}个字符' },
  'one-of': { en: 'must be one of {values}', 'zh-CN': '必须是以下之一：{values}' },
  'some-of': {
    en: 'must be a list without repetition of {values}',
    'zh-CN': '必须是以下各项的不重复列表：{values}',
  },
  day: { en: 'must be a calendar day, YYYY-MM-DD', 'zh-CN': '必须是日期，格式 YYYY-MM-DD' },
  instant: {
    en: 'must be an instant in UTC, such as 2013-04-01T08:00:00Z',
    'zh-CN': '必须是 UTC 时刻，如 2013-04-01T08:00:00Z',
  },
  'not-after': { en: 'must not be later than {day}', 'zh-CN': '不得晚于 {day}' },
  'not-in-future': { en: 'must not lie in the future', 'zh-CN': '不得晚于现在' },
  whole: { en: 'must be a whole number from {min} to {max}', 'zh-CN': '必须是{min}至{max}的整数' },
  number: { en: 'must be a number from {min} to {max}', 'zh-CN': '必须是{min}至{max}的数字' },
  flag: { en: 'must be true or false', 'zh-CN': '必须是 true 或 false' },
  object: { en: 'must be an object', 'zh-CN': '必须是对象' },
  list: { en: 'must be a list of {min} to {max} items', 'zh-CN': '必须是{min}至{max}项的列表' },
  texts: {
    en: 'must be a list of {min} to {maxItems} texts of 1 to {max} characters',
    'zh-CN': '必须是{min}至{maxItems}项、每项1至{max}个字符的列表',
  },
  username: {
    en: 'must begin with a letter or digit, then letters, digits and . _ @ -, at most {max} in all',
    'zh-CN': '须以字母或数字开头，由字母、数字和 . _ @ - 组成，至多{max}个字符',
  },
  'display-name': {
    en: 'must be one line of 1 to {max} characters, at least one of them visible',
    'zh-CN': '必须是一行1至{max}个字符，且含有可见字符',
  },
  pattern: { en: 'must look like {example}', 'zh-CN': '格式应如 {example}' },
  position: { en: 'must be a position: a whole number in digits', 'zh-CN': '必须是位置：整数数字' },
  cursor: { en: 'is not a cursor of this list', 'zh-CN': '不是本列表的游标' },
  together: { en: 'needs {other} as well', 'zh-CN': '需同时给出 {other}' },
  'one-of-two': {
    en: 'is needed, or {other} instead of it; not both',
    'zh-CN': '须与 {other} 二者择一',
  },
  'too-deep': { en: 'is nested too deeply', 'zh-CN': '嵌套过深' },
  'bad-character': {
    en: 'contains a character that is not text',
    'zh-CN': '含有非文字字符',
  },
  'one-line': {
    en: 'must be one line, without line breaks or tabs',
    'zh-CN': '须为一行，不得含换行符或制表符',
  },
} as const satisfies Record<string, Sentence>;

export type FieldCode = keyof typeof fieldTexts;
export type Params = Readonly<Record<string, string | number>>;

function fill(template: string, params: Params): string {
  return template.replace(/\{(\w+)\}/g, (whole, name: string) => String(params[name] ?? whole));
}

export const problemText = (code: ProblemCode, params: Params, language: Language): string =>
  fill(problemTexts[code][language], params);

export const fieldText = (code: FieldCode, params: Params, language: Language): string =>
  fill(fieldTexts[code][language], params);
