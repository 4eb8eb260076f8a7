/** Blanks and sheets on their way and in stock. */
import type { Sentences } from './sentences';

export const custodyMessages = {
  'actual-sheet-elsewhere': {
    en: '{serial} is neither in this centre’s stock nor recorded in another line: {where}',
    'zh-CN': '{serial} 既不在本中心库存，也不是其他行登记的流水码：{where}',
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
  'minutes-of-another-day': {
    en: 'the minutes are of {on}, the destruction is stated for {occurredOn}',
    'zh-CN': '销毁记录日期为 {on}，与业务日期 {occurredOn} 不符',
  },
  'no-shortage': {
    en: 'no shortage of blanks of level {level} is declared for this centre: print the certificates',
    'zh-CN': '本中心未宣布{level}级空白证书短缺，应直接打印证书',
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
  'opening-goes-down': {
    en: 'opening stock comes down from the parent; {centre} is not below this centre',
    'zh-CN': '期初库存由上级下发，{centre} 不是本中心的下级',
  },
  'opening-too-late': {
    en: 'opening stock for {centre} could be sent until {on}',
    'zh-CN': '{centre} 的期初库存只能在 {on} 之前（含当日）下发',
  },
  'out-of-serial-order': {
    en: '{used} was used while the lower {serial} stays in stock',
    'zh-CN': '使用了 {used}，而较小的流水码 {serial} 仍在库存',
  },
  'people-count': {
    en: '{count} people named, {least} needed',
    'zh-CN': '列出 {count} 人，需要 {least} 人',
  },
  'range-malformed': {
    en: '{from} to {to} is not a range: one series, from not after to',
    'zh-CN': '{from} 至 {to} 不是有效区间：应为同一系列且起不大于止',
  },
  'ranges-overlap': {
    en: '{from} to {to} overlaps another range of the list',
    'zh-CN': '{from} 至 {to} 与列表中其他区间重叠',
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
  'registration-not-in-stock': {
    en: '{from} to {to} are not wholly in the top centre’s stock: {where}',
    'zh-CN': '{from} 至 {to} 不全在顶级中心库存，不能撤销登记：{where}',
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
  'station-holds-no-blanks': {
    en: '{centre} is a station: stations never hold blanks',
    'zh-CN': '{centre} 是鉴定所（站），不得持有空白证书',
  },
  'top-centre-stays': {
    en: '{centre} is the top centre: nobody could settle its book afterwards',
    'zh-CN': '{centre} 是顶级中心，撤销后无人可处理其台账',
  },
} as const satisfies Sentences;
