/** When things happen: the second statistical quarter of 2013 covers March, April and May. */
import type { PlainDate } from '#domain';

/** All dates of the scenario are earlier: until then paper books are being loaded. */
export const liveFrom: PlainDate = '2014-01-01';

export const days = {
  registered: '2013-03-01',
  sentToProvince: '2013-03-04',
  receivedByProvince: '2013-03-06',
  sentToCities: '2013-03-07',
  receivedByCities: '2013-03-11',
  secondSending: '2013-04-08',
  secondReceipt: '2013-04-10',
  refusedSending: '2013-05-06',
  refusal: '2013-05-08',
  takenBack: '2013-05-10',
  destruction: '2013-05-29',
  lossNotice: '2013-05-20',
  replacement: '2013-05-30',
  lastSending: '2013-05-31',
} as const satisfies Record<string, PlainDate>;

export interface Session {
  readonly month: number;
  readonly signedOn: PlainDate;
  readonly issuedOn: PlainDate;
  /** Share of the quarter's candidates: more are examined towards the summer. */
  readonly weight: number;
}

export const sessions: readonly Session[] = [
  { month: 3, signedOn: '2013-03-22', issuedOn: '2013-03-27', weight: 2 },
  { month: 4, signedOn: '2013-04-19', issuedOn: '2013-04-25', weight: 3 },
  { month: 5, signedOn: '2013-05-20', issuedOn: '2013-05-27', weight: 5 },
];
