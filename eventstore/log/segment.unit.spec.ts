import { Frame, frameLengthAt, frameSizeBytes, writeFrame } from './frame';
import type { PlacedEvent } from './recorded-event';
import {
  firstPositionOf,
  formatSegmentHeader,
  newSegmentHeader,
  parseSegmentHeader,
  type ReadAt,
  SEGMENT_HEADER_SIZE_BYTES,
  scanFrames,
  segmentFileName,
} from './segment';

const SALT = 0x5a17_5a17;

function eventAt(
  position: number,
  data: Uint8Array = Buffer.from(`data ${position}`),
): PlacedEvent {
  return {
    id: Buffer.alloc(16, position),
    streamName: Buffer.from('a stream'),
    type: Buffer.from('Counted'),
    isJson: true,
    data,
    metadata: Buffer.alloc(0),
    revision: position - 1,
    position,
    createdAtMs: 1_700_000_000_000,
  };
}

/** A segment with one frame per event, and where each begins. */
function segmentOf(events: readonly PlacedEvent[]): { bytes: Buffer; offsets: number[] } {
  const sizeBytes = events.reduce((sum, event) => sum + frameSizeBytes(event), 0);
  const bytes = Buffer.alloc(SEGMENT_HEADER_SIZE_BYTES + sizeBytes);
  const offsets: number[] = [];
  let at = SEGMENT_HEADER_SIZE_BYTES;
  for (const event of events) {
    offsets.push(at);
    at = writeFrame(bytes, at, event, { followers: 0, durableSizeBytes: at, salt: SALT });
  }
  return { bytes, offsets };
}

function reading(bytes: Buffer): ReadAt {
  return (target, offset) => bytes.copy(target, 0, offset);
}

function positionsIn(bytes: Buffer): Array<number | 'damage'> {
  const positions: Array<number | 'damage'> = [];
  for (const found of scanFrames(reading(bytes), bytes.length, SALT)) {
    positions.push(found.kind === 'frame' ? found.frame.position : 'damage');
  }
  return positions;
}

describe('a frame', () => {
  it('gives back what was written', () => {
    const event = eventAt(7);
    const bytes = Buffer.alloc(frameSizeBytes(event));
    writeFrame(bytes, 0, event, { followers: 3, durableSizeBytes: 4_711, salt: SALT });
    const length = frameLengthAt(bytes, 0, bytes.length, SALT);
    expect(length).toBe(bytes.length);
    const frame = new Frame(bytes, 0, length);
    expect(frame).toMatchObject({
      position: 7,
      revision: 6,
      followers: 3,
      durableSizeBytes: 4_711,
      createdAtMs: 1_700_000_000_000,
      idKey: '\x07'.repeat(16),
      streamKey: 'a stream',
      typeKey: 'Counted',
    });
  });

  it('is none under another salt, in part, or with any bit turned', () => {
    const event = eventAt(1);
    const bytes = Buffer.alloc(frameSizeBytes(event));
    writeFrame(bytes, 0, event, { followers: 0, durableSizeBytes: 0, salt: SALT });
    expect(frameLengthAt(bytes, 0, bytes.length, SALT + 1)).toBe(0);
    expect(frameLengthAt(bytes, 0, bytes.length - 1, SALT)).toBe(0);
    for (let bit = 0; bit < bytes.length * 8; bit += 1) {
      const turned = Buffer.from(bytes);
      turned[bit >> 3] = (turned[bit >> 3] as number) ^ (1 << (bit & 7));
      expect(frameLengthAt(turned, 0, turned.length, SALT)).toBe(0);
    }
  });
});

describe('the walk through a segment', () => {
  it('finds every frame, also across its window', () => {
    const large = Buffer.alloc(1024 * 1024, 1);
    const events = Array.from({ length: 20 }, (_, index) => eventAt(index + 1, large));
    const { bytes } = segmentOf(events);
    expect(positionsIn(bytes)).toEqual(events.map(({ position }) => position));
  });

  it('names the stretch of a damaged frame and goes on behind it', () => {
    const { bytes, offsets } = segmentOf([1, 2, 3].map((position) => eventAt(position)));
    const [, second = 0, third = 0] = offsets;
    for (let at = second; at < third; at += 1) {
      const turned = Buffer.from(bytes);
      turned[at] = (turned[at] as number) ^ 0x10;
      const found = [...scanFrames(reading(turned), turned.length, SALT)];
      expect(found[1]).toMatchObject({ kind: 'damage', offset: second, sizeBytes: third - second });
      expect(positionsIn(turned)).toEqual([1, 'damage', 3]);
    }
  });

  it('does not take a frame that someone planted in the data of an event', () => {
    const planted = eventAt(3);
    const frame = Buffer.alloc(frameSizeBytes(planted));
    writeFrame(frame, 0, planted, { followers: 0, durableSizeBytes: 0, salt: 0 });
    const { bytes } = segmentOf([eventAt(1), eventAt(2, frame), eventAt(3)]);
    bytes[SEGMENT_HEADER_SIZE_BYTES + frameSizeBytes(eventAt(1)) + 20] ^= 1;
    expect(positionsIn(bytes)).toEqual([1, 'damage', 3]);
  });

  it('ends with the stretch that is cut short', () => {
    const { bytes, offsets } = segmentOf([eventAt(1), eventAt(2)]);
    const second = offsets[1] as number;
    for (let end = second; end < bytes.length; end += 1) {
      const expected = end === second ? [1] : [1, 'damage'];
      expect(positionsIn(bytes.subarray(0, end))).toEqual(expected);
    }
  });
});

describe('a segment header', () => {
  const header = newSegmentHeader(42, '00112233445566778899aabbccddeeff');

  it('is read from either copy, and the damaged one is named', () => {
    const bytes = formatSegmentHeader(header);
    expect(parseSegmentHeader(bytes)).toEqual({ header, damagedAt: [] });
    bytes[13] ^= 1;
    expect(parseSegmentHeader(bytes)).toEqual({ header, damagedAt: [0] });
    bytes[64 + 13] ^= 1;
    expect(parseSegmentHeader(bytes)).toEqual({ header: null, damagedAt: [0, 64] });
  });

  it('names files by position, in their order', () => {
    expect(firstPositionOf(segmentFileName(42))).toBe(42);
    expect(firstPositionOf('durable')).toBeNull();
    expect(segmentFileName(9) < segmentFileName(10)).toBe(true);
  });
});
