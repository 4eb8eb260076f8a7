/** Forms to print: as they usually are, and with the most and the worst that requests let through. */
import {
  type ApplicationFiled,
  cellsOf,
  type Destruction,
  formatRange,
  type Level,
  type LevelQuantities,
  type Lot,
  levels,
  noQuantities,
  QuarterFile,
  type QuarterText,
  type ReportedDestruction,
  type ReturnFiled,
  type ReturnRow,
  statementLines,
} from '#domain';
import type { Consignment } from '#read-model';
import { tree } from '#testing';
import type { PrintedApplication } from '../src/forms/application-form';
import type { PrintedReceipt } from '../src/forms/consignment-receipt';
import type { PrintedDestruction } from '../src/forms/destruction-minutes';
import type { PrintedManager } from '../src/forms/manager-form';
import type { PrintedReturn } from '../src/forms/return-form';
import type { PrintedStatement } from '../src/forms/statement-form';
import type { FormCentre } from '../src/forms/words';
import type { StatementCellDto, StatementRowDto } from '../src/reports/statement.dto';

const { guizhou, guiyang } = tree;
const actor = { user: 'u1', role: 'clerk', centre: guiyang } as const;
export const hostile = '<script>alert("1")</script>\u202E&\'<img src=x onerror=alert(1)>';

export const city: FormCentre = {
  code: guiyang,
  name: '贵阳市职业技能鉴定指导中心',
  tier: 'city',
  address: '贵阳市云岩区中华北路1号',
  postcode: '550001',
};
export const province: FormCentre = {
  code: guizhou,
  name: '贵州省职业技能鉴定指导中心',
  tier: 'province',
};
export const provinceName = province.name;
const longCentre: FormCentre = {
  ...city,
  name: hostile + '中'.repeat(100 - hostile.length),
  address: '址'.repeat(200),
  postcode: 'W'.repeat(20),
};

const series = 'A:9';
const range = (first: number, last: number) => ({ series, first, last });
const text = (first: number, last: number) => formatRange(range(first, last));
/** Every second serial is missing, so that none can be drawn together. */
export const scattered = (count: number, from = 1) =>
  Array.from({ length: count }, (_, index) => range(from + 2 * index, from + 2 * index));
const quantities = (some: Partial<Record<Level, number>>): LevelQuantities => {
  return { ...noQuantities, ...some };
};
const most: LevelQuantities = { 5: 9999999, 4: 9999999, 3: 9999999, 2: 9999999, 1: 9999999 };

function applied(quarter: QuarterText, more: Partial<ApplicationFiled['data']> = {}) {
  return {
    data: {
      quarter,
      number: `${guiyang}-${quarter}`,
      planned: quantities({ 5: 1200, 4: 800, 3: 150, 2: 12 }),
      figures: {
        received: quantities({ 5: 1500, 4: 900, 3: 200 }),
        passed: quantities({ 5: 1320, 4: 860, 3: 170, 2: 12 }),
        destroyed: quantities({ 5: 12, 4: 3 }),
        replaced: quantities({ 5: 2 }),
        stock: quantities({ 5: 310, 4: 120, 3: 40 }),
      },
      countedAt: [{ centre: guiyang, revision: '123' }],
      contact: { name: '王小明', phone: '0851-5812346', mobile: '13800000000' },
      ...more,
    },
    filedBy: actor,
    filedAt: '2013-04-03T02:00:00.000Z',
    signOffs: [],
  };
}

/** Fully signed and reviewed. */
export function sampleApplication(): PrintedApplication {
  const file = new QuarterFile(guiyang, '2013Q1');
  file.application = applied('2013Q2');
  file.review = {
    data: {
      quarter: '2013Q2',
      decision: 'approved',
      granted: quantities({ 5: 1100, 4: 750, 3: 140, 2: 12 }),
      yardstick: quantities({ 5: 1024, 4: 743, 3: 130, 2: 12 }),
      returnOnTime: true,
      feeSharePaid: true,
    },
    by: actor,
    on: '2013-04-15',
  };
  return {
    centre: city,
    provinceName,
    file,
    signed: {
      'section-head': { name: '李科长', on: '2013-04-03' },
      leader: { name: '张主任', on: '2013-04-04' },
    },
    reviewed: { name: '陈处长', on: '2013-04-15' },
  };
}

/** Recorded as zero: nothing but the zero is there. */
export function zeroApplication(): PrintedApplication {
  const file = new QuarterFile(guiyang, '2013Q1');
  file.wasZero = true;
  return { centre: city, provinceName, file, signed: {} };
}

export function longestApplication(): PrintedApplication {
  const sample = sampleApplication();
  const { file } = sample;
  const figures = { received: most, passed: most, destroyed: most, replaced: most, stock: most };
  const contact = { name: hostile, phone: '9'.repeat(50), mobile: '9'.repeat(50) };
  file.application = applied('2013Q2', {
    planned: most,
    figures,
    contact,
    remark: hostile + '注'.repeat(2_000 - hostile.length),
    countedAt: Array.from({ length: 40 }, (_, index) => {
      return { centre: String(52010000 + index), revision: '999999' };
    }),
  });
  file.review = file.review && {
    ...file.review,
    data: {
      ...file.review.data,
      granted: most,
      yardstick: most,
      reason: hostile + '由'.repeat(2_000 - hostile.length),
    },
  };
  const by = { name: hostile, on: '2013-12-31' };
  return {
    ...sample,
    centre: longCentre,
    signed: { 'section-head': by, leader: by },
    reviewed: by,
  };
}

export function sampleManager(): PrintedManager {
  return {
    centre: city,
    provinceName,
    officials: {
      responsible: '张主任',
      responsiblePhone: '0851-5812345',
      responsibleEmail: 'zhang@example.cn',
      manager: '王小明',
      managerPhone: '0851-5812346',
      managerEmail: 'wang@example.cn',
      appointedOn: '2013-01-31',
    },
    parentEmail: 'province@example.cn',
  };
}

export function longestManager(): PrintedManager {
  const email = `${'x'.repeat(188)}@example.cn`;
  return {
    centre: longCentre,
    provinceName: hostile,
    officials: {
      responsible: hostile,
      responsiblePhone: '9'.repeat(50),
      manager: '名'.repeat(100),
      managerPhone: '9'.repeat(50),
      managerEmail: email,
      appointedOn: '2013-12-31',
    },
    parentEmail: email,
  };
}

function filedReturn(data: Partial<ReturnFiled['data']>): PrintedReturn['filed'] {
  const none = { quarter: '2013Q1', rows: [], late: false, destroyed: [], bookRevision: '123' };
  return { data: { ...none, ...data }, filings: 1, filedAt: '2013-03-04T02:00:00.000Z' };
}

const occupations = ['车工', '焊工', '维修电工', '中式烹调师', '汽车修理工', '计算机操作员'];

const rowsOf = (names: readonly string[]): ReturnRow[] =>
  names.flatMap((name, index) =>
    levels.slice(0, 3).map((level) => ({
      occupation: { code: `6-07-01-${String(index + 1).padStart(2, '0')}`, name },
      level,
      assessed: 100 + index,
      passed: 80 + index,
    })),
  );

const report = (more: Partial<ReportedDestruction>): ReportedDestruction => ({
  on: '2013-02-20',
  level: 5,
  edition: '2009版',
  cause: 'misprint',
  ranges: [text(101, 104)],
  ...more,
});

export function sampleReturn(): PrintedReturn {
  const filed = filedReturn({
    rows: rowsOf(occupations),
    signedBy: '张主任',
    signedOn: '2013-03-04',
    destroyed: [
      report({ on: '2012-11-20', earlier: true, cause: 'quality-defect' }),
      report({ ranges: [text(201, 203), text(209, 209)] }),
      report({ level: 4, cause: 'handed-in', ranges: [text(5001, 5001)] }),
    ],
  });
  return { centre: city, provinceName, quarter: '2013Q1', filed };
}

/** The fourth quarter of a year in which the second's was never filed. */
export function annualReturn(): PrintedReturn {
  const { filed } = sampleReturn();
  const year = [filed, undefined, filed, filed];
  return { centre: city, provinceName, quarter: '2013Q4', filed, year };
}

export function longestReturn(): PrintedReturn {
  const filed = filedReturn({
    rows: Array.from({ length: 1_000 }, (_, index) => ({
      occupation: { code: 'W'.repeat(50), name: `${index}${'工'.repeat(96)}` },
      level: 5,
      assessed: 9999999,
      passed: 9999999,
    })),
    signedBy: hostile,
    signedOn: '2013-12-31',
    late: true,
    destroyed: [
      report({
        edition: hostile,
        cause: 'damaged-in-transit',
        earlier: true,
        ranges: scattered(1_000).map(formatRange),
      }),
    ],
  });
  return { centre: longCentre, provinceName, quarter: '2013Q1', filed };
}

const destruction = (more: Partial<Destruction>): Destruction => ({
  revision: 17n,
  on: '2013-02-20',
  level: 5,
  edition: '2009版',
  cause: 'misprint',
  ranges: [range(101, 104)],
  ...more,
});

export function sampleDestruction(): PrintedDestruction {
  return {
    centre: city,
    minutes: {
      on: '2013-02-20',
      place: '中心二楼会议室',
      method: '碎纸机粉碎',
      witnesses: ['赵监督', '钱纪检'],
    },
    revision: 17n,
    destroyed: [
      destruction({ ranges: [range(101, 104), range(110, 110)] }),
      destruction({ level: 4, cause: 'quality-defect', ranges: [range(5001, 5002)] }),
    ],
    postedBy: { name: '王小明', on: '2013-02-20' },
    approvedBy: { name: '张主任', on: '2013-02-21' },
  };
}

export function longestDestruction(): PrintedDestruction {
  const sample = sampleDestruction();
  const long = hostile + '字'.repeat(200 - hostile.length);
  return {
    ...sample,
    centre: longCentre,
    minutes: {
      on: '2013-12-31',
      place: long,
      method: long,
      witnesses: Array.from({ length: 20 }, (_, index) => `${index}${hostile}`),
    },
    destroyed: [
      destruction({
        edition: hostile,
        cause: 'damaged-in-transit',
        ranges: scattered(1_000),
      }),
    ],
    postedBy: { name: hostile, on: '2013-12-31' },
    approvedBy: { name: hostile, on: '2013-12-31' },
  };
}

const lot = (level: Level, edition: string, ...ranges: Lot['ranges']): Lot => {
  return { level, edition, ranges };
};

function sent(more: Partial<Consignment> = {}): Consignment {
  return {
    number: `${guizhou}-42`,
    sender: guizhou,
    receiver: guiyang,
    status: 'in-transit',
    quantity: 1_000,
    lots: [lot(5, '2009版', text(1, 500)), lot(4, '2009版', text(5001, 5500))],
    handedOverBy: '刘押运',
    application: '2013Q2',
    dispatchedOn: '2013-04-18',
    dispatchedAt: new Date('2013-04-18T01:00:00Z'),
    dispatchedPosition: 100n,
    ...more,
  };
}

/** Received with all three differences. */
export function sampleReceipt(): PrintedReceipt {
  const receipt = {
    accepted: [lot(5, '2009版', text(1, 496)), lot(4, '2009版', text(5003, 5500))],
    damaged: [lot(5, '2009版', text(497, 500))],
    missing: [lot(4, '2009版', text(5001, 5002))],
    unexpected: [text(9001, 9001)],
    countedBy: ['孙点数', '周点数'],
  };
  const answer = { on: '2013-04-19', position: 120n, receipt };
  return {
    consignment: sent({ status: 'received', answer }),
    sender: province,
    receiver: city,
    postedBy: { name: '王小明', on: '2013-04-19' },
    approvedBy: { name: '张主任', on: '2013-04-20' },
  };
}

export function receiptInTransit(): PrintedReceipt {
  return { consignment: sent(), sender: province, receiver: city };
}

export function longestReceipt(): PrintedReceipt {
  const ranges = scattered(1_000).map(formatRange);
  const receipt = {
    accepted: [],
    damaged: [lot(5, hostile, ...ranges.slice(0, 500))],
    missing: [lot(5, hostile, ...ranges.slice(500))],
    unexpected: scattered(1_000, 10_001).map(formatRange),
    countedBy: [hostile, hostile],
  };
  const by = { name: hostile, on: '2013-12-31' };
  return {
    consignment: sent({
      status: 'received',
      lots: [lot(5, hostile, ...ranges)],
      handedOverBy: hostile,
      answer: { on: '2013-12-31', position: 120n, receipt },
    }),
    sender: longCentre,
    receiver: longCentre,
    postedBy: by,
    approvedBy: by,
  };
}

const cell = (quantity: number, more: Partial<StatementCellDto> = {}): StatementCellDto => {
  const ranges = quantity > 0 ? [text(1, quantity)] : [];
  return { quantity, ranges, rangesComplete: true, ...more };
};

/** The cells that are named, and nothing in the others. */
function statementRow(
  kind: { readonly level: Level; readonly edition: string },
  named: Readonly<Record<'stock' | 'spoiled', Readonly<Record<string, StatementCellDto>>>>,
): StatementRowDto {
  const cells = statementLines.map((line) => {
    const names = ['opening', ...cellsOf(line), 'closing'];
    return [line, Object.fromEntries(names.map((name) => [name, named[line][name] ?? cell(0)]))];
  });
  return { ...kind, ...Object.fromEntries(cells) };
}

export function sampleStatement(): PrintedStatement {
  const row = statementRow(
    { level: 5, edition: '2009版' },
    {
      stock: { received: cell(500), issued: cell(300), spoiled: cell(4), closing: cell(196) },
      spoiled: { spoiled: cell(4), destroyed: cell(3), closing: cell(1) },
    },
  );
  const days = { from: '2012-12-01', to: '2013-02-28', asOfRecorded: null };
  const statement = { centre: guiyang, subtree: false, ...days, rows: [row], addsUp: true };
  return { centre: city, statement };
}

/** Every cell full of scattered serials, as it was known then, and all that can be told of later. */
export function longestStatement(): PrintedStatement {
  const full = () => {
    return cell(9999999, {
      ranges: scattered(100).map(formatRange),
      rangesComplete: false,
    });
  };
  const cells = (line: 'stock' | 'spoiled') =>
    Object.fromEntries(['opening', ...cellsOf(line), 'closing'].map((name) => [name, full()]));
  const kind = { level: 1 as const, edition: hostile };
  const row = statementRow(kind, { stock: cells('stock'), spoiled: cells('spoiled') });
  const difference = { ...kind, line: 'spoiled', cell: 'damagedOnReceipt' } as const;
  const post = {
    ...difference,
    position: '1',
    event: 'BlanksReceived',
    centre: guiyang,
    revision: '999999',
    occurredOn: '2013-12-31',
    recordedAt: '2014-01-01T00:00:00.000Z',
    reference: hostile,
    direction: 'in',
    quantity: 9999999,
    ranges: [],
    rangesComplete: false,
  } as const;
  return {
    centre: longCentre,
    statement: {
      centre: guiyang,
      subtree: true,
      from: '2012-12-01',
      to: '2013-12-31',
      asOfRecorded: '2013-12-31T15:59:59.000Z',
      rows: [row],
      addsUp: false,
      since: {
        differences: [{ ...difference, knownThen: 9999999, knownNow: 9999998 }],
        posts: Array.from({ length: 1_000 }, () => ({ ...post, ranges: [] })),
        postsComplete: false,
      },
    },
  };
}
