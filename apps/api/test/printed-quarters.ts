/** Forms of a quarter to print: as they usually are, and with the most that requests let through. */
import {
  type ApplicationFiled,
  formatRange,
  type Level,
  type LevelQuantities,
  levels,
  noQuantities,
  QuarterFile,
  type QuarterText,
  type ReportedDestruction,
  type ReturnFiled,
  type ReturnRow,
} from '#domain';
import { tree } from '#testing';
import type { PrintedApplication } from '../src/forms/application-form';
import type { PrintedManager } from '../src/forms/manager-form';
import type { PrintedReturn } from '../src/forms/return-form';
import { city, hostile, longCentre, provinceName, scattered, text } from './printed-parties';

const { guiyang } = tree;
const actor = { user: 'u1', role: 'clerk', centre: guiyang } as const;

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
