import {
  longestDestruction,
  longestReceipt,
  longestStatement,
  receiptInTransit,
  sampleDestruction,
  sampleReceipt,
  sampleStatement,
} from '../../test/printed-custody';
import { hostile } from '../../test/printed-parties';
import {
  annualReturn,
  longestApplication,
  longestManager,
  longestReturn,
  sampleApplication,
  sampleManager,
  sampleReturn,
  zeroApplication,
} from '../../test/printed-quarters';
import { applicationForm } from './application-form';
import { consignmentReceipt } from './consignment-receipt';
import { destructionMinutes } from './destruction-minutes';
import { managerForm } from './manager-form';
import { formPage, html } from './page';
import { returnForm } from './return-form';
import { statementForm } from './statement-form';
import { regionOf } from './words';

/** What is read on paper, a bar between cells. */
const textOf = (page: string) =>
  page
    .replace(/<style>.*?<\/style>/gs, '')
    .replace(/<\/t[dh]>\s*/g, '|')
    .replace(/<[^>]*>/g, '')
    .replace(/\n+/g, '\n');

const application = (more: object = {}) =>
  textOf(applicationForm({ ...sampleApplication(), ...more }));

describe('the application form', () => {
  it('[Q4] has the figures per level and their total, in the rows of annex 3', () => {
    const text = application();
    for (const row of [
      '|单位|合计|初级|中级|高级|技师|高级技师|',
      '前季度领取证书数|本|2600|1500|900|200|0|0|',
      '前季度鉴定合格人数|人|2362|1320|860|170|12|0|',
      '前季度销毁证书数|本|15|12|3|0|0|0|',
      '现库存证书数量|本|470|310|120|40|0|0|',
      '本季度证书计划申领数|本|2162|1200|800|150|12|0|',
    ]) {
      expect(text).toContain(row);
    }
    expect(text).toContain('2013年第2季度');
    expect(text).toContain('编号：52010000-2013Q2');
    expect(text).toContain('52010000@123');
  });

  it('[Q5] [Q6] has both sign-offs and the review, with what the review was shown', () => {
    const text = application();
    expect(text).toContain('科室领导签字（盖章）：李科长（系统签认）');
    expect(text).toContain('主管领导签字（盖章）：张主任（系统签认）2013年4月4日');
    expect(text).toContain('同意核拨：合计2002本（初级1100、中级750、高级140、技师12）');
    expect(text).toContain('鉴定统计按时上报；鉴定费分成款已缴');
  });

  it('[Q5] leaves room for what is not signed yet, and says why it was sent back', () => {
    expect(application({ signed: {} })).toContain('主管领导签字（盖章）：　　　年　　月　　日');
    const { file } = sampleApplication();
    const { review } = file;
    if (!review) throw new Error('the sample is reviewed');
    const { granted: _, ...data } = review.data;
    file.review = { ...review, data: { ...data, decision: 'returned', reason: '库存有误' } };
    const text = application({ file });
    expect(text).toContain('退回：库存有误');
    expect(text).not.toContain('同意核拨');
  });

  it('[Q3] of a recorded zero plans nothing and has no figures', () => {
    const text = textOf(applicationForm(zeroApplication()));
    expect(text).toContain('本季度证书计划申领数|本|0|0|0|0|0|0|');
    expect(text).toContain('现库存证书数量|本|||||||');
    expect(text).toContain('由系统登记为零申领');
  });

  it('[Q12] of a province is signed by the province and reviewed by the ministry', () => {
    const text = application({
      centre: { code: '52000000', name: '贵州省中心', tier: 'province' },
    });
    expect(text).toContain('|省人力资源社会保障行政部门意见|');
    expect(text).toContain('部鉴定中心审核意见|');
  });
});

describe('the return', () => {
  it('[Q1] sums the levels, then lists each occupation once', () => {
    const text = textOf(returnForm(sampleReturn()));
    expect(text).toContain('鉴定人数|人|1845|615|615|615|0|0|');
    expect(text).toContain('合格人数|人|1485|495|495|495|0|0|');
    expect(text).toContain('合格率|%|80.49|80.49|80.49|80.49|—|—|');
    expect(text).toContain('1|6-07-01-01|车工|300|240|100|80|100|80|100|80|||||');
    expect(text).toContain('（2012年12月1日至2013年2月28日）');
    expect(text).not.toContain('逾期上报');
  });

  it('[Q1] of the fourth quarter shows the year and what of it was never filed', () => {
    const text = textOf(returnForm(annualReturn()));
    expect(text).toContain('2013年全年（四个季度合计）');
    expect(text).toContain('鉴定人数|人|5535|1845|1845|1845|0|0|');
    expect(text).toContain('注：第2季度未上报。');
  });

  it('[Q1] says that nobody was examined, and zero in total', () => {
    const { filed, ...rest } = sampleReturn();
    const text = textOf(
      returnForm({ ...rest, filed: { ...filed, data: { ...filed.data, rows: [] } } }),
    );
    expect(text).toContain('鉴定人数|人|0|0|0|0|0|0|');
    expect(text).toContain('合格率|%|—|—|—|—|—|—|');
    expect(text).toContain('本季度无人参加鉴定，合计为0。');
  });

  it('[Q8] has the destroyed serials with their causes, and marks those of earlier quarters', () => {
    const text = textOf(returnForm(sampleReturn()));
    expect(text).toContain(
      '1|2012年11月20日|初级|2009版|质量问题|A000000101|A000000104|4|以前季度销毁|',
    );
    expect(text).toContain('3|2013年2月20日|初级|2009版|打印损坏|A000000209|A000000209|1||');
    const { filed, ...rest } = sampleReturn();
    const none = { ...filed, data: { ...filed.data, destroyed: [], late: true } };
    const empty = textOf(returnForm({ ...rest, filed: none }));
    expect(empty).toContain('本季度无销毁证书。');
    expect(empty).toContain('逾期上报');
  });
});

describe('the minutes of a destruction', () => {
  it('[C10] name date, place, method, witnesses, poster and approver, and every range', () => {
    const text = textOf(destructionMinutes(sampleDestruction()));
    for (const told of [
      '编号：52010000-17',
      '销毁日期|2013年2月20日|',
      '销毁地点|中心二楼会议室|',
      '监销人|赵监督、钱纪检|',
      '合计7本（初级5、中级2）',
      '2|初级|2009版|打印损坏|A000000110|A000000110|1|',
      '批准人签字：张主任（系统签认）2013年2月21日',
    ]) {
      expect(text).toContain(told);
    }
  });
});

describe('the receipt of a consignment', () => {
  it('[C5] has the counts of each kind and every difference', () => {
    const text = textOf(consignmentReceipt(sampleReceipt()));
    expect(text).toContain('初级|2009版|500|496|4|0|');
    expect(text).toContain('合计||1000|994|4|2|');
    expect(text).toContain('1|破损，转废证|初级|A000000497|A000000500|4|');
    expect(text).toContain('2|短少，记缺失|中级|A000005001|A000005002|2|');
    expect(text).toContain('3|单外多出，不入账||A000009001|A000009001|1|');
    expect(text).toContain('点数人签字：周点数');
  });

  it('[C5] of what is on its way leaves the counts to be filled in', () => {
    const text = textOf(consignmentReceipt(receiptInTransit()));
    expect(text).toContain('初级|2009版|500||||');
    expect(text).toContain('接收日期|　　　年　　月　　日|');
  });

  it('[C6] of one that was refused says why, and when it was taken back', () => {
    const { consignment, ...rest } = receiptInTransit();
    const answer = { on: '2013-04-19', position: 120n, refusalReason: '箱体破损' };
    const takenBack = { on: '2013-04-22', position: 130n };
    const text = textOf(
      consignmentReceipt({ ...rest, consignment: { ...consignment, answer, takenBack } }),
    );
    expect(text).toContain('拒收日期|2013年4月19日|');
    expect(text).toContain('拒收原因|箱体破损（发出单位于2013年4月22日收回）|');
    expect(text).toContain('拒收，未清点。');
  });
});

describe('the other forms', () => {
  it('[Q10] the manager’s has both people as annex 4 has them', () => {
    const text = textOf(managerForm(sampleManager()));
    expect(text).toContain('负责人姓名|张主任|联系电话|0851-5812345|邮　箱|zhang@example.cn|');
    expect(text).toContain('管理员姓名|王小明|联系电话|0851-5812346|邮　箱|wang@example.cn|');
    expect(text).toContain('单位名称（印章）：贵阳市职业技能鉴定指导中心');
  });

  it('the custody statement’s has both lines, and the serials of each cell', () => {
    const text = textOf(statementForm(sampleStatement()));
    expect(text).toContain('初级|2009版|0|0|500|0|0|0|300|0|4|0|0|0|0|196|');
    expect(text).toContain('初级|2009版|0|4|0|0|0|0|0|3|0|0|1|');
    expect(text).toContain('库存|初级|2009版|发证|300|A000000001|A000000300|');
    expect(text).toContain('等于期末：相符');
    const { centre, statement } = sampleStatement();
    const [row] = statement.rows;
    const opening = { quantity: 7, ranges: [], rangesComplete: false };
    const rows = [{ ...row, stock: { ...row.stock, opening } }];
    const untold = textOf(statementForm({ centre, statement: { ...statement, rows } }));
    expect(untold).toContain('库存|初级|2009版|期初|7|（其余流水码未列出）||');
    const then = textOf(statementForm(longestStatement()));
    expect(then).toContain('以2013年12月31日23:59之前的记录为准');
    expect(then).toContain('废证|高级技师|');
    expect(then).toContain('（其余流水码未列出）');
  });

  it.each([
    ['application', applicationForm(longestApplication())],
    ['manager', managerForm(longestManager())],
    ['return', returnForm(longestReturn())],
    ['destruction', destructionMinutes(longestDestruction())],
    ['receipt', consignmentReceipt(longestReceipt())],
    ['statement', statementForm(longestStatement())],
  ])('no text of anybody’s is written as markup: %s', (_, page) => {
    expect(page).not.toMatch(/<script|<img|onerror=alert\(1\)>/);
    expect(page).toContain('&lt;script&gt;alert(&quot;1&quot;)&lt;/script&gt;');
  });
});

describe('a page', () => {
  it('escapes every value but its own markup', () => {
    const inner = html`<b>${hostile}</b>`;
    expect(html`<p title="${'"'}">${[inner, 1, undefined]}</p>`.text).toBe(
      '<p title="&quot;"><b>&lt;script&gt;alert(&quot;1&quot;)&lt;/script&gt;\u202E&amp;&#39;' +
        '&lt;img src=x onerror=alert(1)&gt;</b>1</p>',
    );
  });

  it('has only a reference at its foot that cannot leave its style', () => {
    const form = { title: '', orientation: 'portrait', body: html`` } as const;
    expect(() => formPage({ ...form, reference: '"</style>' })).toThrow('no reference');
  });

  it.each([
    ['贵州省职业技能鉴定指导中心', '贵州省'],
    ['广西壮族自治区中心', '广西壮族自治区'],
    ['北京市职业技能鉴定管理中心', '北京市'],
    ['<b>省', ''],
    ['部中心', ''],
  ])('is called after the province that a centre’s name begins with: %s', (name, region) => {
    expect(regionOf(name)).toBe(region);
  });
});
