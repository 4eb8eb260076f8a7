/** 销毁记录: the minutes of one destruction, to be signed by those who saw it (C10, Q11). */
import { type Destruction, formatRange, type Minutes } from '#domain';
import {
  chineseDay,
  formPage,
  grid,
  html,
  levelHeads,
  type Printable,
  type SignedBy,
  signatures,
  systemSignature,
} from './page';
import { causeWords, type FormCentre, inWords, quantitiesIn, quantityOf } from './words';

export interface PrintedDestruction {
  readonly centre: FormCentre;
  readonly minutes: Minutes;
  /** Revision of the destruction in the centre's book: with its code, the number of the minutes. */
  readonly revision: bigint;
  readonly destroyed: readonly Destruction[];
  readonly postedBy: SignedBy;
  readonly approvedBy?: SignedBy;
}

export function destructionMinutes(printed: PrintedDestruction): string {
  const { centre, minutes, revision } = printed;
  const number = `${centre.code}-${revision}`;
  const title = '职业资格证书销毁记录';
  return formPage({
    title,
    orientation: 'portrait',
    reference: number,
    body: html`<h1>${title}</h1>
<div class="line"><span>单位（公章）：<bdi>${centre.name}</bdi></span><span>编号：${number}</span></div>
<table class="grid"><colgroup><col style="width: 30mm"><col></colgroup><tbody>
${particulars(printed).map(
  ([label, value]) => html`<tr><th scope="row">${label}</th><td class="left">${value}</td></tr>`,
)}</tbody></table>
<h2>销毁证书流水码</h2>
${serials(printed)}
<h2>监销人签字</h2>
${signatures(minutes.witnesses.map((name) => ({ label: name })))}
${signatures([
  systemSignature('经办人签字', printed.postedBy),
  systemSignature('批准人签字', printed.approvedBy),
])}`,
  });
}

function particulars({ minutes, destroyed }: PrintedDestruction): [string, Printable][] {
  const lots = destroyed.map((one) => ({ ...one, ranges: one.ranges.map(formatRange) }));
  return [
    ['销毁日期', chineseDay(minutes.on)],
    ['销毁地点', minutes.place],
    ['销毁方式', minutes.method],
    ['监销人', minutes.witnesses.join('、')],
    ['销毁数量', inWords(quantitiesIn(lots))],
  ];
}

function serials({ destroyed }: PrintedDestruction) {
  const rows = destroyed.flatMap(({ level, edition, cause, ranges }) =>
    ranges.map(formatRange).map((range): Printable[] => {
      const kind = [levelHeads[level], edition, causeWords[cause]];
      return [...kind, range.from, range.to, quantityOf(range)];
    }),
  );
  const total = rows.reduce((sum, row) => sum + Number(row[5]), 0);
  const columns = [
    { head: '序号', width: 13 },
    { head: '等级', width: 21 },
    { head: '版本' },
    { head: '原因', width: 24 },
    { head: '起始流水码', width: 38 },
    { head: '终止流水码', width: 38 },
    { head: '数量（本）', width: 20 },
  ];
  const numbered = rows.map((row, index) => [index + 1, ...row]);
  return html`<div class="serials">${grid(columns, numbered, ['', '合计', '', '', '', '', total])}</div>`;
}
