/** What a crowd of clients asks of Guiyang's book at once: everybody wants the same few things. */
import { holderOf, tree } from '#testing';
import { certificateNumber, range, serial, today } from './installation';

export const guiyang = `centres/${tree.guiyang}`;
export const guizhou = `centres/${tree.guizhou}`;

/** Serials that everything but receipts, destructions and dispatches is about. */
export const contestedSerials = 40;
/** Certificate numbers that everybody uses, and how many of them the one roster lets pass. */
const contestedNumbers = 40;
export const passed = 30;
export const spoiledSerials = { first: 301, last: 320 };

export interface Post {
  readonly path: string;
  readonly body: object;
  /** By whom, of the users that there are. */
  readonly by: 'guiyang' | 'guizhou';
}

/** The same number has the same holder, so that vouchers and certificates agree. */
const ground = {
  roster: { reference: '众人名册', signedOn: today, passed },
  level: 5,
  occupation: { code: '6-07-01-01', name: '车工' },
  station: tree.guiyangStation,
};

/** A whole number below `limit`, in a row of its own for each client; nothing here is by chance. */
export class Row {
  #state: number;

  constructor(client: number) {
    this.#state = client * 7_919 + 17;
  }

  next(limit: number): number {
    this.#state = (this.#state * 1_103_515_245 + 12_345) % 2_147_483_648;
    return Math.floor(this.#state / 65_536) % limit;
  }
}

const numberAt = (at: number) => certificateNumber(1 + (at % contestedNumbers));
const serialAt = (at: number) => serial(1 + (at % contestedSerials));

export type Kind = keyof typeof kinds;

/** One post of each kind; who drew the row is of no matter, so that many draw alike. */
export const kinds = {
  issue: (row: Row, _: readonly string[]): Post => {
    const [at, first] = [row.next(contestedSerials), row.next(contestedNumbers)];
    const lines = [0, 1].map((step) => ({
      serial: serialAt(at + step),
      certificateNumber: numberAt(first + step),
      holder: holderOf(1 + ((first + step) % contestedNumbers)),
    }));
    return { path: `${guiyang}/issues`, body: { ...ground, lines }, by: 'guiyang' };
  },
  voucher: (row: Row): Post => {
    const first = row.next(contestedNumbers);
    const line = {
      voucherNumber: `${tree.guiyang}PZ${String(row.next(30)).padStart(6, '0')}`,
      certificateNumber: numberAt(first),
      holder: holderOf(1 + first),
    };
    return { path: `${guiyang}/vouchers`, body: { ...ground, lines: [line] }, by: 'guiyang' };
  },
  receipt: (row: Row, consignments: readonly string[]): Post => {
    const index = row.next(consignments.length);
    const first = 401 + index * 10;
    const lacks = row.next(3) === 0;
    const body = {
      accepted: [range(first + (lacks ? 1 : 0), first + 9)],
      ...(lacks ? { missing: [range(first, first)] } : {}),
      countedBy: ['点数人甲', '点数人乙'],
    };
    const path = `${guiyang}/consignments/${consignments[index]}/receipt`;
    return { path, body, by: 'guiyang' };
  },
  refusal: (row: Row, consignments: readonly string[]): Post => {
    const consignment = consignments[row.next(consignments.length)];
    const path = `${guiyang}/consignments/${consignment}/refusal`;
    return { path, body: { reason: '封条破损' }, by: 'guiyang' };
  },
  returnToStock: (row: Row, consignments: readonly string[]): Post => {
    const consignment = consignments[row.next(consignments.length)];
    return {
      path: `${guizhou}/consignments/${consignment}/return-to-stock`,
      body: {},
      by: 'guizhou',
    };
  },
  destruction: (row: Row): Post => {
    const first = spoiledSerials.first + row.next(17);
    const minutes = { on: today, place: '贵阳', method: '焚毁', witnesses: ['监甲', '监乙'] };
    const body = { ranges: [range(first, first + row.next(3))], minutes };
    return { path: `${guiyang}/destructions`, body, by: 'guiyang' };
  },
  spoilage: (row: Row): Post => {
    const body = { cause: 'misprint', ranges: [{ from: serialAt(30 + row.next(10)), to: '' }] };
    const [{ from }] = body.ranges;
    return {
      path: `${guiyang}/spoilages`,
      body: { ...body, ranges: [{ from, to: from }] },
      by: 'guiyang',
    };
  },
  correction: (row: Row): Post => {
    const line = {
      certificateNumber: numberAt(row.next(contestedNumbers)),
      recordedSerial: serialAt(row.next(contestedSerials)),
      actualSerial: serialAt(row.next(contestedSerials)),
      recordedSheet: 'spoiled',
    };
    return {
      path: `${guiyang}/issue-corrections`,
      body: { lines: [line], reason: '登错' },
      by: 'guiyang',
    };
  },
  void: (row: Row): Post => ({
    path: `${guiyang}/issue-voids`,
    body: {
      certificateNumber: numberAt(row.next(contestedNumbers)),
      sheet: row.next(2) === 0 ? 'in-hand' : 'not-found',
      cause: 'other',
      reason: '误发',
    },
    by: 'guiyang',
  }),
  replacement: (row: Row): Post => ({
    path: `${guiyang}/replacements`,
    body: {
      certificateNumber: numberAt(row.next(contestedNumbers)),
      serial: serialAt(row.next(contestedSerials)),
      reason: 'lost',
      lossNotice: { newspaper: '贵州日报', publishedOn: today },
    },
    by: 'guiyang',
  }),
} as const;
