/**
 * The voucher as a page of A4: the fields, the number and the notes of the form that Fujian's
 * notice of 2009 (闽劳社办[2009]127号) lays out, and a code that opens the public check (V7).
 */
import type { Holder, Level } from '#domain';
import type { Voucher } from '#read-model';
import { chineseDay, html, type Markup, ours, pageOf } from '../forms/page';
import { qrCodeSvg } from './qr-code';

export interface PrintedVoucher {
  readonly voucher: Voucher;
  readonly holder: Holder;
  readonly centreName: string;
  /** Address of the public check of this voucher. */
  readonly verifyAt: string;
}

const levelNames: Readonly<Record<Level, string>> = {
  5: '五级（初级技能）',
  4: '四级（中级技能）',
  3: '三级（高级技能）',
  2: '二级（技师）',
  1: '一级（高级技师）',
};

const documentLabels: Readonly<Record<Holder['document']['type'], string>> = {
  'resident-id': '身份证号',
  passport: '护照号码',
  other: '证件号码',
};

/** The form's own words: they are part of the paper. */
const notes = [
  '本凭证与《国家职业资格证书》内容一致，作为考生参加国家职业技能鉴定成绩合格，具有相应技能等级水平' +
    '的证明。持证人可在办理就业、晋级、入户、申报出国复试、申领职业技能培训鉴定补贴等事宜时使用凭证，' +
    '相关单位应予认可；',
  '本凭证各项内容涂改无效；',
  '本凭证自核发之日起1年内有效。逾期，考生应及时到报考的鉴定站领取职业资格证书；',
  '持证人应妥善保管本凭证，在有效期内丢失按照补办职业资格证书程序办理。',
];

type Field = readonly [label: string, value: string];

function fieldsOf({ voucher, holder }: PrintedVoucher): readonly Field[] {
  const { theory, practical, overall } = holder.scores ?? {};
  const score = (value: number | undefined) => (value === undefined ? '' : String(value));
  return [
    ['职业', voucher.occupation.name],
    ['等级', levelNames[voucher.level]],
    ['理论知识考核成绩', score(theory)],
    ['操作技能考核成绩', score(practical)],
    ['评定成绩', score(overall)],
    ['姓名', holder.name],
    ['性别', holder.sex ?? ''],
    ['出生日期', holder.birthDate === undefined ? '' : chineseDay(holder.birthDate)],
    ['文化程度', holder.education ?? ''],
    ['发证日期', chineseDay(voucher.roster.signedOn)],
    ['证书编号', voucher.certificateNumber],
    [documentLabels[holder.document.type], holder.document.number],
  ];
}

/** So many characters fit a line of the form; what is longer is set smaller. */
const lineCharactersMax = 16;

function rowOf([label, value]: Field): Markup {
  const isLong = value.length > lineCharactersMax * 2;
  const cell = isLong ? html`<td class="long">${value}</td>` : html`<td>${value}</td>`;
  return html`<tr><th scope="row">${label}</th>${cell}</tr>`;
}

/** Whose seal it bears: most centres are called what the form calls them. */
const sealOf = (centreName: string): Markup =>
  centreName.includes('鉴定')
    ? html`<p>${centreName}（印）</p>`
    : html`<p>${centreName}</p><p>职业技能鉴定指导中心（印）</p>`;

/** P1: a replacement says so, and what it stands for. */
function remarkOf({ replaces }: Voucher): Markup | undefined {
  if (!replaces) return undefined;
  const { number, lossNotice } = replaces;
  const notice = `${chineseDay(lossNotice.publishedOn)}在${lossNotice.newspaper}`;
  return html`<p class="remark">补发：原凭证（NO：${number}）遗失，${notice}声明作废。</p>`;
}

/** One page. */
export function voucherPage(voucher: PrintedVoucher): string {
  const { number } = voucher.voucher;
  return pageOf({ title: `职业技能鉴定成绩合格凭证 ${number}`, styles, body: sheetOf(voucher) });
}

function sheetOf(printed: PrintedVoucher): Markup {
  const { voucher, centreName, verifyAt } = printed;
  const code = ours(qrCodeSvg(verifyAt));
  return html`<main class="sheet">
<header>
<h1>职业技能鉴定成绩合格凭证</h1>
<p class="number">NO：${voucher.number}</p>
</header>
<section class="paper">
<div class="photo">相片<br>（加盖钢章）</div>
<table>${fieldsOf(printed).map(rowOf)}</table>
</section>
${remarkOf(voucher)}
<section class="foot">
<figure>${code}<figcaption>扫码查验真伪<br>${verifyAt}</figcaption></figure>
<div class="seal">${sealOf(centreName)}<p>${chineseDay(voucher.roster.signedOn)}</p></div>
</section>
<section class="notes"><p>备注：</p><ol>${notes.map((note) => html`<li>${note}</li>`)}</ol></section>
</main>`;
}

const styles = `
@page { size: A4 portrait; margin: 0; }
* { box-sizing: border-box; }
body { margin: 0; background: #ddd; color: #000;
  font-family: "SimSun", "宋体", "Noto Serif CJK SC", "Songti SC", serif; font-size: 12pt; }
.sheet { width: 210mm; height: 297mm; margin: 8mm auto; padding: 10mm 22mm; background: #fff;
  overflow: hidden; display: flex; flex-direction: column; }
h1 { margin: 3mm 0 5mm; text-align: center; font-size: 22pt; letter-spacing: 2pt; }
.number { margin: 0 0 3mm; text-align: right; font-size: 13pt; }
.paper { display: flex; gap: 6mm; border: 0.4mm solid #000; padding: 5mm 6mm; }
.photo { flex: none; width: 35mm; height: 49mm; border: 0.2mm solid #888; color: #666;
  display: flex; align-items: center; justify-content: center; text-align: center; font-size: 10pt; }
table { flex: 1; line-height: 1.3; border-collapse: collapse; }
th, td { padding: 1mm 0; vertical-align: top; text-align: left; font-weight: normal; }
th { width: 37mm; white-space: nowrap; }
td { border-bottom: 0.2mm solid #000; overflow-wrap: anywhere; }
td.long { font-size: 6.5pt; line-height: 1.2; }
.remark { margin: 3mm 0 0; font-size: 8pt; overflow-wrap: anywhere; }
.foot { display: flex; justify-content: space-between; align-items: flex-end; margin-top: 6mm; }
figure { margin: 0; width: 80mm; }
.qr { display: block; width: 32mm; height: 32mm; }
figcaption { margin-top: 1mm; font-size: 7.5pt; overflow-wrap: anywhere; }
.seal { text-align: center; line-height: 1.7; max-width: 80mm; overflow-wrap: anywhere; }
.seal p { margin: 0; }
.notes { margin-top: auto; padding-top: 4mm; font-size: 10.5pt; line-height: 1.5; }
.notes p { margin: 0; }
.notes ol { margin: 0; padding-left: 2em; }
@media print { body { background: #fff; } .sheet { margin: 0; } }
`;
