/** Certificates, their holders and numbers, rosters and vouchers. */
import type { Sentences } from './sentences';

export const certificateMessages = {
  'certificate-in-book': {
    en: 'certificate {number} is known to this book: it needs no particulars',
    'zh-CN': '证书 {number} 已在本台账中，无须另填原证书信息',
  },
  'certificate-not-issued-here': {
    en: 'certificate {number} was not issued by this centre',
    'zh-CN': '证书 {number} 不是本中心颁发的',
  },
  'certificate-number-malformed': {
    en: '{number} is not a certificate number: year, institution, level 1–5 and a sequence from 00001, 16 digits',
    'zh-CN':
      '{number} 不是有效的证书编码：应为年份、机构代码、等级1至5、自00001起的顺序号，共16位数字',
  },
  'has-voucher': {
    en: '{number} has the voucher {voucher} already',
    'zh-CN': '证书编码 {number} 已有凭证 {voucher}',
  },
  'holder-in-upload': {
    en: 'upload {upload} of centre {centre} is not done and names this person: approve after it is',
    'zh-CN': '中心 {centre} 的上传 {upload} 尚未处理完毕，其中含有该人员：请待处理完毕后再批准',
  },
  'holder-not-forgotten': {
    en: 'the holder of {number} is known: another cannot be named',
    'zh-CN': '证书 {number} 的持证人信息仍在，不能另行填写',
  },
  'identity-number-invalid': {
    en: 'the identity number is wrong: 18 characters whose check character fits',
    'zh-CN': '身份证号有误：应为18位且校验码正确',
  },
  'loss-notice-missing': {
    en: 'a lost certificate needs a published notice: newspaper and date',
    'zh-CN': '补发遗失证书须有登报声明：报纸名称和日期',
  },
  'more-than-passed': {
    en: 'roster {reference}: {total} certificates, but {passed} passed',
    'zh-CN': '名册 {reference}：共 {total} 本，超过合格人数 {passed}',
  },
  'name-empty': {
    en: 'a name is empty',
    'zh-CN': '姓名不能为空',
  },
  'name-is-posters': {
    en: '{name} posts this and cannot be witness or counter',
    'zh-CN': '{name} 是录入人，不能同时为监销人或清点人',
  },
  'name-repeated': {
    en: '{name} is named twice',
    'zh-CN': '{name} 重复',
  },
  'no-serial-in-force': {
    en: 'certificate {number} has no serial in force: {serial} is {where}',
    'zh-CN': '证书 {number} 没有有效的流水码：{serial} {where}',
  },
  'number-in-use': {
    en: '{number} has a certificate already',
    'zh-CN': '证书编码 {number} 已使用',
  },
  'number-of-other-institution': {
    en: '{number} is of institution {institution}, neither this centre nor station {station}',
    'zh-CN': '{number} 的机构代码 {institution} 既不是本中心也不是鉴定所 {station}',
  },
  'number-of-other-level': {
    en: '{number} is of level {level}, the roster is of level {wanted}',
    'zh-CN': '{number} 的等级为{level}，名册等级为{wanted}',
  },
  'number-of-other-roster': {
    en: '{number} was used for another roster',
    'zh-CN': '证书编码 {number} 已用于其他名册',
  },
  'number-of-other-year': {
    en: '{number} is of year {year}, the roster was signed on {signedOn}',
    'zh-CN': '{number} 的年份为{year}，名册签发日期为 {signedOn}',
  },
  'number-repeated': {
    en: '{number} stands in the post twice',
    'zh-CN': '证书编码 {number} 在本次提交中重复',
  },
  'number-touched-later': {
    en: 'something happened to certificate {number} on {on}; the post cannot be dated earlier',
    'zh-CN': '证书 {number} 在 {on} 已有业务发生，本次日期不能更早',
  },
  'original-names-holder': {
    en: 'the holder is told with the original',
    'zh-CN': '持证人已随原证书信息填写，不得重复',
  },
  'original-not-older': {
    en: 'issued on {issuedOn}, but the book has been kept since {liveFrom}',
    'zh-CN': '证书颁发于 {issuedOn}，而本台账自 {liveFrom} 起启用',
  },
  'original-of-later-year': {
    en: '{number} is of year {year}, the certificate of {issuedOn}',
    'zh-CN': '{number} 的年份为{year}，晚于颁发日期 {issuedOn}',
  },
  'original-of-other-level': {
    en: '{number} is of level {level}, not {stated}',
    'zh-CN': '{number} 的等级为{level}，而非{stated}',
  },
  'original-serial-in-book': {
    en: '{serial} is known to this book ({where}): it is not older than the book',
    'zh-CN': '{serial} 已在本台账中（{where}），不是建账前的证书',
  },
  'original-serial-of-another': {
    en: '{serial} is said to be the old sheet of {number}; a sheet bears one number',
    'zh-CN': '{serial} 已被登记为 {number} 的原证书流水码，一张证书只有一个编码',
  },
  'original-serial-registered': {
    en: '{serial} was registered in this system: what is printed on it is not older than the books',
    'zh-CN': '{serial} 已在本系统登记入库，不可能是建账前的证书',
  },
  'other-serial-in-force': {
    en: 'certificate {number} has {serial} in force, not {recorded}',
    'zh-CN': '证书 {number} 的有效流水码为 {serial}，而非 {recorded}',
  },
  'replacement-of-other-level': {
    en: 'the blank is of level {level}, the certificate of level {wanted}',
    'zh-CN': '该空白证书为{level}级，证书等级为{wanted}级',
  },
  'roster-other-date': {
    en: 'roster {reference} was signed on {before}, not {now}',
    'zh-CN': '名册 {reference} 的签发日期为 {before}，而非 {now}',
  },
  'roster-other-passed': {
    en: 'roster {reference} has {before} passed, not {now}',
    'zh-CN': '名册 {reference} 的合格人数为 {before}，而非 {now}',
  },
  'station-not-of-centre': {
    en: '{station} is not a station of this centre',
    'zh-CN': '{station} 不是本中心的鉴定所（站）',
  },
  'voucher-born-expired': {
    en: 'vouchers of a roster signed on {signedOn} expired on {expiresOn}',
    'zh-CN': '名册于 {signedOn} 签发，凭证已于 {expiresOn} 到期',
  },
  'voucher-expired': {
    en: 'voucher {number} expired on {expiresOn}: the holder collects the certificate',
    'zh-CN': '凭证 {number} 已于 {expiresOn} 到期，持证人应领取证书',
  },
  'voucher-holder-forgotten': {
    en: 'the holder of voucher {number} was forgotten and cannot be compared: void the voucher first',
    'zh-CN': '凭证 {number} 的持证人信息已被遗忘，无法核对，须先作废凭证',
  },
  'voucher-issued-meanwhile': {
    en: 'voucher {number} was issued at this very moment: post again',
    'zh-CN': '凭证 {number} 刚刚核发，请重新提交',
  },
  'voucher-not-in-force': {
    en: 'voucher {number} was {status} on {on}',
    'zh-CN': '凭证 {number} 不在有效状态：{status}（{on}）',
  },
  'voucher-number-in-use': {
    en: '{number} is the number of another voucher',
    'zh-CN': '凭证编号 {number} 已使用',
  },
  'voucher-number-malformed': {
    en: '{number} is not a voucher number: the centre’s 8-digit code, then 1 to 20 capital letters, digits and hyphens, the last a digit',
    'zh-CN':
      '{number} 不是有效的凭证编号：应为8位机构代码，后接1至20位大写字母、数字或连字符，末位为数字',
  },
  'voucher-number-of-other-centre': {
    en: '{number} does not begin with this centre’s code {centre}',
    'zh-CN': '凭证编号 {number} 不是以本中心代码 {centre} 开头',
  },
  'voucher-says-otherwise': {
    en: 'voucher {number} says another {what}: void the voucher first if it is the wrong one',
    'zh-CN': '凭证 {number} 上的{what}与本次不一致；如凭证有误，须先作废',
  },
  'voucher-unknown': {
    en: 'this centre has no voucher {number}',
    'zh-CN': '本中心没有凭证 {number}',
  },
} as const satisfies Sentences;
