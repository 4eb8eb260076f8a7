/** Centres, people and what they propose, days, editions, shortages, witnesses. */
import type { Sentences } from './sentences';

export const installationMessages = {
  'approver-granted-by-author': {
    en: 'the author of a proposal cannot have granted the role of who approves it',
    'zh-CN': '审批人的角色不得由申请人授予',
  },
  'approver-granted-later': {
    en: 'the approver became a supervisor after the proposal was made',
    'zh-CN': '审批人在申请提出之后才获得主管角色，不能审批',
  },
  'approver-is-author': {
    en: 'a second user must approve: the author cannot',
    'zh-CN': '须由第二人审批，申请人本人不能审批',
  },
  'approver-is-named': {
    en: '{name} is named in the proposal as witness or counter and cannot approve it',
    'zh-CN': '{name} 是该申请中的监销人或清点人，不能审批',
  },
  'approver-no-supervisor': {
    en: 'a supervisor of this centre or of its parent must approve',
    'zh-CN': '须由本中心或上级中心的主管审批',
  },
  'centre-exists': {
    en: 'centre {centre} is registered already',
    'zh-CN': '机构 {centre} 已登记',
  },
  'centre-unknown': {
    en: 'there is no centre {centre}',
    'zh-CN': '没有机构 {centre}',
  },
  'date-in-future': {
    en: '{date} is in the future',
    'zh-CN': '{date} 是将来的日期',
  },
  'date-malformed': {
    en: '{date} is not a date (YYYY-MM-DD)',
    'zh-CN': '{date} 不是有效日期（YYYY-MM-DD）',
  },
  'date-too-far-back': {
    en: '{date} is more than {days} days back',
    'zh-CN': '{date} 早于允许的 {days} 天补录期限',
  },
  'edition-withdrawn-before': {
    en: 'edition {edition} is withdrawn already, from {from}',
    'zh-CN': '版本 {edition} 已自 {from} 起停用',
  },
  'holder-forgotten-before': {
    en: 'All of these lines were forgotten before',
    'zh-CN': '这些记录均已抹除',
  },
  'holder-of-too-many-lines': {
    en: '{count} lines bear this document; one act forgets at most {max}',
    'zh-CN': '该证件涉及{count}行记录，一次至多抹除{max}行',
  },
  'holder-unknown': {
    en: 'Nothing is recorded of this document',
    'zh-CN': '没有该证件的记录',
  },
  'institution-code-malformed': {
    en: '{centre} is not an institution code: 8 digits, the fifth from 0 to 4',
    'zh-CN': '{centre} 不是有效的机构代码：应为8位数字，第5位为0至4',
  },
  'institution-code-type': {
    en: '{centre}: the fifth digit is 0 for a centre, 1 to 4 for a station',
    'zh-CN': '{centre}：第5位中心为0，鉴定所（站）为1至4',
  },
  'live-from-too-late': {
    en: '{date} is more than {days} days ahead',
    'zh-CN': '{date} 晚于允许的 {days} 天',
  },
  'no-shortages-of-centre': {
    en: 'shortages are declared by a province or by the top centre, not by {centre}',
    'zh-CN': '短缺只能由省中心或顶级中心宣布，{centre} 不能宣布',
  },
  'parent-not-one-tier-up': {
    en: 'a {tier} cannot be below the {parentTier} {centre}',
    'zh-CN': '{tier}不能隶属于{parentTier} {centre}',
  },
  'policy-out-of-bounds': {
    en: '{name} is a whole number from {least} to {most} ({unit})',
    'zh-CN': '{name} 应为 {least} 至 {most} 的整数（{unit}）',
  },
  'policy-unknown': {
    en: 'the policy has no {name}',
    'zh-CN': '没有名为 {name} 的政策参数',
  },
  'proposal-decided': {
    en: 'proposal {proposal} was {status} before',
    'zh-CN': '申请 {proposal} 已{status}',
  },
  'proposal-expired': {
    en: 'proposal {proposal} expired at {expiresAt}',
    'zh-CN': '申请 {proposal} 已于 {expiresAt} 过期',
  },
  'proposal-holder-forgotten': {
    en: 'Proposal {proposal} names somebody who was forgotten since; refuse it and post the rest anew',
    'zh-CN': '待批事项 {proposal} 涉及已抹除的持证人，请予驳回，其余重新提交',
  },
  'proposal-not-expired': {
    en: 'proposal {proposal} waits for a second user until {expiresAt}',
    'zh-CN': '申请 {proposal} 的待批期限至 {expiresAt}，尚未过期',
  },
  'proposal-unknown': {
    en: 'there is no proposal {proposal}',
    'zh-CN': '没有申请 {proposal}',
  },
  'reason-names-document': {
    en: 'The reason stays for ever and must not name the document',
    'zh-CN': '原因将永久留存，不得写明证件号码',
  },
  'shortage-changed-later': {
    en: 'the shortage of level {level} last changed on {on}; this cannot be dated earlier',
    'zh-CN': '{level}级短缺在 {on} 已有变动，本次日期不能更早',
  },
  'shortage-declared-before': {
    en: 'a shortage of blanks of level {level} is declared already',
    'zh-CN': '{level}级空白证书短缺已宣布',
  },
  'shortage-not-declared': {
    en: 'no shortage of blanks of level {level} is declared by this centre',
    'zh-CN': '本中心未宣布{level}级空白证书短缺',
  },
  'station-without-parent': {
    en: 'a station needs a parent',
    'zh-CN': '鉴定所（站）须有上级中心',
  },
  'top-centre-exists': {
    en: 'there is one top centre, {centre}; every other needs a parent',
    'zh-CN': '顶级中心只有一个（{centre}），其他机构须有上级',
  },
  'withdrawal-not-later': {
    en: 'a withdrawal begins later than the day on which it is decided ({today}), not on {from}',
    'zh-CN': '停用日期须晚于决定之日（{today}），不能为 {from}',
  },
  'witness-checkpoint-ahead': {
    en: 'the checkpoint counts {size} events, more than the log has signed here: wait a minute, or compare it with others',
    'zh-CN': '校验点计 {size} 条事件，多于本系统已签名者：请稍候再试，或与他人核对',
  },
  'witness-checkpoint-differs': {
    en: 'the log signed another head of {size} events than the one that stands here: it was forked. Keep the checkpoint and tell the other centres',
    'zh-CN':
      '日志对 {size} 条事件签过另一个校验点，与此处不同：日志已分叉。请保存该校验点并告知其他中心',
  },
  'witness-checkpoint-malformed': {
    en: 'this is no signed checkpoint of a log',
    'zh-CN': '不是日志的签名校验点',
  },
  'witness-checkpoint-not-signed': {
    en: 'the key of this log did not sign the checkpoint',
    'zh-CN': '校验点不是由本日志的密钥签名',
  },
  'witness-checkpoint-other-log': {
    en: 'the checkpoint is of another log',
    'zh-CN': '该校验点属于另一日志',
  },
  'witness-cosignature-early': {
    en: 'the cosignature says it was made at {at}, which has not come yet',
    'zh-CN': '联署时间 {at} 尚未到来',
  },
  'witness-cosignature-wrong': {
    en: 'the key registered for centre {centre} did not cosign this checkpoint',
    'zh-CN': '不是中心 {centre} 已登记的密钥对该校验点的联署',
  },
  'witness-key-id-taken': {
    en: 'another key of the centre has the id {id}: make a new one',
    'zh-CN': '该中心另一密钥已使用标识 {id}，请重新生成',
  },
  'witness-key-known': {
    en: 'this key was registered for centre {centre} before',
    'zh-CN': '该密钥已为中心 {centre} 登记过',
  },
  'witness-key-malformed': {
    en: 'the key is written <name>+<id>+<base 64>, as “liushui witness {centre}” prints it',
    'zh-CN': '密钥应写作 <名称>+<标识>+<base 64>，即“liushui witness {centre}”所示',
  },
  'witness-key-missing': {
    en: 'no witness key is registered for centre {centre}',
    'zh-CN': '中心 {centre} 尚未登记联署密钥',
  },
  'witness-key-name': {
    en: 'the key is named {name}; the name of this centre’s key ends in /{centre}',
    'zh-CN': '密钥名称为 {name}；本中心密钥的名称须以 /{centre} 结尾',
  },
  'witness-key-of-another': {
    en: 'this key was registered for centre {centre}',
    'zh-CN': '该密钥已为中心 {centre} 登记',
  },
} as const satisfies Sentences;
