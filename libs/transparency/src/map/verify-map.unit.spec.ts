import { type LoggedEvent, leafHash } from '../leaf';
import type { LogFinding, NamedEvent } from '../log-finding';
import { SerialMap } from './serial-map';
import { touchesOf } from './touches';
import { MapVerification, type StoredRoot } from './verify-map';

type Placed = LoggedEvent & NamedEvent;

const json = (value: unknown): Buffer => Buffer.from(JSON.stringify(value));

function event(stream: string, revision: number, type: string, data: object): Placed {
  const id = `00000000-0000-4000-8000-${String(revision).padStart(12, '0')}`;
  const metadata = json({ schema: 1 });
  const at = { stream, revision: BigInt(revision), position: BigInt(revision) };
  return { id, ...at, type, isJson: true, data: json(data), metadata };
}

const spoil = (revision: number, ordinal: number): Placed => {
  const serial = `A${String(ordinal).padStart(9, '0')}`;
  const lots = [{ level: 5, edition: '普通', ranges: [{ from: serial, to: serial }] }];
  return event('book-52010000', revision, 'SerialsSpoiled', { lots, cause: 'misprint' });
};

function rootOf(leaves: readonly Placed[]): string {
  const map = new SerialMap();
  for (const [index, leaf] of leaves.entries()) map.touch(touchesOf(leaf), index, leafHash(leaf));
  return Buffer.from(map.root()).toString('base64');
}

/** Eight spoilages, and a root behind the second, the fourth and the sixth of them. */
function log(rootAt: (treeSize: number, right: string) => { treeSize: number; root: string }) {
  const leaves: Placed[] = [];
  const roots: StoredRoot[] = [];
  for (let at = 1; at <= 8; at += 1) {
    leaves.push(spoil(at, at * 5_000));
    if (at % 2 === 1 || at === 8) continue;
    const data = rootAt(leaves.length, rootOf(leaves));
    const recorded = event('serial-map', roots.length, 'MapRootRecorded', data);
    roots.push({ event: recorded, data });
    leaves.push(recorded);
  }
  return { leaves, roots };
}

function findingsOf({ leaves, roots }: ReturnType<typeof log>) {
  const findings: LogFinding[] = [];
  const verification = new MapVerification(roots, (finding) => findings.push(finding));
  for (const [index, leaf] of leaves.entries()) verification.add(leaf, index, leafHash(leaf));
  const told = findings.map(({ check, event: at }) => `${check} ${at?.stream}@${at?.revision}`);
  return { told, rootedCount: verification.rootedCount };
}

describe('[SM-8] verifying the roots of the serial map', () => {
  it('finds nothing where each is that of the leaves before it', () => {
    const honest = log((treeSize, root) => ({ treeSize, root }));
    expect(findingsOf(honest)).toEqual({ told: [], rootedCount: 8 });
  });

  it('judges a root of fewer leaves than stand before it by those', () => {
    const { leaves, roots } = log((treeSize, root) => ({ treeSize, root }));
    const [late] = roots.splice(0, 1);
    const moved = leaves.filter(({ stream, revision }) => stream !== 'serial-map' || revision > 0n);
    const recorded = event('serial-map', 9, 'MapRootRecorded', late.data);
    const given = { leaves: [...moved, recorded], roots: [{ ...late, event: recorded }] };
    expect(findingsOf(given).told).toEqual([]);
  });

  it('names a root that an operator made up, and only that', () => {
    const forged = log((treeSize, root) => ({ treeSize, root: treeSize === 5 ? 'AAAA' : root }));
    expect(findingsOf(forged)).toEqual({
      told: ['map-root-differs serial-map@1'],
      rootedCount: 8,
    });
  });

  it('names the first root after a leaf that was altered', () => {
    const { leaves, roots } = log((treeSize, root) => ({ treeSize, root }));
    const altered = leaves.map((leaf, index) => (index === 3 ? spoil(3, 7) : leaf));
    expect(findingsOf({ leaves: altered, roots })).toEqual({
      told: ['map-root-differs serial-map@1'],
      rootedCount: 2,
    });
  });

  it('names an event of a book that should move serials, and of which it cannot read which', () => {
    const { leaves, roots } = log((treeSize, root) => ({ treeSize, root }));
    const ranges = [{ from: 'ZZ0000000001', to: 'ZZ1000000001' }];
    const run = (serial: string, count: number) => ({
      level: 5,
      runs: [{ serial, certificateNumber: 'x', count, edition: '普通' }],
    });
    const forged: Placed[] = [
      event('book-00000000', 0, 'BlanksRegistered', { lots: [{ level: 5, edition: 'x', ranges }] }),
      event('book-00000000', 1, 'BlanksRegistered', { lots: [] }),
      event('book-00000000', 2, 'CertificatesIssued', run('A999999999', 2)),
      event('book-00000000', 3, 'CertificatesIssued', run('A000000001', 9e15)),
      event('book-00000000', 4, 'SerialsTurned', {}),
      { ...event('book-00000000', 5, 'SerialsSpoiled', {}), isJson: false },
    ];
    const sealed = { ...event('book-00000000', 6, 'HoldersSealed', {}), isJson: false };
    const counted = event('book-00000000', 7, 'StockCounted', { ranges });
    expect(findingsOf({ leaves: [...leaves, ...forged, sealed, counted], roots }).told).toEqual(
      forged.map(({ revision }) => `event-unreadable book-00000000@${revision}`),
    );
  });

  it('names a root of leaves to come, and one of no more than the root before it', () => {
    const ahead = log((treeSize, root) => ({ treeSize: treeSize === 5 ? 99 : treeSize, root }));
    expect(findingsOf(ahead).told[0]).toBe('map-root-misplaced serial-map@1');
    const again = log((treeSize, root) => ({ treeSize, root }));
    const [first, second] = again.roots;
    again.roots[1] = { ...second, data: first.data };
    expect(findingsOf(again).told).toEqual(['map-root-misplaced serial-map@1']);
  });
});
