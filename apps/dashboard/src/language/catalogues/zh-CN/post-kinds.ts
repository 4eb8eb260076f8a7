import type { Translation } from '../en';

export const kinds: Translation['posts']['kinds'] = {
  receive: {
    title: '签收空白证书',
    what: '由两人对照清单清点。有破损或短缺的，须第二人审批。',
    record: '记录签收',
  },
  issue: {
    title: '颁发证书',
    what: '按签署的合格人员名册一人一行：先扫流水码，再填证书编码。',
    record: '记录颁发',
  },
  roster: {
    title: '从名册文件颁发',
    what: '上传 .xlsx 或 .csv 名册。先逐行检查再记录，被拒的行连同原因以文件退回。',
    record: '记录颁发',
  },
  replace: {
    title: '补发证书',
    what: '遗失（已登报声明）或损坏（已交回旧证）。证书编码不变，换用新的空白证书。',
    record: '记录补发',
  },
  spoil: {
    title: '登记废证',
    what: '库存中已不能使用、且实物在手的空白证书。实物不在的应报缺失，不是废证。',
    record: '记录废证',
  },
  destroy: {
    title: '销毁废证',
    what: '至少两名监销人在场并形成销毁记录，须第二人审批。销毁后不可恢复。',
    record: '提交审批',
  },
  count: {
    title: '盘点库存',
    what: '逐号核对，而不只是核对数量。盘点不改变账目，只列出差异。',
    record: '记录盘点',
  },
  dispatch: {
    title: '调拨空白证书',
    what: '发往直接下级中心，或退回上级。对方签收前为在途。',
    record: '记录调拨',
  },
  vouchers: {
    title: '出具成绩合格凭证',
    what: '仅在宣布该等级缺证期间出具，自名册签署日起一年内有效。',
    record: '记录凭证',
  },
  'voucher-roster': {
    title: '从名册文件出具凭证',
    what: '上传 .xlsx 或 .csv 名册。先逐行检查再记录，被拒的行连同原因以文件退回。',
    record: '记录凭证',
  },
  'voucher-replace': {
    title: '补发凭证',
    what: '有效期内遗失的凭证。补发凭证的有效期与原凭证相同。',
    record: '记录补发',
  },
  'voucher-void': {
    title: '作废凭证',
    what: '内容有误或被涂改的凭证。其证书编码可再次使用。',
    record: '作废凭证',
  },
  loss: {
    title: '报告缺失',
    what: '库存或废证中找不到的证书，须第二人审批；找回之前一直记在本中心账上。',
    record: '提交审批',
  },
  recovery: {
    title: '登记找回',
    what: '曾经打印过的证书不得再入库存。须第二人审批。',
    record: '提交审批',
  },
  correct: {
    title: '更正颁发流水码',
    what: '流水码录错、两张互换或整行错位：各行一并判断。须第二人审批。',
    record: '提交审批',
  },
  'void-issue': {
    title: '撤销颁发',
    what: '不应颁发的证书。须第二人审批。',
    record: '提交审批',
  },
  'reverse-spoilage': {
    title: '撤回废证登记',
    what: '误登记为废证的空白证书退回库存。须第二人审批。',
    record: '提交审批',
  },
  refuse: {
    title: '拒收调拨',
    what: '拒收后仍为在途，直到发出中心收回。',
    record: '记录拒收',
  },
  'take-back': {
    title: '收回调拨',
    what: '对方拒收的空白证书退回本中心库存。',
    record: '记录收回',
  },
  register: {
    title: '登记入库',
    what: '印制单位交付的空白证书。每个流水码只登记一次。',
    record: '记录入库',
  },
  'reverse-registration': {
    title: '撤销入库登记',
    what: '限于全部仍在本中心库存的。须第二人审批。',
    record: '提交审批',
  },
  shortage: {
    title: '宣布缺证',
    what: '从现在起，下属中心可为这些等级出具成绩合格凭证。',
    record: '宣布缺证',
  },
  'shortage-end': {
    title: '结束缺证',
    what: '空白证书已到：从现在起不再出具这些等级的凭证。',
    record: '结束缺证',
  },
};

export const events: Translation['posts']['events'] = {
  BlanksRegistered: '登记入库',
  RegistrationReversed: '撤销入库登记',
  BlanksDispatched: '调拨发出',
  BlanksReceived: '签收入库',
  BlanksRefused: '拒收',
  BlanksTakenBack: '收回调拨',
  CertificatesIssued: '颁发证书',
  ReplacementPrinted: '补发证书',
  IssueCorrected: '更正颁发',
  IssueVoided: '撤销颁发',
  SerialsSpoiled: '登记废证',
  SpoilageReversed: '撤回废证登记',
  SerialDestroyed: '销毁',
  SerialsReportedMissing: '报告缺失',
  SerialsRecovered: '找回',
  StockCounted: '盘点',
  VouchersIssued: '出具凭证',
  VoucherSuperseded: '凭证换发证书',
  VoucherReplaced: '补发凭证',
  VoucherVoided: '作废凭证',
  HoldersSealed: '持证人信息封存',
  ProposalMade: '提交审批',
  ProposalApproved: '批准',
  ProposalRefused: '不批准',
  ShortageDeclared: '宣布缺证',
  ShortageEnded: '结束缺证',
  CentreClosed: '中心撤销',
  EditionWithdrawn: '停用版本',
  HolderForgotten: '删除个人信息',
};
