/** Forms of custody to print: as they usually are, and with the most that requests let through. */
import {
  cellsOf,
  type Destruction,
  formatRange,
  type Level,
  type Lot,
  statementLines,
} from '#domain';
import type { Consignment } from '#read-model';
import { tree } from '#testing';
import type { PrintedReceipt } from '../src/forms/consignment-receipt';
import type { PrintedDestruction } from '../src/forms/destruction-minutes';
import type { PrintedStatement } from '../src/forms/statement-form';
import type { StatementCellDto, StatementRowDto } from '../src/reports/statement.dto';
import { city, hostile, longCentre, province, range, scattered, text } from './printed-parties';

const { guizhou, guiyang } = tree;

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
