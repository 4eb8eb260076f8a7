import type { SerialRange } from '#domain';
import { touchesOf } from './touches';

const touched = (type: string, data: unknown, stream = 'book-52010000'): SerialRange[] =>
  touchesOf({ stream, type, isJson: true, data: Buffer.from(JSON.stringify(data)) });
const lot = (from: string, to: string) => ({ level: 5, edition: '普通', ranges: [{ from, to }] });
const series = 'A:9';

describe('[SM-1] a leaf touches', () => {
  it('the serials that its event moves, as the fewest ranges', () => {
    const lots = [lot('A000000010', 'A000000020'), lot('A000000001', 'A000000009')];
    expect(touched('SerialsSpoiled', { lots, cause: 'misprint' })).toEqual([
      { series, first: 1, last: 20 },
    ]);
  });

  it('every sheet of a correction: recorded by mistake, really used, or with another number', () => {
    const sheet = (serial: string, becomes?: string) => ({ serial, edition: '普通', becomes });
    const run = (recorded: object, actual: object) => ({
      certificateNumber: '1352010000500001',
      level: 5,
      count: 1,
      recorded,
      actual,
    });
    const runs = [
      run(sheet('A000000001', 'stock'), sheet('A000000002')),
      run(sheet('A000000002'), sheet('A000000007')),
    ];
    expect(touched('IssueCorrected', { runs, reason: '录入有误' })).toEqual([
      { series, first: 1, last: 2 },
      { series, first: 7, last: 7 },
    ]);
  });

  it('nothing that is only named: counted, proposed, superseded, found in a box', () => {
    const ranges = [{ from: 'A000000001', to: 'A000000009' }];
    const given = {
      StockCounted: { levels: [5], ranges, missing: ranges, unexpected: [], movedSince: [] },
      ProposalMade: { proposal: '52010000-1', command: { type: 'SpoilSerials', ranges } },
      VoucherSuperseded: { runs: [{ voucherNumber: 'x', serial: 'A000000001', count: 1 }] },
      BlanksReceived: {
        consignment: '52000000-1',
        accepted: [],
        damaged: [],
        missing: [],
        unexpected: ranges,
      },
    };
    for (const [type, data] of Object.entries(given)) {
      expect({ [type]: touched(type, data) }).toEqual({ [type]: [] });
    }
  });

  it('nothing where it cannot be read, or is outside the books', () => {
    const whole = { lots: [lot('A000000001', 'A000000009')] };
    expect(touched('SerialsSpoiled', whole)).toHaveLength(1);
    expect(touched('SerialsSpoiled', whole, 'serial-map')).toEqual([]);
    const broken = {
      SerialsSpoiled: { lots: [lot('A000000009', 'A000000001')] },
      SerialsTurned: whole,
      BlanksRegistered: { lots: [...whole.lots, lot('A1', 'A2')] },
      CertificatesIssued: {
        level: 5,
        runs: [{ serial: 'A999999999', certificateNumber: 'x', count: 2, edition: '普通' }],
      },
      BlanksDispatched: { consignment: 'x', lots: [lot('000000000000', '999999999999')] },
    };
    for (const [type, data] of Object.entries(broken)) {
      expect({ [type]: touched(type, data) }).toEqual({ [type]: [] });
    }
    const data = Buffer.from('{"lots": [');
    expect(touchesOf({ stream: 'book-1', type: 'SerialsSpoiled', isJson: true, data })).toEqual([]);
  });
});
