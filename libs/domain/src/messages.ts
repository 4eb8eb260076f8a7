/** The sentence of every refusal and warning, in both languages; `{name}` stands for a parameter. */
export const messages = {
  'actual-sheet-elsewhere': {
    en: '{serial} is neither in this centre’s stock nor recorded in another line: {where}',
    'zh-CN': '{serial} 既不在本中心库存，也不是其他行登记的流水码：{where}',
  },
  'anomaly-count-differs': {
    en: '{missing} that the book has were not found, {unexpected} found that it has elsewhere',
    'zh-CN': '盘点不符：账有实无 {missing} 张，实有账无 {unexpected} 张',
  },
  'anomaly-out-of-hours': {
    en: '{posts} posts on {on} before {fromHour}:00, from {toHour}:00 on or on a weekend',
    'zh-CN': '{on} 在 {fromHour}:00 前、{toHour}:00 后或周末记账 {posts} 笔',
  },
  'anomaly-out-of-order': {
    en: '{serial} was left in stock when {used} was used',
    'zh-CN': '使用了 {used}，而较小的 {serial} 仍在库存',
  },
  'anomaly-receipt-unexpected': {
    en: '{unexpected} blanks lay in consignment {consignment} that were not sent with it',
    'zh-CN': '调拨单 {consignment} 箱中另有未列入的空白证书 {unexpected} 张',
  },
  'anomaly-spoilage-peers': {
    en: '{perMille} of a thousand spoiled in a year, where the sister centres’ median is {median}',
    'zh-CN': '一年废证率 {perMille}‰，同级中心的中位数为 {median}‰',
  },
  'anomaly-spoilage-rate': {
    en: '{perMille} of a thousand spoiled in a year; the policy’s bound is {most}',
    'zh-CN': '一年废证率 {perMille}‰，超过政策规定的 {most}‰',
  },
  'anomaly-spoiled-overdue': {
    en: '{quantity} spoiled for more than {days} days and not destroyed',
    'zh-CN': '废证 {quantity} 张超过 {days} 天未销毁',
  },
  'anomaly-stock-short': {
    en: '{stock} in stock and {incoming} coming; {quarter} will take about {need}',
    'zh-CN': '库存 {stock} 张、在途 {incoming} 张，{quarter} 预计需要 {need} 张',
  },
  'anomaly-transit-long': {
    en: 'consignment {consignment} has been on its way for {waited} days; the policy allows {most}',
    'zh-CN': '调拨单 {consignment} 已在途 {waited} 天，政策规定至多 {most} 天',
  },
  'anomaly-vouchers-expiring': {
    en: '{vouchers} vouchers are valid until {on}, in {left} days, and not superseded',
    'zh-CN': '成绩合格凭证 {vouchers} 份将于 {on}（{left} 天后）到期，尚未换发证书',
  },
  'application-approved': {
    en: 'the application for {quarter} is approved already',
    'zh-CN': '{quarter} 的申领已核准',
  },
  'application-missing': {
    en: 'nobody has filed an application for {quarter}',
    'zh-CN': '{quarter} 尚未提交申领',
  },
  'application-not-cited': {
    en: 'what goes to {centre} cites its approved application',
    'zh-CN': '发往 {centre} 的证书须注明已核准的申领',
  },
  'application-not-due': {
    en: 'this consignment to {centre} cites no application',
    'zh-CN': '本次发往 {centre} 的调拨不需注明申领',
  },
  'application-not-granted': {
    en: '{centre} has no approved application for {application}',
    'zh-CN': '{centre} 没有已核准的 {application} 申领',
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
  'beyond-ceiling': {
    en: 'level {level}: {quantity} is more than {percent}% of the yardstick, {yardstick}',
    'zh-CN': '{level}级：{quantity} 超过参考数 {yardstick} 的 {percent}%',
  },
  'beyond-grant': {
    en: 'level {level}: {wanted} are sent, but of {granted} granted for {application} {left} are left',
    'zh-CN': '{level}级：本次发 {wanted} 本，{application} 核准 {granted} 本，尚余 {left} 本',
  },
  'blank-of-other-level': {
    en: '{serial} is a blank of level {level}, the roster is of level {wanted}',
    'zh-CN': '{serial} 是{level}级空白证书，名册等级为{wanted}级',
  },
  'blanks-enough': {
    en: 'this centre holds blanks enough for all {count} lines at level {level}: the certificates could be printed',
    'zh-CN': '本中心{level}级空白证书库存足够 {count} 本，可直接打印证书',
  },
  'book-moved-while-compared': {
    en: 'others posted in the book while the count was compared; send it again',
    'zh-CN': '比对期间台账有新的业务，请重新提交',
  },
  'centre-below-open': {
    en: 'centre {centre} below it is open',
    'zh-CN': '下级中心 {centre} 尚未撤销',
  },
  'centre-closed': {
    en: 'centre {centre} was closed on {on}; only what settles the past is posted in its book',
    'zh-CN': '中心 {centre} 已于 {on} 撤销，只能办理善后业务',
  },
  'centre-exists': {
    en: 'centre {centre} is registered already',
    'zh-CN': '机构 {centre} 已登记',
  },
  'centre-unknown': {
    en: 'there is no centre {centre}',
    'zh-CN': '没有机构 {centre}',
  },
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
  'closed-centre-of-parent': {
    en: 'centre {centre} was closed on {on}; users of its parent post in its book',
    'zh-CN': '中心 {centre} 已于 {on} 撤销，由上级中心的用户代为办理',
  },
  'closing-before-last-move': {
    en: 'blanks moved in this book on {on}; the centre cannot be closed on an earlier day',
    'zh-CN': '本中心在 {on} 仍有业务，撤销日期不能更早',
  },
  'consignment-answered': {
    en: 'consignment {consignment} was {answer} on {on}',
    'zh-CN': '调拨 {consignment} 已于 {on} {answer}',
  },
  'consignment-not-refused': {
    en: 'consignment {consignment} was not refused by its receiver: {answer}',
    'zh-CN': '调拨 {consignment} 未被接收方拒收：{answer}',
  },
  'consignment-taken-back': {
    en: 'consignment {consignment} was taken back before',
    'zh-CN': '调拨 {consignment} 已收回过',
  },
  'consignment-under-way': {
    en: 'consignment {consignment} is under way: it must be received or taken back first',
    'zh-CN': '调拨 {consignment} 尚在途中，须先接收或收回',
  },
  'consignment-unknown': {
    en: 'there is no consignment {consignment} for this centre',
    'zh-CN': '本中心没有调拨 {consignment}',
  },
  'count-began-too-long-ago': {
    en: 'too much was posted since that position; count again',
    'zh-CN': '自该位置以来业务过多，请重新清点',
  },
  'count-differs-too-much': {
    en: '{count} stretches differ or moved, one count holds {most}; count fewer levels at a time',
    'zh-CN': '差异及变动共 {count} 段，一次清点至多 {most} 段，请按等级分次清点',
  },
  'count-took-too-long': {
    en: 'blanks have moved since that position for more than {days} days; count again',
    'zh-CN': '该位置之后的业务已超过 {days} 天，请重新清点',
  },
  'date-after-occurred': {
    en: '{date} is later than the day of the post, {occurredOn}',
    'zh-CN': '{date} 晚于业务日期 {occurredOn}',
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
  'date-without-second-user': {
    en: '{date} is too far back for one user, and after the centre went live; nobody else confirms this post: state a later day',
    'zh-CN':
      '{date} 超出一人可补录的期限，且晚于中心启用日期；此项没有第二人复核，请填写较近的日期',
  },
  'earlier-than-dispatch': {
    en: 'the consignment was sent on {on}; nothing can answer it earlier',
    'zh-CN': '该调拨于 {on} 发出，答复日期不能更早',
  },
  'earlier-than-last-event': {
    en: '{from} to {to}: something happened to them on {on}; the post cannot be dated earlier',
    'zh-CN': '{from} 至 {to} 在 {on} 已有业务发生，本次日期不能更早',
  },
  'earlier-than-refusal': {
    en: 'the consignment was refused on {on}; it cannot be taken back earlier',
    'zh-CN': '该调拨于 {on} 被拒收，收回日期不能更早',
  },
  'edition-not-plain': {
    en: 'the name of an edition has single blanks inside it at most, and no characters that are not seen',
    'zh-CN': '版别名称首尾不得有空格，中间至多单个空格，且不得含不可见字符',
  },
  'edition-spelled-otherwise': {
    en: 'this edition was registered before as {known}',
    'zh-CN': '该版别已登记为 {known}',
  },
  'edition-withdrawn': {
    en: '{from} to {to} are of edition {edition}, withdrawn from {on}: return them, or spoil and destroy them',
    'zh-CN': '{from} 至 {to} 属版本 {edition}，自 {on} 起停用，只能退回，或登记废证后销毁',
  },
  'edition-withdrawn-before': {
    en: 'edition {edition} is withdrawn already, from {from}',
    'zh-CN': '版本 {edition} 已自 {from} 起停用',
  },
  'granted-missing': {
    en: 'an approval says how much of each level is granted, even if nothing: it is final',
    'zh-CN': '核准须写明各等级核拨数量（可以为零），核准后不再更改',
  },
  'has-voucher': {
    en: '{number} has the voucher {voucher} already',
    'zh-CN': '证书编码 {number} 已有凭证 {voucher}',
  },
  'holder-forgotten-before': {
    en: 'All of these lines were forgotten before',
    'zh-CN': '这些记录均已抹除',
  },
  'holder-in-upload': {
    en: 'upload {upload} of centre {centre} is not done and names this person: approve after it is',
    'zh-CN': '中心 {centre} 的上传 {upload} 尚未处理完毕，其中含有该人员：请待处理完毕后再批准',
  },
  'holder-not-forgotten': {
    en: 'the holder of {number} is known: another cannot be named',
    'zh-CN': '证书 {number} 的持证人信息仍在，不能另行填写',
  },
  'holder-of-too-many-lines': {
    en: '{count} lines bear this document; one act forgets at most {max}',
    'zh-CN': '该证件涉及{count}行记录，一次至多抹除{max}行',
  },
  'holder-unknown': {
    en: 'Nothing is recorded of this document',
    'zh-CN': '没有该证件的记录',
  },
  'identity-number-invalid': {
    en: 'the identity number is wrong: 18 characters whose check character fits',
    'zh-CN': '身份证号有误：应为18位且校验码正确',
  },
  'institution-code-malformed': {
    en: '{centre} is not an institution code: 8 digits, the fifth from 0 to 4',
    'zh-CN': '{centre} 不是有效的机构代码：应为8位数字，第5位为0至4',
  },
  'institution-code-type': {
    en: '{centre}: the fifth digit is 0 for a centre, 1 to 4 for a station',
    'zh-CN': '{centre}：第5位中心为0，鉴定所（站）为1至4',
  },
  'leader-no-supervisor': {
    en: 'the leader in charge is a supervisor',
    'zh-CN': '分管领导须为主管',
  },
  'live-from-too-late': {
    en: '{date} is more than {days} days ahead',
    'zh-CN': '{date} 晚于允许的 {days} 天',
  },
  'loss-notice-missing': {
    en: 'a lost certificate needs a published notice: newspaper and date',
    'zh-CN': '补发遗失证书须有登报声明：报纸名称和日期',
  },
  'manager-missing': {
    en: '{centre} has no certificate manager: appoint one first',
    'zh-CN': '{centre} 尚未指定证书管理员',
  },
  'minutes-of-another-day': {
    en: 'the minutes are of {on}, the destruction is stated for {occurredOn}',
    'zh-CN': '销毁记录日期为 {on}，与业务日期 {occurredOn} 不符',
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
  'no-shortage': {
    en: 'no shortage of blanks of level {level} is declared for this centre: print the certificates',
    'zh-CN': '本中心未宣布{level}级空白证书短缺，应直接打印证书',
  },
  'no-shortages-of-centre': {
    en: 'shortages are declared by a province or by the top centre, not by {centre}',
    'zh-CN': '短缺只能由省中心或顶级中心宣布，{centre} 不能宣布',
  },
  'nobody-applies-to': {
    en: 'nobody applies to {centre}: a board is of a province or of the top centre',
    'zh-CN': '没有中心向 {centre} 申领：汇总仅限省级中心和部中心',
  },
  'nobody-to-apply-to': {
    en: '{centre} has no centre above it to apply to',
    'zh-CN': '{centre} 没有可申领的上级中心',
  },
  'not-one-tier': {
    en: 'blanks go one tier down, or back to the parent; {centre} is neither',
    'zh-CN': '空白证书只能逐级下发或退回上级，{centre} 不是直接上下级',
  },
  'not-top-centre': {
    en: 'only the top centre registers blanks: {centre}',
    'zh-CN': '只有顶级中心可以登记入库：{centre}',
  },
  'nothing-named': {
    en: 'the list is empty: name at least one',
    'zh-CN': '列表为空，至少列出一项',
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
  'opening-goes-down': {
    en: 'opening stock comes down from the parent; {centre} is not below this centre',
    'zh-CN': '期初库存由上级下发，{centre} 不是本中心的下级',
  },
  'opening-too-late': {
    en: 'opening stock for {centre} could be sent until {on}',
    'zh-CN': '{centre} 的期初库存只能在 {on} 之前（含当日）下发',
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
  'out-of-serial-order': {
    en: '{used} was used while the lower {serial} stays in stock',
    'zh-CN': '使用了 {used}，而较小的流水码 {serial} 仍在库存',
  },
  'outside-window': {
    en: 'applications for {quarter} are made from {from} to {to}',
    'zh-CN': '{quarter} 的申领时间为 {from} 至 {to}',
  },
  'parent-not-one-tier-up': {
    en: 'a {tier} cannot be below the {parentTier} {centre}',
    'zh-CN': '{tier}不能隶属于{parentTier} {centre}',
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
  'people-count': {
    en: '{count} people named, {least} needed',
    'zh-CN': '列出 {count} 人，需要 {least} 人',
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
  'range-malformed': {
    en: '{from} to {to} is not a range: one series, from not after to',
    'zh-CN': '{from} 至 {to} 不是有效区间：应为同一系列且起不大于止',
  },
  'ranges-overlap': {
    en: '{from} to {to} overlaps another range of the list',
    'zh-CN': '{from} 至 {to} 与列表中其他区间重叠',
  },
  'reason-missing': {
    en: 'sending an application back needs a reason',
    'zh-CN': '退回申领须说明理由',
  },
  'reason-names-document': {
    en: 'The reason stays for ever and must not name the document',
    'zh-CN': '原因将永久留存，不得写明证件号码',
  },
  'receiver-closed': {
    en: 'centre {centre} was closed on {on} and receives nothing',
    'zh-CN': '中心 {centre} 已于 {on} 撤销，不再接收调拨',
  },
  'recorded-sheet-in-use': {
    en: '{serial} is the actual sheet of another line, so it is neither stock, spoiled nor missing',
    'zh-CN': '{serial} 是另一行实际使用的证书，不能另作处理',
  },
  'recorded-sheet-unsaid': {
    en: 'say what the recorded sheet {serial} is: stock, spoiled or missing',
    'zh-CN': '请说明原登记的 {serial} 现为库存、废证还是丢失',
  },
  'refiling-too-late': {
    en: 'the application for {quarter} was sent back and could be filed again until {to}',
    'zh-CN': '{quarter} 的申领被退回，重新提交截止 {to}',
  },
  'registration-not-in-stock': {
    en: '{from} to {to} are not wholly in the top centre’s stock: {where}',
    'zh-CN': '{from} 至 {to} 不全在顶级中心库存，不能撤销登记：{where}',
  },
  'replacement-of-other-level': {
    en: 'the blank is of level {level}, the certificate of level {wanted}',
    'zh-CN': '该空白证书为{level}级，证书等级为{wanted}级',
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
  'roster-other-date': {
    en: 'roster {reference} was signed on {before}, not {now}',
    'zh-CN': '名册 {reference} 的签发日期为 {before}，而非 {now}',
  },
  'roster-other-passed': {
    en: 'roster {reference} has {before} passed, not {now}',
    'zh-CN': '名册 {reference} 的合格人数为 {before}，而非 {now}',
  },
  'serial-malformed': {
    en: '{serial} is not a serial: up to 6 capital letters, then 6 to 12 digits',
    'zh-CN': '{serial} 不是有效的流水码：至多6个大写字母，后接6至12位数字',
  },
  'serial-not-in-stock': {
    en: '{serial} is not in this centre’s stock: {where}',
    'zh-CN': '{serial} 不在本中心库存：{where}',
  },
  'serial-repeated': {
    en: '{serial} stands in the post twice',
    'zh-CN': '流水码 {serial} 在本次提交中重复',
  },
  'serials-counted-twice': {
    en: '{from} to {to} are counted twice',
    'zh-CN': '{from} 至 {to} 重复清点',
  },
  'serials-destroyed-before': {
    en: '{from} to {to} are destroyed; nothing moves them again',
    'zh-CN': '{from} 至 {to} 已销毁，不能再变动',
  },
  'serials-never-stock-again': {
    en: '{from} to {to} were printed, or lost as spoiled sheets: they are never stock again',
    'zh-CN': '{from} 至 {to} 已打印或作为废证丢失过，不能再回库存',
  },
  'serials-not-accounted-for': {
    en: '{from} to {to} were sent and are not accounted for',
    'zh-CN': '{from} 至 {to} 已发出但未清点',
  },
  'serials-not-at-hand': {
    en: '{from} to {to} are neither in this centre’s stock nor spoiled: {where}',
    'zh-CN': '{from} 至 {to} 既不在本中心库存，也不是废证：{where}',
  },
  'serials-not-here': {
    en: '{from} to {to} are not among this centre’s spoiled sheets: {where}',
    'zh-CN': '{from} 至 {to} 不在本中心废证中：{where}',
  },
  'serials-not-in-stock': {
    en: '{from} to {to} are not in this centre’s stock: {where}',
    'zh-CN': '{from} 至 {to} 不在本中心库存：{where}',
  },
  'serials-not-lost': {
    en: '{from} to {to} are neither missing nor void in this book: {where}',
    'zh-CN': '{from} 至 {to} 在本台账中既非丢失也非作废：{where}',
  },
  'serials-not-sent': {
    en: '{from} to {to} were not sent with this consignment',
    'zh-CN': '{from} 至 {to} 不在本次调拨中',
  },
  'serials-not-spoiled': {
    en: '{from} to {to} are in stock: register them as spoiled first',
    'zh-CN': '{from} 至 {to} 仍在库存：须先登记为废证',
  },
  'serials-registered-before': {
    en: '{from} to {to} were registered before: {where}',
    'zh-CN': '{from} 至 {to} 已登记过：{where}',
  },
  'serials-still-here': {
    en: '{from} to {to} are still with this centre: {where}',
    'zh-CN': '{from} 至 {to} 仍在本中心：{where}',
  },
  'serials-too-many': {
    en: '{count} serials in one registration; at most {most}',
    'zh-CN': '一次登记 {count} 张，最多 {most} 张',
  },
  'serials-were-sent': {
    en: '{from} to {to} were sent with this consignment and are not unexpected',
    'zh-CN': '{from} 至 {to} 属于本次调拨，不是多出的证书',
  },
  'sheet-not-wrong': {
    en: '{serial} is named both as recorded and as actual: nothing to correct',
    'zh-CN': '{serial} 既是登记的又是实际的流水码，无需更正',
  },
  'sheet-of-other-level': {
    en: '{serial} is of level {level}, certificate {number} of level {wanted}',
    'zh-CN': '{serial} 为{level}级，证书 {number} 为{wanted}级',
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
  'station-holds-no-blanks': {
    en: '{centre} is a station: stations never hold blanks',
    'zh-CN': '{centre} 是鉴定所（站），不得持有空白证书',
  },
  'station-not-of-centre': {
    en: '{station} is not a station of this centre',
    'zh-CN': '{station} 不是本中心的鉴定所（站）',
  },
  'station-without-parent': {
    en: 'a station needs a parent',
    'zh-CN': '鉴定所（站）须有上级中心',
  },
  'top-centre-exists': {
    en: 'there is one top centre, {centre}; every other needs a parent',
    'zh-CN': '顶级中心只有一个（{centre}），其他机构须有上级',
  },
  'top-centre-stays': {
    en: '{centre} is the top centre: nobody could settle its book afterwards',
    'zh-CN': '{centre} 是顶级中心，撤销后无人可处理其台账',
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
  'window-open': {
    en: 'applications for {quarter} can be filed until {to}',
    'zh-CN': '{quarter} 的申领截止 {to}',
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
} as const satisfies Record<string, Record<Language, string>>;

/** Values of parameters that are words of the domain, in Chinese. */
const wordsInChinese: Readonly<Record<string, string>> = {
  stock: '在库',
  transit: '在途',
  issued: '已颁发',
  void: '已作废',
  spoiled: '废证',
  missing: '丢失',
  destroyed: '已销毁',
  unknown: '本中心没有记录',
  superseded: '被证书替代',
  replaced: '补发',
  level: '等级',
  occupation: '职业',
  name: '姓名',
  document: '证件',
  received: '接收',
  refused: '拒收',
  unanswered: '尚未答复',
  approved: '批准',
  ministry: '部中心',
  province: '省中心',
  city: '市（州）中心',
  station: '鉴定所（站）',
  origin: '登记已撤销',
  days: '天',
  people: '人',
  percent: '百分比',
  'per mille': '千分比',
  'day of the month': '当月第几日',
  'hour of the day': '时',
  '1 yes, 0 no': '1 是，0 否',
};

/** Parameters whose values are words; all others are the caller's own text. */
const wordParams = new Set(['where', 'answer', 'status', 'tier', 'parentTier', 'unit', 'what']);

export type MessageCode = keyof typeof messages;
export type Language = 'en' | 'zh-CN';

/** The sentence for a refusal or warning. */
export function messageOf(
  code: MessageCode,
  params: Readonly<Record<string, string | number>>,
  language: Language,
): string {
  const template: string = messages[code][language];
  return template.replace(/\{(\w+)\}/g, (whole, name: string) => {
    const value = params[name];
    if (value === undefined) return whole;
    const isWord = language === 'zh-CN' && wordParams.has(name);
    return String(isWord ? (wordsInChinese[value] ?? value) : value);
  });
}
