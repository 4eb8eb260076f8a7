/**
 * Requests are read by hand: compared here with the contract's generated classes, on messages by
 * chance with fields that come twice, are unknown, are no UTF-8 or lie about their length. Bytes go
 * to the generated classes only after they were read by hand: those do not end on all that lie.
 */
import type { UUID } from '@eventstore/db-client/generated/shared_pb';
import {
  AppendReq,
  BatchAppendReq,
  BatchAppendResp,
  ReadReq,
} from '@eventstore/db-client/generated/streams_pb';
import { randomFrom } from '../test/random';
import { anyMessage, lyingRequests, type Random, type RequestKind } from '../test/random-messages';
import { type AppendOptions, parseAppendPart, parseBatchRequest } from './append-requests';
import { badRequest, denied, outcomeAnswer, timedOut, tooLarge } from './batch-answer';
import { parseReadPlan } from './read-plan';

const ROUND_COUNT = 600;
const KINDS = ['batch', 'append', 'read'] as const;
const UUID_TEXT = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

function byHand(kind: RequestKind, bytes: Buffer): unknown {
  if (kind === 'read') return planOf(parseReadPlan(bytes));
  if (kind === 'append') return { ...parseAppendPart(bytes) };
  const { correlation, options, isFinal, proposals } = parseBatchRequest(bytes);
  return { correlation: correlation?.key ?? null, options, isFinal, proposals: [...proposals()] };
}

function byClass(kind: RequestKind, bytes: Buffer): unknown {
  if (kind === 'read') return readByClass(ReadReq.deserializeBinary(bytes));
  if (kind === 'append') return appendByClass(AppendReq.deserializeBinary(bytes));
  const request = BatchAppendReq.deserializeBinary(bytes);
  return {
    correlation: idOf(request.getCorrelationId())?.toString('latin1') ?? null,
    options: request.getOptions() ? optionsOf(request.getOptions()) : null,
    isFinal: request.getIsFinal(),
    proposals: request.getProposedMessagesList().map(proposalOf),
  };
}

function appendByClass(request: AppendReq): unknown {
  const [options, proposed] = [request.getOptions(), request.getProposedMessage()];
  return {
    options: options ? optionsOf(options) : null,
    proposal: proposed ? proposalOf(proposed) : null,
  };
}

function idOf(uuid: UUID | undefined): Buffer | null {
  const halves = uuid?.getStructured();
  if (halves) {
    const id = Buffer.alloc(16);
    id.writeBigInt64BE(BigInt(halves.getMostSignificantBits()), 0);
    id.writeBigInt64BE(BigInt(halves.getLeastSignificantBits()), 8);
    return id;
  }
  const text = uuid?.getString() ?? '';
  return UUID_TEXT.test(text) ? Buffer.from(text.replaceAll('-', ''), 'hex') : null;
}

function optionsOf(
  options: AppendReq.Options | BatchAppendReq.Options | undefined,
): AppendOptions | null {
  if (!options) return null;
  const name = options.getStreamIdentifier();
  const streamName = name ? Buffer.from(name.getStreamName_asU8()) : null;
  const deadline = options instanceof BatchAppendReq.Options ? options.getDeadline() : undefined;
  const deadlineAtMs = deadline ? deadline.getSeconds() * 1000 + deadline.getNanos() / 1e6 : null;
  let expected: AppendOptions['expected'] = null;
  if (options.hasNoStream()) expected = 'no_stream';
  else if (options.hasAny()) expected = 'any';
  else if (options.hasStreamExists()) expected = 'stream_exists';
  else if (options instanceof AppendReq.Options) {
    if (options.hasRevision()) expected = BigInt(options.getRevision());
  } else if (options.hasStreamPosition()) expected = BigInt(options.getStreamPosition());
  return { streamName, expected, deadlineAtMs };
}

function proposalOf(proposed: AppendReq.ProposedMessage | BatchAppendReq.ProposedMessage): unknown {
  const id = idOf(proposed.getId());
  const type = proposed.getMetadataMap().get('type') ?? '';
  if (!id || type === '') return { ok: false, complaint: expect.any(String) };
  const value = {
    id,
    type: Buffer.from(type),
    isJson: proposed.getMetadataMap().get('content-type') === 'application/json',
    data: Buffer.from(proposed.getData_asU8()),
    metadata: Buffer.from(proposed.getCustomMetadata_asU8()),
  };
  return { ok: true, value };
}

function planOf(parsed: ReturnType<typeof parseReadPlan>): unknown {
  if (!parsed.ok) return 'refused';
  const { source, direction, extent, structuredIds } = parsed.plan;
  const filter = source.kind === 'all' ? (source.filter?.checkpointEveryCount ?? null) : null;
  const name = source.kind === 'stream' ? Buffer.from(source.name).toString('hex') : null;
  return { name, from: source.from, filter, direction, extent, structuredIds };
}

function readByClass(request: ReadReq): unknown {
  const options = request.getOptions();
  const [stream, all] = [options?.getStream(), options?.getAll()];
  const direction = options?.getReadDirection() === 1 ? 'backwards' : 'forwards';
  const isLive = options?.hasSubscription() ?? false;
  const count = options?.hasCount() ? BigInt(options.getCount()) : 0n;
  if (!options || (isLive ? direction === 'backwards' : count === 0n)) return 'refused';
  const extent = isLive ? { kind: 'live' } : { kind: 'count', count };
  const structuredIds = options.getUuidOption()?.hasStructured() ?? false;
  const rest = { direction, extent, structuredIds };
  if (stream) {
    const name = stream.getStreamIdentifier()?.getStreamName_asU8();
    const from = stream.hasStart() ? 'start' : stream.hasEnd() ? 'end' : revisionOf(stream);
    const isNothing = direction === 'forwards' && from === 'end' && !isLive;
    if (!name || from === null || isNothing) return 'refused';
    return { name: Buffer.from(name).toString('hex'), from, filter: null, ...rest };
  }
  const filter = filterOf(options.getFilter());
  const from = all?.hasStart() ? 'start' : all?.hasEnd() ? 'end' : positionOf(all);
  if (from === null || filter === 'refused') return 'refused';
  return { name: null, from, filter, ...rest };
}

function revisionOf(stream: ReadReq.Options.StreamOptions): bigint | null {
  return stream.hasRevision() ? BigInt(stream.getRevision()) : null;
}

function positionOf(all: ReadReq.Options.AllOptions | undefined): bigint | null {
  const position = all?.getPosition();
  return position ? BigInt(position.getCommitPosition()) : null;
}

function filterOf(filter: ReadReq.Options.FilterOptions | undefined): number | null | 'refused' {
  if (!filter) return null;
  if (!filter.getStreamIdentifier() && !filter.getEventType()) return 'refused';
  const window = filter.hasMax() ? filter.getMax() : 32;
  return Math.max(1, window) * Math.max(1, filter.getCheckpointintervalmultiplier());
}

/** Null where it is refused as no message. */
function readOrRefused(kind: RequestKind, bytes: Buffer): { said: unknown } | null {
  try {
    return { said: byHand(kind, bytes) };
  } catch (error) {
    expect(String(error)).toContain('A message');
    return null;
  }
}

/** All that can be said against an append, to whoever sent this. */
function expectAnswers(bytes: Buffer): void {
  const { correlation, options } = parseBatchRequest(bytes);
  if (!correlation) return;
  const streamName = options?.streamName ?? Buffer.from('s');
  const addressee = { correlation: correlation.message, streamName };
  const refused = { kind: 'refused', reason: 'full', message: 'No room.' } as const;
  const wrong = { kind: 'wrongRevision', lastRevision: 7 } as const;
  const stands = { kind: 'appended', lastRevision: 1, position: 300 } as const;
  const answers = [
    timedOut(addressee),
    badRequest(addressee, 'No.'),
    denied(addressee, 'No.'),
    tooLarge(addressee),
    ...[refused, wrong, stands].map((outcome) => outcomeAnswer(addressee, outcome, 3n)),
  ];
  for (const answer of answers) {
    const response = BatchAppendResp.deserializeBinary(answer);
    expect(idOf(response.getCorrelationId())?.toString('latin1')).toBe(correlation.key);
    const named = response.getStreamIdentifier()?.getStreamName_asU8() ?? [];
    expect(Buffer.from(named)).toEqual(Buffer.from(streamName));
    expect(response.hasError() || response.hasSuccess()).toBe(true);
  }
  expect(correlation.message.length).toBeLessThanOrEqual(38);
}

/** The same bytes; counts how often one of them is looked at. */
function counted(bytes: Buffer): { bytes: Buffer; lookCount: () => number } {
  let looks = 0;
  const watched = new Proxy(bytes, {
    get(target, key) {
      if (typeof key === 'string' && /^\d+$/.test(key)) looks += 1;
      const value: unknown = Reflect.get(target, key, target);
      return typeof value === 'function' ? value.bind(target) : value;
    },
  });
  return { bytes: watched, lookCount: () => looks };
}

describe.each(KINDS)('a request by chance: %s', (kind) => {
  const seed = Date.now() % 1_000_000;
  const random: Random = randomFrom(seed);

  it('says by hand what it says to the generated class', () => {
    let comparedCount = 0;
    for (let round = 0; round < ROUND_COUNT; round += 1) {
      const bytes = anyMessage(random, kind);
      const hand = readOrRefused(kind, bytes);
      if (!hand) continue;
      let wanted: unknown;
      try {
        wanted = byClass(kind, bytes);
      } catch {
        continue;
      }
      comparedCount += 1;
      const where = `seed ${seed}, ${bytes.toString('hex')}`;
      expect({ where, said: hand.said }).toEqual({ where, said: wanted });
    }
    expect(comparedCount).toBeGreaterThan(ROUND_COUNT / 4);
  });

  it('is read or refused whatever its bytes turn into, and is looked at a few times at most', () => {
    for (let round = 0; round < ROUND_COUNT; round += 1) {
      const whole = anyMessage(random, kind);
      const cut = Buffer.from(whole.subarray(0, 1 + random(whole.length + 1)));
      if (cut.length > 0) cut[random(cut.length)] = random(256);
      const { bytes, lookCount } = counted(cut);
      const hand = readOrRefused(kind, bytes);
      expect(lookCount()).toBeLessThanOrEqual(4 * cut.length);
      if (kind === 'batch' && hand) expectAnswers(cut);
    }
  });

  it('is refused with any length that lies', () => {
    for (const lying of lyingRequests(kind)) {
      const { bytes, lookCount } = counted(lying);
      const read = readOrRefused(kind, bytes);
      expect({ lying: lying.toString('hex'), read }).toMatchObject({ read: null });
      expect(lookCount()).toBeLessThanOrEqual(4 * lying.length);
    }
  });
});

describe('a batch message by chance', () => {
  it('can be answered, whatever is said against it', () => {
    const random = randomFrom(Date.now() % 1_000_000);
    for (let round = 0; round < 200; round += 1) {
      const bytes = anyMessage(random, 'batch');
      if (readOrRefused('batch', bytes)) expectAnswers(bytes);
    }
  });
});
