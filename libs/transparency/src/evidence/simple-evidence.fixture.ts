/** Evidence put together from a handful of events in memory, by the specification's own words. */
import { parseSerial } from '#domain';
import { canonicalJson } from '../canonical-json';
import { signCheckpoint } from '../checkpoint';
import { cosign } from '../cosignature';
import { type LoggedEvent, leafBytes, leafHash } from '../leaf';
import {
  type SimpleTouch,
  simpleBlock,
  simpleChains,
  simpleNode,
  simpleRoot,
  simpleTops,
} from '../map/simple-map.fixture';
import { touchesOf } from '../map/touches';
import { parseNote } from '../note';
import { oraclePath, oracleRoot } from '../recursive-tree.fixture';
import { SigningKey } from '../signing-key';
import { signatureTypes } from '../verifier-key';
import { type Evidence, type EvidenceLeaf, evidenceFormat } from './evidence';

export const logKey = SigningKey.fromSeed('liushui/log', signatureTypes.note, Buffer.alloc(32, 1));
export const witnessKey = SigningKey.fromSeed(
  '52010000',
  signatureTypes.cosignature,
  Buffer.alloc(32, 2),
);
export const cosignedAtSeconds = 1_370_000_000;

const json = (value: unknown): Buffer => Buffer.from(JSON.stringify(value));

/** Events of a small world, each a leaf. */
export class SmallLog {
  readonly events: LoggedEvent[] = [];

  post(centre: string, type: string, data: object, occurredOn: string): this {
    return this.put(`book-${centre}`, type, data, occurredOn);
  }

  put(stream: string, type: string, data: object, occurredOn: string): this {
    const count = this.events.filter((event) => event.stream === stream).length;
    const number = String(this.events.length).padStart(12, '0');
    this.events.push({
      id: `00000000-0000-4000-8000-${number}`,
      stream,
      revision: BigInt(count),
      type,
      isJson: true,
      data: json(data),
      metadata: json({
        schema: 1,
        actor: { user: '6f1f1f5e-9a0a-4c55-8d1b-2f8f3f3c7f10', role: 'clerk', centre: '52010000' },
        occurredOn,
        decidedAt: `${occurredOn}T02:03:04.567Z`,
        correlationId: 'd9b2d63d-a233-4123-847a-7b6a7c1b3f10',
      }),
    });
    return this;
  }

  /** A root of the serial map of all events so far. */
  recordRoot(root = this.root(this.events.length)): this {
    const data = { treeSize: this.events.length, root: root.toString('base64') };
    return this.put('serial-map', 'MapRootRecorded', data, '2013-06-30');
  }

  root(treeSize: number): Buffer {
    return simpleRoot(this.touches(treeSize));
  }

  touches(treeSize: number): SimpleTouch[] {
    return this.events.slice(0, treeSize).flatMap((event, index) => {
      const serials = touchesOf(event).flatMap(({ series, first, last }) => {
        const [prefix, width] = series.split(':');
        return Array.from({ length: last - first + 1 }, (_, at) => ({
          prefix,
          digits: String(first + at).padStart(Number(width), '0'),
        }));
      });
      return serials.length === 0 ? [] : [{ index, leafHash: leafHash(event), serials }];
    });
  }

  leaf(index: number): EvidenceLeaf {
    const entries = this.events.map((event) => Buffer.from(leafBytes(event)));
    return {
      index,
      leaf: entries[index].toString('base64'),
      path: oraclePath(index, entries).map((hash) => hash.toString('base64')),
    };
  }

  checkpoint(key = logKey): string {
    const entries = this.events.map((event) => Buffer.from(leafBytes(event)));
    const { name: origin } = key.verifier;
    return signCheckpoint({ origin, size: entries.length, root: oracleRoot(entries) }, key);
  }

  cosigned(): string {
    const checkpoint = this.checkpoint();
    const note = parseNote(checkpoint);
    if (!note) throw new Error('the checkpoint is a note');
    return checkpoint + cosign(note, witnessKey, cosignedAtSeconds);
  }

  /** What the newest root proves of a serial, with all that touches it. */
  evidence(serial: string, checkpoint = this.checkpoint()): Evidence {
    const recordIndex = this.events.findLastIndex(({ stream }) => stream === 'serial-map');
    const { treeSize } = JSON.parse(Buffer.from(this.events[recordIndex].data).toString());
    const touches = this.touches(treeSize);
    const prefix = serial.replace(/[0-9]+$/, '');
    const digits = serial.slice(prefix.length);
    const series = { prefix, width: digits.length };
    const block = Math.floor(Number(digits) / 4_096);
    const tops = simpleTops(touches);
    const isKnown = tops.some((top) => top.prefix === prefix && top.width === digits.length);
    const siblings = Array.from({ length: isKnown ? 28 : 0 }, (_, height) => {
      const index = Math.floor(block / 2 ** height);
      const node = simpleNode(touches, series, height, index % 2 === 0 ? index + 1 : index - 1);
      return node.equals(Buffer.alloc(32)) ? '' : node.toString('base64');
    });
    const holds = (event: LoggedEvent) => {
      const { series: name, ordinal } = parseSerial(serial) ?? { series: '', ordinal: 0 };
      return touchesOf(event).some(
        (range) => range.series === name && range.first <= ordinal && ordinal <= range.last,
      );
    };
    return {
      format: evidenceFormat,
      serial,
      checkpoint,
      announcements: [],
      map: {
        record: this.leaf(recordIndex),
        series: tops.map((top) => ({
          series: `${top.prefix}:${top.width}`,
          node: top.node.toString('base64'),
        })),
        block: simpleBlock(simpleChains(touches), prefix, digits.length, block).toString('base64'),
        siblings,
      },
      events: this.events.flatMap((event, index) => (holds(event) ? [this.leaf(index)] : [])),
    };
  }
}

export const fileOf = (evidence: unknown): string => `${canonicalJson(evidence)}\n`;

const edition = '2013-普通';
const lots = (from: string, to: string) => [{ level: 5, edition, ranges: [{ from, to }] }];

/** Serial A000000017 is registered, sent to Guiyang, issued, and lost: its replacement is A…18. */
export function smallLog(): SmallLog {
  const consignment = '52000000-1';
  const log = new SmallLog()
    .put('centres', 'CentreRegistered', { code: '52000000', name: '贵州' }, '2013-04-01')
    .post(
      '52000000',
      'BlanksRegistered',
      { lots: lots('A000000001', 'A000005000'), supplier: '印制单位', deliveryNote: '黔印2013-1' },
      '2013-04-02',
    )
    .post(
      '52000000',
      'BlanksDispatched',
      { consignment, to: '52010000', lots: lots('A000000001', 'A000000500'), handedOverBy: '张' },
      '2013-04-10',
    )
    .post(
      '52010000',
      'BlanksReceived',
      {
        consignment,
        from: '52000000',
        accepted: lots('A000000001', 'A000000500'),
        damaged: [],
        missing: [],
        unexpected: [],
        countedBy: ['李', '王'],
      },
      '2013-04-12',
    )
    .post(
      '52010000',
      'CertificatesIssued',
      {
        roster: { reference: '黔鉴2013-017', signedOn: '2013-05-20', passed: 30 },
        level: 5,
        occupation: { name: '保安员' },
        station: '52012001',
        runs: [{ serial: 'A000000001', certificateNumber: '1352010000500001', count: 17, edition }],
      },
      '2013-05-21',
    )
    .post(
      '52010000',
      'SerialsSpoiled',
      { lots: lots('A000000040', 'A000000041'), cause: 'misprint' },
      '2013-05-22',
    );
  return log.recordRoot().post(
    '52010000',
    'ReplacementPrinted',
    {
      certificateNumber: '1352010000500017',
      level: 5,
      reason: 'lost',
      printed: { serial: 'A000000018', edition },
      replaced: { serial: 'A000000017', edition, becomes: 'void' },
      lossNotice: { newspaper: '贵州日报', publishedOn: '2013-06-20' },
      remark: '补发，原流水码 A000000017',
    },
    '2013-06-21',
  );
}
