import type { RecordedEvent } from '#domain';
import { tree } from '#testing';
import { Findings, story, stream, tampered } from '../../test/story';
import { Custody } from '../custody';
import { certificateRows } from './certificate-rows';
import { HolderLines } from './holder-lines';
import { KeptRows } from './kept-rows';
import { movementRows } from './movement-rows';
import { postRows } from './post-rows';
import { reconcile } from './reconcile';
import { ShortageRows } from './shortage-rows';
import { ContraAccounts } from './stock-rows';
import { Turnover } from './turnover-rows';
import { reconciledViews, type ViewName, type ViewRow } from './views';
import { VoucherRows } from './voucher-rows';

const { guiyang } = tree;
type Tables = Record<ViewName, ViewRow[]>;

/** Views as an honest projector would have filled them. */
async function copied(log: readonly RecordedEvent[]): Promise<Tables> {
  const custody = new Custody(new Findings().report);
  const contra = new ContraAccounts();
  const turnover = new Turnover();
  const kept = new KeptRows();
  const vouchers = new VoucherRows();
  const shortages = new ShortageRows();
  const holders = new HolderLines();
  for (const event of log) {
    custody.follow(event);
    contra.follow(event);
    turnover.follow(event);
    kept.follow(event);
    vouchers.follow(event);
    shortages.follow(event);
    holders.follow(event);
  }
  return {
    movement: log.flatMap(movementRows),
    certificate: log.flatMap(certificateRows),
    post: log.flatMap(postRows),
    stock: contra.rows(custody.held()).rows(),
    turnover: turnover.rows().rows(),
    consignment: kept.consignment.rows(),
    proposal: kept.proposal.rows(),
    centre: kept.centre.rows(),
    stock_count: kept.count.rows(),
    forgotten_line: kept.forgotten.rows(),
    holder_line: holders.rows((...line) => kept.forgotten.get(line) !== undefined),
    voucher: vouchers.rows().rows(),
    shortage: shortages.rows.rows(),
    quarter_event: kept.quarterEvent.rows(),
  };
}

async function compare(log: readonly RecordedEvent[], tables: Tables, upTo?: bigint) {
  const findings = new Findings();
  const position = upTo ?? log.at(-1)?.position ?? -1n;
  const rows = (view: ViewName) => stream(tables[view]);
  const snapshot = { position, eventPosition: position, rows };
  const result = await reconcile(stream(log), snapshot, findings);
  return { ...result, findings };
}

describe('reconcile', () => {
  it('honest views agree in every row', async () => {
    const log = story();
    const { findings, rowCounts, conservation, laterEventCount } = await compare(
      log,
      await copied(log),
    );
    expect(findings.all).toEqual([]);
    expect(rowCounts.movement).toBeGreaterThan(10);
    expect(Object.values(rowCounts).every((count) => count > 0)).toBe(true);
    expect(conservation).toEqual({ holds: true, registered: 999 });
    expect(laterEventCount).toBe(0);
  });

  it('compares at the position of the views and counts what came later', async () => {
    const log = story();
    const before = log.slice(0, -3);
    const upTo = before.at(-1)?.position;
    const { findings, eventCount, laterEventCount, position } = await compare(
      log,
      await copied(before),
      upTo,
    );
    expect(findings.all).toEqual([]);
    expect({ eventCount, laterEventCount, position }).toEqual({
      eventCount: before.length,
      laterEventCount: 3,
      position: upTo,
    });
  });

  it('[TL-1] counts the leaves up to the views, sealed holders that are not read among them', async () => {
    const log = story();
    const tables = await copied(log);
    const read = log.filter(({ type }) => type !== 'HoldersSealed');
    const whole = await compare(read, tables, log.at(-1)?.position);
    expect(whole.treeSize).toBe(log.length);
    expect(whole.eventCount).toBeLessThan(log.length);
    const last = log.findLast(({ type }) => type === 'CertificatesIssued');
    const part = await compare(read, tables, last?.position);
    expect(part.treeSize).toBe(
      log.filter(({ position }) => position <= (last?.position ?? 0n)).length,
    );
  });

  describe.each(Object.keys(reconciledViews) as ViewName[])('in %s', (view) => {
    it.each(Object.keys(reconciledViews[view].columns))('a changed %s is found', async (column) => {
      const log = story();
      const tables = await copied(log);
      const changed = { ...tables[view][1], [column]: '99' };
      tables[view] = tables[view].with(1, changed);
      const { findings } = await compare(log, tables);
      expect(findings.all.length).toBeGreaterThan(0);
      expect(findings.all.every(({ params }) => params.view === view)).toBe(true);
    });

    it('a row taken out is found', async () => {
      const log = story();
      const tables = await copied(log);
      tables[view] = tables[view].slice(1);
      expect((await compare(log, tables)).findings.checks).toEqual(['row-missing']);
    });

    it('a row put in is found', async () => {
      const log = story();
      const tables = await copied(log);
      const [key] = reconciledViews[view].key;
      const extra = { ...tables[view].at(-1), [key]: '999999' };
      tables[view] = [...tables[view], extra as ViewRow];
      expect((await compare(log, tables)).findings.checks).toEqual(['row-unexpected']);
    });
  });

  it('lists every finding, with the events concerned', async () => {
    const log = story();
    const tables = await copied(log);
    const at = tables.movement.findIndex(({ event }) => event === 'SerialsSpoiled');
    tables.movement[at] = { ...tables.movement[at], level: '3', edition: '2009' };
    tables.stock = tables.stock.slice(2);
    const { findings } = await compare(log, tables);
    expect(findings.checks).toEqual(['row-differs', 'row-differs', 'row-missing', 'row-missing']);
    expect(findings.all[0]).toMatchObject({
      severity: 'error',
      events: [{ stream: `book-${guiyang}`, type: 'SerialsSpoiled' }],
      params: { view: 'movement', column: 'level', expected: '5', found: '3' },
    });
  });

  it('[C15] a line that was forgotten and is still in the blind index is found', async () => {
    const { holder_line: before } = await copied(story());
    const log = tampered(story(), 'HolderForgotten', (event) => {
      const lines = before.slice(1, 3).map(({ stream, revision, line_index }) => {
        return { stream, revision, event: '', line: Number(line_index) + 1 };
      });
      return { ...event, data: { lines, reason: '本人申请' } };
    });
    const tables = await copied(log);
    expect(tables.holder_line).toEqual(before.toSpliced(1, 2));
    const { findings } = await compare(log, { ...tables, holder_line: before });
    expect(findings.checks).toEqual(['row-unexpected', 'row-unexpected']);
  });

  it('JSON is compared by meaning', async () => {
    const log = story();
    const tables = await copied(log);
    tables.consignment = tables.consignment.map((row) => ({
      ...row,
      lots: JSON.stringify(JSON.parse(row.lots ?? '').map(reversedFields), null, 1),
    }));
    expect((await compare(log, tables)).findings.all).toEqual([]);
  });

  it('[C15] an event taken out of the log shows in every view that had copied it', async () => {
    const log = story();
    const tables = await copied(log);
    const without = log.filter(({ type }) => type !== 'ReplacementPrinted');
    const { findings } = await compare(without, tables);
    expect(findings.checks).toContain('revision-gap');
    expect(findings.all.map(({ params }) => params.view)).toEqual(
      expect.arrayContaining(['movement', 'certificate', 'stock']),
    );
  });

  it('views that copied more than the log has say so', async () => {
    const log = story();
    const tables = await copied(log);
    const findings = new Findings();
    const position = log.at(-1)?.position ?? 0n;
    const rows = (view: ViewName) => stream(tables[view]);
    const moving = log.findLastIndex(({ type }) => type === 'CertificatesIssued');
    await reconcile(
      stream(log.slice(0, moving)),
      { position, eventPosition: position, rows },
      findings,
    );
    expect(findings.checks).toContain('views-ahead');
    expect(findings.checks).toContain('row-unexpected');
  });

  it('an event that cannot be read does not end the comparison', async () => {
    const log = story();
    const tables = await copied(log);
    const broken = tampered(log, 'SerialsSpoiled', (event) => {
      if (event.type !== 'SerialsSpoiled') throw new Error('unreachable');
      const ranges = [{ from: '?', to: '?' }];
      return { ...event, data: { ...event.data, lots: [{ level: 5, edition: '2013', ranges }] } };
    });
    const { findings } = await compare(broken, tables);
    expect(findings.checks).toEqual(
      expect.arrayContaining(['event-unreadable', 'row-unexpected', 'serials-elsewhere']),
    );
  });
});

const reversedFields = (lot: object): object => Object.fromEntries(Object.entries(lot).reverse());
