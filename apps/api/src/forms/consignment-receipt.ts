/**
 * 调拨接收单: what was sent, what two people counted, and how the two differ (C5, Q11). Of a
 * consignment that is on its way it is the sheet that lies in the box: the counts are filled in by
 * hand.
 */
import { type Lot, levels, type RangeText } from '#domain';
import type { Consignment } from '#read-model';
import {
  chineseDay,
  dayOrBlank,
  formPage,
  grid,
  html,
  levelHeads,
  type Markup,
  type Printable,
  type SignedBy,
  signatures,
  systemSignature,
} from './page';
import { type FormCentre, quantityOf, quarterHead } from './words';

type Receipt = NonNullable<NonNullable<Consignment['answer']>['receipt']>;

export interface PrintedReceipt {
  readonly consignment: Consignment;
  readonly sender: FormCentre;
  readonly receiver: FormCentre;
  /** Who recorded the receipt, and who approved one with differences. */
  readonly postedBy?: SignedBy;
  readonly approvedBy?: SignedBy;
}

export function consignmentReceipt(printed: PrintedReceipt): string {
  const { consignment, sender, receiver } = printed;
  const title = '空白职业资格证书调拨接收单';
  return formPage({
    title,
    orientation: 'portrait',
    reference: consignment.number,
    body: html`<h1>${title}</h1>
<div class="line"><span>接收单位（公章）：<bdi>${receiver.name}</bdi></span>
<span>调拨单号：${consignment.number}</span></div>
${particulars(consignment, sender, receiver)}
<h2>清点结果</h2>${counted(consignment)}
<h2>差异</h2>${differences(consignment)}
<h2>发出流水码</h2>${sent(consignment.lots)}
${signedBy(printed)}`,
  });
}

function particulars(consignment: Consignment, sender: FormCentre, receiver: FormCentre): Markup {
  const { dispatchedOn, handedOverBy, application, answer } = consignment;
  const pair = (label: string, value: Printable, second: string, other: Printable) =>
    html`<tr><th scope="row">${label}</th><td class="left">${value}</td><th scope="row">${second}</th>
<td class="left">${other}</td></tr>`;
  const answered = answer && !answer.receipt ? '拒收日期' : '接收日期';
  return html`<table class="grid"><colgroup><col style="width: 26mm"><col><col style="width: 26mm"><col>
</colgroup><tbody>${pair('发出单位', sender.name, '接收单位', receiver.name)}
${pair('发出日期', chineseDay(dispatchedOn), answered, dayOrBlank(answer?.on))}
${pair('移交人', handedOverBy, '依据申领', application === undefined ? '' : quarterHead(application))}
${refusal(consignment)}</tbody></table>`;
}

function refusal({ answer, takenBack }: Consignment): Markup | undefined {
  if (!answer || answer.receipt) return undefined;
  const back = takenBack ? html`（发出单位于${chineseDay(takenBack.on)}收回）` : '';
  return html`<tr><th scope="row">拒收原因</th>
<td class="left" colspan="3"><bdi>${answer.refusalReason}</bdi>${back}</td></tr>`;
}

interface Kind {
  readonly level: Lot['level'];
  readonly edition: string;
}

/** Sent, whole, damaged and missing of each level and edition. */
function counted({ lots, answer }: Consignment): Markup {
  const receipt = answer?.receipt;
  const rows = kindsIn(lots).map((kind) => [
    levelHeads[kind.level],
    kind.edition,
    ...figures(lots, receipt, ({ level, edition }) => {
      return level === kind.level && edition === kind.edition;
    }),
  ]);
  const columns = [
    { head: '等级', width: 24 },
    { head: '版本' },
    { head: '发出（本）', width: 28 },
    { head: '完好（本）', width: 28 },
    { head: '破损（本）', width: 28 },
    { head: '短少（本）', width: 28 },
  ];
  return grid(columns, rows, ['合计', '', ...figures(lots, receipt, () => true)]);
}

function figures(
  lots: readonly Lot[],
  receipt: Receipt | undefined,
  isCounted: (lot: Lot) => boolean,
): Printable[] {
  const sum = (of: readonly Lot[]) => quantityIn(of.filter(isCounted).flatMap((lot) => lot.ranges));
  if (!receipt) return [sum(lots), '', '', ''];
  return [sum(lots), sum(receipt.accepted), sum(receipt.damaged), sum(receipt.missing)];
}

const quantityIn = (ranges: readonly RangeText[]): number =>
  ranges.reduce((total, range) => total + quantityOf(range), 0);

function kindsIn(lots: readonly Lot[]): Kind[] {
  const kinds = new Map(
    lots.map(({ level, edition }) => [JSON.stringify([level, edition]), { level, edition }]),
  );
  return [...kinds.values()].sort((a, b) => levels.indexOf(a.level) - levels.indexOf(b.level));
}

/** Rows to fill in by hand while nobody has counted. */
const blankRowCount = 5;

function differences({ answer }: Consignment): Markup {
  const receipt = answer?.receipt;
  const columns = [
    { head: '序号', width: 14 },
    { head: '情况', width: 40 },
    { head: '等级', width: 22 },
    { head: '起始流水码' },
    { head: '终止流水码' },
    { head: '数量（本）', width: 24 },
  ];
  if (answer && !receipt) return html`<p>拒收，未清点。</p>`;
  const rows: Printable[][] = receipt
    ? [
        ...receipt.damaged.flatMap((lot) => lotRows('破损，转废证', lot)),
        ...receipt.missing.flatMap((lot) => lotRows('短少，记缺失', lot)),
        ...receipt.unexpected.map((range) => rangeRow('单外多出，不入账', '', range)),
      ]
    : Array.from({ length: blankRowCount }, () => ['', '', '', '', '']);
  if (rows.length === 0) return html`<p>无差异。</p>`;
  const numbered = rows.map((row, index) => [receipt ? index + 1 : '　', ...row]);
  return html`<div class="serials">${grid(columns, numbered)}</div>`;
}

const lotRows = (what: string, { level, ranges }: Lot): Printable[][] =>
  ranges.map((range) => rangeRow(what, levelHeads[level], range));

const rangeRow = (what: string, level: string, range: RangeText): Printable[] => {
  return [what, level, range.from, range.to, quantityOf(range)];
};

function sent(lots: readonly Lot[]): Markup {
  const rows = lots.flatMap(({ level, edition, ranges }) =>
    ranges.map((range): Printable[] => {
      return [levelHeads[level], edition, range.from, range.to, quantityOf(range)];
    }),
  );
  const columns = [
    { head: '序号', width: 14 },
    { head: '等级', width: 22 },
    { head: '版本' },
    { head: '起始流水码', width: 42 },
    { head: '终止流水码', width: 42 },
    { head: '数量（本）', width: 24 },
  ];
  const numbered = rows.map((row, index) => [index + 1, ...row]);
  const total = quantityIn(lots.flatMap(({ ranges }) => ranges));
  return html`<div class="serials">${grid(columns, numbered, ['', '合计', '', '', '', total])}</div>`;
}

function signedBy({ consignment, postedBy, approvedBy }: PrintedReceipt): Markup {
  const { answer, handedOverBy } = consignment;
  const counters = answer?.receipt?.countedBy ?? [undefined, undefined];
  return signatures([
    { label: '移交人签字', by: handedOverBy },
    ...counters.map((by) => ({ label: '点数人签字', by })),
    systemSignature('经办人签字', postedBy),
    systemSignature('批准人签字', approvedBy),
  ]);
}
