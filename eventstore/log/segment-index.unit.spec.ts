import { formatSegmentIndex, parseSegmentIndex, SummaryBuilder } from './segment-index';

function summary() {
  const builder = new SummaryBuilder(5);
  const event = (offset: number, streamKey: string, revision: number, typeKey: string) => ({
    offset,
    streamKey,
    revision,
    typeKey,
    idKey: String(offset).padStart(16, '0'),
    createdAtMs: 1_000 + offset,
  });
  builder.add(event(128, 'a', 3, 'X'));
  builder.add(event(300, 'b', 0, 'Y'));
  builder.add(event(500, 'a', 4, 'X'));
  return builder.finish(700, 0x5a17);
}

describe('the index file of a segment', () => {
  it('gives back what the segment holds', () => {
    expect(parseSegmentIndex(formatSegmentIndex(summary()))).toEqual(summary());
    expect(summary()).toMatchObject({
      firstPosition: 5,
      lastCreatedAtMs: 1_500,
      segmentSizeBytes: 700,
      salt: 0x5a17,
      streams: [
        { key: 'a', firstRevision: 3 },
        { key: 'b', firstRevision: 0 },
      ],
      types: ['X', 'Y'],
    });
  });

  it('is not believed with any bit turned or byte missing', () => {
    const bytes = formatSegmentIndex(summary());
    for (let at = 0; at < bytes.length; at += 1) {
      const turned = Buffer.from(bytes);
      turned[at] = (turned[at] as number) ^ 0x04;
      const parsed = parseSegmentIndex(turned);
      if (at < bytes.length - 48) expect(parsed).toBeNull();
      else expect(parsed).toEqual({ ...summary(), ids: null });
      expect(parseSegmentIndex(bytes.subarray(0, at))).toBeNull();
    }
  });
});
