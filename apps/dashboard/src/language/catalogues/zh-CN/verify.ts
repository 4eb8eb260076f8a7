import type { Translation } from '../en';

export const verify: Translation['verify'] = {
  title: '证书查验',
  intro: '输入证书或成绩合格凭证上的编码，再填写持证人姓名或身份证号后四位，即可核对真伪。',
  number: '证书编码或凭证编码',
  numberHint: '如由二维码进入，编码已自动填好。',
  numberMissing: '请输入编码。',
  by: '核对方式',
  name: '姓名',
  idTail: '身份证号后四位',
  nameLabel: '持证人姓名',
  nameMissing: '请输入持证人的完整姓名。',
  idTailLabel: '持证人身份证号后四位',
  idTailMissing: '请输入身份证号的后四位。',
  serial: '流水码（选填）',
  serialHint: '印在证书纸张上。填写后可查明手中这张纸是否有效。',
  submit: '查验',
  result: '查验结果',
  kind: '类别',
  kinds: { certificate: '职业资格证书', voucher: '成绩合格凭证' },
  occupation: '职业',
  level: '等级',
  centre: '发证机构',
  issuedOn: '发证日期',
  expiresOn: '有效期至',
  foot: '查验只回答编码与所填信息是否相符，不显示持证人的其他信息。',
  judgements: {
    'not-confirmed': {
      title: '未能核实',
      what: '编码与所填信息不相符，或该证书、凭证已被作废，或持证人的信息已应其本人要求抹除。请核对后重试，或向发证机构查询。',
    },
    certificate: {
      title: '该证书编码真实有效',
      what: '要确认手中的纸张，请再填写纸上的流水码：挂失补发后，原来的纸张不再有效。',
    },
    'paper-in-force': { title: '该证书真实有效', what: '流水码相符，手中这张纸有效。' },
    'paper-replaced': {
      title: '这张纸已作废',
      what: '证书编码真实，但该流水码的纸张已被换发，不再有效，请勿采信。',
    },
    'paper-unknown': {
      title: '这张纸不属于该证书',
      what: '证书编码真实，但纸上的流水码从未用于该证书。请核对流水码，不符的请勿采信。',
    },
    'voucher-valid': { title: '该凭证真实有效', what: '在有效期内可作为成绩合格的证明。' },
    'voucher-expired': {
      title: '该凭证真实，但已过期',
      what: '有效期已过，不再作为证明；持证人可凭此领取证书。',
    },
    'voucher-superseded': {
      title: '该凭证已换发证书',
      what: '证书已颁发，请以证书为准。',
    },
    'voucher-replaced': {
      title: '该凭证已挂失补发',
      what: '这一张不再有效，请以补发的凭证为准。',
    },
  },
};
