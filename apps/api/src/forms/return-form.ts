/**
 * The quarterly return on paper: its two tables, 综合情况表 and 职业工种情况表, each to be signed and
 * sealed, and the serials that were destroyed with their causes (Q1, Q8, Q11).
 */
import {
  type LevelQuantities,
  levels,
  type QuarterFile,
  type QuarterText,
  type ReportedDestruction,
  type ReturnRow,
  statisticalDays,
  totalQuantity,
} from '#domain';
import {
  chineseDay,
  formPage,
  grid,
  html,
  levelHeads,
  type Markup,
  type Printable,
  signatures,
} from './page';
import {
  causeWords,
  type FormCentre,
  quantitiesIn,
  quantityOf,
  quarterHead,
  regionOf,
} from './words';

type FiledReturn = NonNullable<QuarterFile['return']>;

export interface PrintedReturn {
  readonly centre: FormCentre;
  readonly provinceName: string;
  readonly quarter: QuarterText;
  readonly filed: FiledReturn;
  /** The fourth quarter's alone: the year's four, in order; undefined where none was filed. */
  readonly year?: readonly (FiledReturn | undefined)[];
}

export function returnForm(printed: PrintedReturn): string {
  const { centre, quarter, filed } = printed;
  const region = regionOf(printed.provinceName);
  const { destroyed } = filed.data;
  const overall = html`${head(printed, `${region}职业技能鉴定综合情况表`)}
${overallTable([filed])}${yearTable(printed)}${foot(filed)}`;
  const occupations = html`${head(printed, `${region}职业技能鉴定职业工种情况表`)}
${filed.data.rows.length > 0 ? occupationTable(filed.data.rows) : html`<p>本季度无人参加鉴定，合计为0。</p>`}${foot(filed)}`;
  const serials = html`${head(printed, '销毁证书流水码及情况')}
${destroyed.length > 0 ? destroyedTable(destroyed) : html`<p>本季度无销毁证书。</p>`}${foot(filed)}`;
  return formPage({
    title: `${region}职业技能鉴定统计报表`,
    orientation: 'landscape',
    reference: `${centre.code} ${quarter}`,
    body: html`${[overall, occupations, serials].map((part) => html`<section>${part}</section>`)}`,
  });
}

function head({ centre, quarter, filed }: PrintedReturn, title: string): Markup {
  const { from, to } = statisticalDays(quarter);
  const days = `${chineseDay(from)}至${chineseDay(to)}`;
  return html`<h1>${title}</h1>
<div class="line"><span>填报单位（公章）：<bdi>${centre.name}</bdi></span>
<span>${quarterHead(quarter)}（${days}）${filed.data.late ? '　逾期上报' : ''}</span></div>`;
}

const foot = ({ data: { signedBy, signedOn } }: FiledReturn): Markup =>
  signatures([
    { label: '填报人签字' },
    { label: '分管领导签字（盖章）', by: signedBy, on: signedOn },
  ]);

type Figure = 'assessed' | 'passed';

function sumOf(returns: readonly FiledReturn[], figure: Figure): LevelQuantities {
  const sums = { 5: 0, 4: 0, 3: 0, 2: 0, 1: 0 };
  for (const { data } of returns) {
    for (const row of data.rows) sums[row.level] += row[figure];
  }
  return sums;
}

function overallTable(returns: readonly FiledReturn[]): Markup {
  const assessed = sumOf(returns, 'assessed');
  const passed = sumOf(returns, 'passed');
  const columns = [
    { head: '项目', width: 44 },
    { head: '计量单位', width: 24 },
    { head: '合计' },
    ...levels.map((level) => ({ head: levelHeads[level] })),
  ];
  const rates = [
    rateOf(totalQuantity(passed), totalQuantity(assessed)),
    ...levels.map((level) => rateOf(passed[level], assessed[level])),
  ];
  return grid(columns, [
    ['鉴定人数', '人', ...withTotal(assessed)],
    ['合格人数', '人', ...withTotal(passed)],
    ['合格率', '%', ...rates],
    ['销毁证书数', '本', ...withTotal(quantitiesIn(returns.flatMap(({ data }) => data.destroyed)))],
  ]);
}

const withTotal = (quantities: LevelQuantities): Printable[] => [
  totalQuantity(quantities),
  ...levels.map((level) => quantities[level]),
];

const rateOf = (passed: number, assessed: number): string =>
  assessed === 0 ? '—' : ((passed / assessed) * 100).toFixed(2);

/** Q1: the fourth quarter's return shows the year as the sum of four. */
function yearTable({ quarter, year }: PrintedReturn): Markup | undefined {
  if (!year) return undefined;
  const missing = year.flatMap((one, index) => (one ? [] : [`第${index + 1}季度`]));
  return html`<h2>${quarter.slice(0, 4)}年全年（四个季度合计）</h2>
${overallTable(year.flatMap((one) => one ?? []))}
${missing.length > 0 ? html`<div class="notes"><p>注：${missing.join('、')}未上报。</p></div>` : ''}`;
}

interface OccupationRow {
  readonly code: string;
  readonly name: string;
  readonly rows: ReturnRow[];
}

function occupationTable(rows: readonly ReturnRow[]): Markup {
  const occupations = new Map<string, OccupationRow>();
  for (const row of rows) {
    const { code = '', name } = row.occupation;
    const key = JSON.stringify([code, name]);
    const known = occupations.get(key) ?? { code, name, rows: [] };
    known.rows.push(row);
    occupations.set(key, known);
  }
  const body = [...occupations.values()].map(({ code, name, rows: own }, index) => {
    return [index + 1, code, name, ...bothFigures(own)];
  });
  return html`<table class="grid"><colgroup><col style="width: 11mm"><col style="width: 26mm">
<col style="width: 48mm">${Array.from({ length: 12 }, () => html`<col>`)}</colgroup>
<thead><tr><th scope="col" rowspan="2">序号</th><th scope="col" rowspan="2">职业编码</th>
<th scope="col" rowspan="2">职业（工种）</th><th scope="colgroup" colspan="2">合计</th>
${levels.map((level) => html`<th scope="colgroup" colspan="2">${levelHeads[level]}</th>`)}</tr>
<tr>${Array.from({ length: 6 }, () => html`<th scope="col">鉴定</th><th scope="col">合格</th>`)}</tr></thead>
<tbody>${body.map(
    (cells) => html`<tr>${cells.map(cellOf)}</tr>
`,
  )}<tr>${['', '', '合计', ...bothFigures(rows)].map(cellOf)}</tr></tbody></table>`;
}

const cellOf = (cell: Printable, index: number): Markup =>
  index === 2 ? html`<td class="left">${cell}</td>` : html`<td>${cell}</td>`;

/** Assessed and passed in total, then per level; a level without any is left empty. */
function bothFigures(rows: readonly ReturnRow[]): Printable[] {
  const sum = (of: readonly ReturnRow[], figure: Figure) =>
    of.reduce((total, row) => total + row[figure], 0);
  const perLevelCells = levels.flatMap((level): Printable[] => {
    const own = rows.filter((row) => row.level === level);
    return own.length === 0 ? ['', ''] : [sum(own, 'assessed'), sum(own, 'passed')];
  });
  return [sum(rows, 'assessed'), sum(rows, 'passed'), ...perLevelCells];
}

function destroyedTable(destroyed: readonly ReportedDestruction[]): Markup {
  const rows = destroyed.flatMap(({ on, level, edition, cause, ranges, earlier }) =>
    ranges.map((range): Printable[] => [
      chineseDay(on),
      levelHeads[level],
      edition,
      causeWords[cause],
      range.from,
      range.to,
      quantityOf(range),
      earlier ? '以前季度销毁' : '',
    ]),
  );
  const total = rows.reduce((sum, row) => sum + Number(row[6]), 0);
  const columns = [
    { head: '序号', width: 13 },
    { head: '销毁日期', width: 36 },
    { head: '等级', width: 22 },
    { head: '版本' },
    { head: '原因', width: 26 },
    { head: '起始流水码', width: 40 },
    { head: '终止流水码', width: 40 },
    { head: '数量（本）', width: 24 },
    { head: '备注', width: 30 },
  ];
  const numbered = rows.map((row, index) => [index + 1, ...row]);
  const foot = ['', '合计', '', '', '', '', '', total, ''];
  return html`<div class="serials">${grid(columns, numbered, foot)}</div>`;
}
