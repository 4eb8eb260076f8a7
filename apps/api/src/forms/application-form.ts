/**
 * 职业资格证书申领审核表: the application for blanks as annex 3 of Guizhou's notice of 2013
 * (黔人社厅函[2013]57号) lays it out (Q4, Q5, Q11). Its two columns without a head are those of the
 * levels above 高级.
 */
import {
  type LevelQuantities,
  levels,
  noQuantities,
  type QuarterFile,
  type Signer,
  shanghaiDate,
  statisticsFor,
  totalQuantity,
} from '#domain';
import {
  chineseDay,
  filled,
  formPage,
  html,
  levelHeads,
  type Markup,
  type Printable,
  type SignedBy,
  signature,
  systemSignature,
} from './page';
import { type FormCentre, inWords, quarterHead, regionOf } from './words';

export interface PrintedApplication {
  readonly centre: FormCentre;
  /** The name of the centre's province, after which the form is called. */
  readonly provinceName: string;
  readonly file: QuarterFile;
  readonly signed: Readonly<Partial<Record<Signer, SignedBy>>>;
  readonly reviewed?: SignedBy;
}

export function applicationForm(printed: PrintedApplication): string {
  const { centre, provinceName, file } = printed;
  const quarter = file.appliedFor;
  const title = `${regionOf(provinceName)}职业资格证书申领审核表`;
  return formPage({
    title,
    orientation: 'portrait',
    reference: file.application?.data.number ?? `${centre.code}-${quarter}`,
    body: html`<h1>${title}</h1>
<div class="line"><span>${quarterHead(quarter)}</span>
<span>编号：${filled(file.application?.data.number)}</span></div>
<table class="grid"><colgroup><col style="width: 44mm"><col style="width: 14mm"><col><col><col><col>
<col><col></colgroup>
<tbody>${applicant(printed)}${figures(file)}${opinions(printed)}</tbody></table>
${notes(file)}`,
  });
}

function applicant({ centre, file }: PrintedApplication): Markup {
  const contact = file.application?.data.contact;
  const wide = (label: string, value: string | undefined) =>
    html`<tr><th scope="row">${label}</th><td class="left" colspan="7">${value}</td></tr>`;
  const pair = (label: string, value: string | undefined, second: string, other?: string) =>
    html`<tr><th scope="row">${label}</th><td class="left" colspan="3">${value}</td>
<th scope="row" colspan="2">${second}</th><td class="left" colspan="2">${other}</td></tr>`;
  return html`${wide('单位', centre.name)}${wide('详细地址', centre.address)}
${pair('联系人', contact?.name, '邮政编码', centre.postcode)}
${pair('联系电话', contact?.phone, '手机', contact?.mobile)}`;
}

function figures({ application, isZero }: QuarterFile): Markup {
  const { figures: counted, planned } = application?.data ?? {};
  const plan = planned ?? (isZero ? noQuantities : undefined);
  const heads = ['', '单位', '合计', ...levels.map((level) => levelHeads[level])];
  return html`<tr class="tall">${heads.map((head) => html`<th scope="col">${head}</th>`)}</tr>
${[
  row('前季度领取证书数', '本', counted?.received),
  row('前季度鉴定合格人数', '人', counted?.passed),
  row('前季度销毁证书数', '本', counted?.destroyed),
  row('现库存证书数量', '本', counted?.stock),
  row('本季度证书计划申领数', '本', plan),
]}`;
}

function row(label: string, unit: string, quantities: LevelQuantities | undefined): Markup {
  const cells: Printable[] = quantities
    ? [totalQuantity(quantities), ...levels.map((level) => quantities[level])]
    : ['', ...levels.map(() => '')];
  return html`<tr class="tall"><th scope="row">${label}</th><td>${unit}</td>
${cells.map((cell) => html`<td>${cell}</td>`)}</tr>`;
}

function opinions({ centre, file, signed, reviewed }: PrintedApplication): Markup {
  const isProvince = centre.tier === 'province';
  const office = `${isProvince ? '省' : '市、州'}人力资源社会保障行政部门意见`;
  const reviewer = `${isProvince ? '部' : '省'}鉴定中心审核意见`;
  const head = signed['section-head'];
  const leader = signed.leader;
  const opinion = (text: Printable, signs: Markup) =>
    html`<td colspan="7"><div class="opinion"><div>${text}</div>${signs}</div></td>`;
  return html`<tr><th scope="row" rowspan="2">${office}</th>
${opinion('', signature(systemSignature('科室领导签字（盖章）', head)))}</tr>
<tr>${opinion('', signature(systemSignature('主管领导签字（盖章）', leader)))}</tr>
<tr><th scope="row">${reviewer}</th>
${opinion(reviewText(file), signature(systemSignature('负责人签字（盖章）', reviewed)))}</tr>`;
}

/** Q6: what was decided, and what the decision was shown. */
function reviewText({ review }: QuarterFile): Printable {
  if (!review) return undefined;
  const { decision, granted, reason, yardstick, returnOnTime, feeSharePaid } = review.data;
  const decided =
    decision === 'approved'
      ? `同意核拨：${inWords(granted ?? noQuantities)}。`
      : `退回${reason === undefined ? '。' : '：'}`;
  const shown = [
    `测算需用：${inWords(yardstick)}`,
    `鉴定统计${returnOnTime ? '按时上报' : '未按时上报'}`,
    `鉴定费分成款${feeSharePaid ? '已缴' : '未缴'}`,
  ];
  return html`<p>${decided}${reason === undefined ? '' : html`<bdi>${reason}</bdi>`}</p>
<p class="small">（${shown.join('；')}）</p>`;
}

function notes({ application, isZero, appliedFor }: QuarterFile): Markup {
  if (!application) {
    const zero = '注：申领期限内未申报，由系统登记为零申领。';
    return html`<div class="notes">${isZero ? html`<p>${zero}</p>` : ''}</div>`;
  }
  const { figures: counted, countedAt, remark } = application.data;
  const books = countedAt.map(({ centre, revision }) => `${centre}@${revision}`).join('、');
  return html`<div class="notes">
${remark === undefined ? '' : html`<p>备注：<bdi>${remark}</bdi></p>`}
<p>前季度指${quarterHead(statisticsFor(appliedFor))}统计期；同期补（换）发证书用本：${inWords(counted.replaced)}。</p>
<p>表内数据于${chineseDay(shanghaiDate(new Date(application.filedAt)))}取自台账（单位代码@台账版本）：${books}。</p>
</div>`;
}
