/**
 * 收支表: the custody statement of a period, two lines that add up, then the serials behind each
 * cell, and, when it is told as it was known at an earlier moment, what was posted since.
 */
import {
  cellsOf,
  type StatementCellName,
  type StatementLine,
  shanghaiDate,
  statementLines,
} from '#domain';
import type {
  StatementCellDto,
  StatementDto,
  StatementPostDto,
  StatementRowDto,
} from '../reports/statement.dto';
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
import type { FormCentre } from './words';

export interface PrintedStatement {
  readonly centre: FormCentre;
  readonly statement: StatementDto;
}

const lineWords: Readonly<Record<StatementLine, string>> = { stock: '库存', spoiled: '废证' };

const cellWords: Readonly<Record<StatementCellName, string>> = {
  opening: '期初',
  registered: '登记',
  received: '领入',
  takenBack: '收回',
  recovered: '找回',
  correctedIn: '更正增',
  issued: '发证',
  replaced: '补发',
  spoiled: '转废',
  missing: '缺失',
  sent: '调出',
  returned: '退回',
  correctedOut: '更正减',
  damagedOnReceipt: '到货破损',
  voided: '作废',
  handedIn: '交回',
  destroyed: '销毁',
  closing: '期末',
};

export function statementForm(printed: PrintedStatement): string {
  const { centre, statement } = printed;
  const { from, to, since } = statement;
  const quantities = html`${head(printed)}
${statementLines.map((line) => html`<h2>${lineWords[line]}（本）</h2>${lineTable(line, statement)}`)}
<div class="notes"><p>期初加各项增加减各项减少等于期末：${statement.addsUp ? '相符' : '不符'}。</p></div>
${signatures([{ label: '制表人签字' }, { label: '复核人签字' }, { label: '负责人签字（盖章）' }])}`;
  const serials = html`<h2>流水码</h2>${serialTable(statement)}`;
  const later = since && html`<h2>此后补记或更正</h2>${sinceTables(since)}`;
  const parts = [quantities, serials, ...(later ? [later] : [])];
  return formPage({
    title: '空白职业资格证书收支表',
    orientation: 'landscape',
    reference: `${centre.code} ${from} ${to}`,
    body: html`${parts.map((part) => html`<section>${part}</section>`)}`,
  });
}

function head({ centre, statement }: PrintedStatement): Markup {
  const { from, to, subtree, asOfRecorded } = statement;
  const known = asOfRecorded === null ? '' : `　以${chineseMoment(asOfRecorded)}之前的记录为准`;
  return html`<h1>空白职业资格证书收支表</h1>
<div class="line"><span>单位（公章）：<bdi>${centre.name}</bdi>${subtree ? '（含下级）' : ''}</span>
<span>${chineseDay(from)}至${chineseDay(to)}${known}</span></div>`;
}

/** 2013年3月20日16:05 in Shanghai. */
function chineseMoment(instant: string): string {
  const time = new Date(Date.parse(instant) + shanghaiAheadMs).toISOString().slice(11, 16);
  return `${chineseDay(shanghaiDate(new Date(instant)))}${time}`;
}
const shanghaiAheadMs = 8 * 3_600_000;

const namesOf = (line: StatementLine): readonly StatementCellName[] => [
  'opening',
  ...cellsOf(line),
  'closing',
];

function cellOf(row: StatementRowDto, line: StatementLine, name: StatementCellName) {
  const cells: Partial<Record<StatementCellName, StatementCellDto>> = row[line];
  const cell = cells[name];
  if (!cell) throw new Error(`a statement without ${line} ${name}`);
  return cell;
}

function lineTable(line: StatementLine, { rows }: StatementDto): Markup {
  const names = namesOf(line);
  const columns = [
    { head: '等级', width: 20 },
    { head: '版本', width: 26 },
    ...names.map((name) => ({ head: cellWords[name] })),
  ];
  const sums = names.map((name) =>
    rows.reduce((sum, row) => sum + cellOf(row, line, name).quantity, 0),
  );
  const body = rows.map((row): Printable[] => [
    levelHeads[row.level],
    row.edition,
    ...names.map((name) => cellOf(row, line, name).quantity),
  ]);
  return html`<div class="serials">${grid(columns, body, ['合计', '', ...sums])}</div>`;
}

/** A cell's quantity stands in the first of its rows. */
function serialTable({ rows }: StatementDto): Markup {
  const columns = [
    { head: '账目', width: 20 },
    { head: '等级', width: 24 },
    { head: '版本' },
    { head: '栏目', width: 28 },
    { head: '本数', width: 26 },
    { head: '起始流水码', width: 48 },
    { head: '终止流水码', width: 48 },
  ];
  const body = statementLines.flatMap((line) =>
    rows.flatMap((row) =>
      namesOf(line).flatMap((name) => {
        const kind = [lineWords[line], levelHeads[row.level], row.edition, cellWords[name]];
        return cellRows(kind, cellOf(row, line, name));
      }),
    ),
  );
  return html`<div class="serials">${grid(columns, body)}</div>`;
}

function cellRows(kind: readonly string[], cell: StatementCellDto): Printable[][] {
  const { quantity, ranges, rangesComplete } = cell;
  const told = ranges.map(({ from, to }) => [from, to]);
  const all = rangesComplete ? told : [...told, ['（其余流水码未列出）', '']];
  return all.map((ends, index) => [...kind, index === 0 ? quantity : '', ...ends]);
}

function sinceTables({ differences, posts, postsComplete }: NonNullable<StatementDto['since']>) {
  const differing = grid(
    [
      { head: '账目', width: 24 },
      { head: '等级', width: 28 },
      { head: '版本' },
      { head: '栏目', width: 34 },
      { head: '当时（本）', width: 36 },
      { head: '现在（本）', width: 36 },
    ],
    differences.map((one) => [
      lineWords[one.line],
      levelHeads[one.level],
      one.edition,
      cellWords[one.cell],
      one.knownThen,
      one.knownNow,
    ]),
  );
  const posted = grid(
    [
      { head: '记录时间', width: 44 },
      { head: '发生日期', width: 34 },
      { head: '台账', width: 38 },
      { head: '凭据' },
      { head: '等级', width: 22 },
      { head: '账目', width: 16 },
      { head: '栏目', width: 22 },
      { head: '增减', width: 14 },
      { head: '本数', width: 20 },
    ],
    posts.map(postRow),
  );
  const more = postsComplete ? '' : html`<div class="notes"><p>其余记录未列出。</p></div>`;
  return html`<div class="serials">${differing}<h2>记录</h2>${posted}</div>${more}`;
}

const postRow = (one: StatementPostDto): Printable[] => [
  chineseMoment(one.recordedAt),
  chineseDay(one.occurredOn),
  `${one.centre}@${one.revision}`,
  one.reference ?? '',
  levelHeads[one.level],
  lineWords[one.line],
  cellWords[one.cell],
  one.direction === 'in' ? '增' : '减',
  one.quantity,
];
