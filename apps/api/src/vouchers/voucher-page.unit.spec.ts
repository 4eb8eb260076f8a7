import { samplePrinted } from '../../test/printed-voucher';
import { voucherPage } from './voucher-page';

const textOf = (html: string) => html.replace(/<style>.*?<\/style>|<svg.*?<\/svg>/gs, '');

describe('the page of a voucher', () => {
  it('has the fields, the number and the four notes of the form', () => {
    const text = textOf(voucherPage(samplePrinted()));
    for (const label of [
      ...['职业', '等级', '理论知识考核成绩', '操作技能考核成绩', '评定成绩', '姓名', '性别'],
      ...['出生日期', '文化程度', '发证日期', '证书编号', '身份证号'],
    ]) {
      expect(text).toContain(`<th scope="row">${label}</th>`);
    }
    expect(text).toContain('NO：52010000PZ000017');
    expect(text).toContain('<td>2013年3月20日</td>');
    expect(text).toContain('自核发之日起1年内有效');
    expect(text.match(/<li>/g)).toHaveLength(4);
    expect(text).not.toContain('补发');
  });

  it('leaves empty what nobody stated', () => {
    const { document } = samplePrinted().holder;
    const holder = { name: '甲', document: { ...document, type: 'passport' as const } };
    const text = textOf(voucherPage({ ...samplePrinted(), holder }));
    expect(text).toContain('<th scope="row">性别</th><td></td>');
    expect(text).toContain('<th scope="row">护照号码</th>');
    expect(text).not.toContain('undefined');
  });

  it('[P1] [V6] a replacement says what it stands for', () => {
    const printed = samplePrinted();
    const lossNotice = { newspaper: '贵州日报', publishedOn: '2013-05-01' };
    const replaces = { number: '52010000PZ000003', lossNotice };
    const voucher = { ...printed.voucher, replaces };
    expect(textOf(voucherPage({ ...printed, voucher }))).toContain(
      '补发：原凭证（NO：52010000PZ000003）遗失，2013年5月1日在贵州日报声明作废。',
    );
  });

  it('writes no text of anybody’s as markup', () => {
    const hostile = `<img src=x onerror="alert('1')">&`;
    const printed = samplePrinted();
    const lossNotice = { newspaper: hostile, publishedOn: '2013-05-01' };
    const page = voucherPage({
      voucher: {
        ...printed.voucher,
        occupation: { name: hostile },
        replaces: { number: hostile, lossNotice },
      },
      holder: {
        name: hostile,
        sex: hostile,
        education: hostile,
        document: { type: 'other', number: hostile },
      },
      centreName: hostile,
      verifyAt: 'https://zs.example.cn/verify?number=1&x=<script>',
    });
    expect(page).not.toMatch(/<img|<script|onerror="/);
    expect(page).toContain('&lt;img src=x onerror=&quot;alert(&#39;1&#39;)&quot;&gt;&amp;');
  });
});
