import type { RecordedEvent } from '#domain';
import { destroy, spoil, stocked, tree } from '#testing';
import { Findings, stream } from '../test/story';
import { replay } from './replay';

const { guiyang } = tree;

/** A world in which Guiyang destroyed 11 to 14, and its returns of quarters as they were filed. */
function filed(
  ...returns: readonly [quarter: string, from: string, to: string][]
): RecordedEvent[] {
  const world = stocked();
  world.must(guiyang, spoil(11, 14));
  world.must(guiyang, destroy(11, 14));
  world.must(
    guiyang,
    { type: 'ApproveProposal', proposal: world.lastProposal(guiyang) },
    { user: 'supervisor-b' },
  );
  const last = world.log[world.log.length - 1];
  const revisions = new Map<string, bigint>();
  const events = returns.map(([quarter, from, to], index): RecordedEvent => {
    const name = `quarter-${guiyang}-${quarter}`;
    const revision = (revisions.get(name) ?? -1n) + 1n;
    revisions.set(name, revision);
    const lot = { on: '2013-03-28', level: 5, edition: 'x', cause: 'misprint' } as const;
    return {
      ...last,
      id: `00000000-0000-4000-8000-${String(index).padStart(12, '0')}`,
      stream: name,
      revision,
      position: last.position + BigInt(index + 1) * 10n,
      type: 'ReturnFiled',
      data: {
        quarter,
        rows: [],
        late: false,
        destroyed: [{ ...lot, ranges: [{ from, to }] }],
        bookRevision: String(last.revision),
      },
    };
  });
  return [...world.log, ...events];
}

async function warningsOf(log: readonly RecordedEvent[]) {
  const findings = new Findings();
  await replay(stream(log), { report: findings.report });
  return findings.all.map(({ check, params, events }) => [
    check,
    params.range,
    params.other,
    params.quarter,
    events.map(({ stream: name }) => name),
  ]);
}

describe('[Q8] what returns report as destroyed', () => {
  it('is found where two quarters of a centre report the same serials', async () => {
    const log = filed(
      ['2013Q1', 'A000000011', 'A000000013'],
      ['2013Q2', 'A000000012', 'A000000014'],
    );
    expect(await warningsOf(log)).toEqual([
      [
        'destruction-reported-twice',
        'A000000012–A000000013',
        '2013Q1',
        '2013Q2',
        [`quarter-${guiyang}-2013Q1`, `quarter-${guiyang}-2013Q2`],
      ],
    ]);
  });

  it('is in order where a return is filed again, also without what another reports', async () => {
    const again = filed(
      ['2013Q1', 'A000000011', 'A000000014'],
      ['2013Q1', 'A000000011', 'A000000014'],
    );
    expect(await warningsOf(again)).toEqual([]);
    const mended = filed(
      ['2013Q1', 'A000000011', 'A000000014'],
      ['2013Q2', 'A000000014', 'A000000014'],
      ['2013Q1', 'A000000011', 'A000000013'],
    );
    expect(await warningsOf(mended)).toEqual([]);
  });
});
