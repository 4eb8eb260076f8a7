import type { CheckpointEvent, RecordedEvent, WitnessKeyRegistered } from '#domain';
import {
  announceKey,
  cosign,
  formatVerifierKey,
  parseNote,
  SigningKey,
  signatureTypes,
  signCheckpoint,
} from '#transparency';
import { NotJudged } from './exit-codes';
import { signedHeadsOf } from './signed-heads';

const centre = '52010000';
const keyOf = (seed: number): SigningKey =>
  SigningKey.fromSeed('liushui/log', signatureTypes.note, Buffer.alloc(32, seed));
const witnessOf = (seed: number): SigningKey =>
  SigningKey.fromSeed(`liushui/log/${centre}`, signatureTypes.cosignature, Buffer.alloc(32, seed));
const [key, next, thief] = [1, 2, 3].map(keyOf);
const [witness, stranger] = [7, 8].map(witnessOf);

const headOf = (size: number) => ({
  origin: 'liushui/log',
  size,
  root: Buffer.alloc(32, size),
});
const noteOf = (size: number, by = key): string => signCheckpoint(headOf(size), by);

const signed = (size: number, by = key): CheckpointEvent => ({
  type: 'CheckpointSigned',
  data: { checkpoint: noteOf(size, by), key: formatVerifierKey(by.verifier) },
});

function witnessed(size: number, by = witness, registered = by): CheckpointEvent {
  const checkpoint = noteOf(size);
  const note = parseNote(checkpoint);
  if (!note) throw new Error('no note');
  const signature = cosign(note, by, 1_700_000_000).trimEnd();
  const named = formatVerifierKey(registered.verifier);
  return { type: 'CheckpointWitnessed', data: { centre, key: named, checkpoint, signature } };
}

const replaced = (
  size: number,
  from: SigningKey,
  to: SigningKey,
  old?: SigningKey,
  signedReason?: string,
) => ({
  type: 'LogKeyReplaced' as const,
  data: {
    announcement: announceKey(headOf(size), from.verifier, to, old, signedReason),
    previous: formatVerifierKey(from.verifier),
    key: formatVerifierKey(to.verifier),
    reason: 'x',
  },
});

const registered = (by: SigningKey): WitnessKeyRegistered => ({
  type: 'WitnessKeyRegistered',
  data: { centre, key: formatVerifierKey(by.verifier) },
});

/** Both streams, as far as they matter here. */
function logOf(heads: readonly CheckpointEvent[], keys: readonly WitnessKeyRegistered[] = []) {
  return {
    async *load(stream: string): AsyncGenerator<RecordedEvent> {
      const events = stream === 'centres' ? keys : heads;
      for (const [index, event] of events.entries()) {
        yield {
          ...event,
          stream,
          revision: BigInt(index),
          position: BigInt(index),
        } as RecordedEvent;
      }
    },
  };
}

async function read(...given: Parameters<typeof logOf>) {
  const { heads, findings, chain, witnessedCount } = await signedHeadsOf(logOf(...given), []);
  const sizes = heads.map(({ checkpoint }) => checkpoint.split('\n')[1]);
  const checks = findings.map(({ check, event }) => `${check}@${event?.revision}`);
  return { sizes, checks, keyCount: chain.keys.length, witnessedCount };
}

describe('what stands on checkpoint-log', () => {
  it('[TL-16] is the heads, and what was cosigned where no head says the same', async () => {
    const events = [signed(1), witnessed(1), witnessed(2), signed(3)];
    expect(await read(events, [registered(witness)])).toEqual({
      sizes: ['1', '2', '3'],
      checks: [],
      keyCount: 1,
      witnessedCount: 2,
    });
  });

  it.each<[string, CheckpointEvent]>([
    ['with a key that was never registered', witnessed(1, stranger)],
    ['with another key than it names', witnessed(1, stranger, witness)],
    [
      'for another centre than the key is registered for',
      { ...witnessed(1), data: { ...witnessed(1).data, centre: '52020000' } } as CheckpointEvent,
    ],
  ])('[TL-16] has nothing that was cosigned %s', async (_, event) => {
    const { checks } = await read([signed(1), event], [registered(witness)]);
    expect(checks).toEqual(['cosignature-wrong@1']);
  });

  it('[TL-19] ends, for who believes the first key, where another took over unannounced', async () => {
    const announced = [signed(1), replaced(1, key, next, key), signed(2, next)];
    expect(await read(announced)).toMatchObject({ sizes: ['1', '2'], checks: [], keyCount: 2 });
    const lost = [signed(1), replaced(1, key, next), signed(2, next)];
    expect(await read(lost)).toMatchObject({
      sizes: ['1'],
      checks: ['log-key-unannounced@1'],
      keyCount: 1,
    });
    const forged = [signed(1), replaced(1, thief, next, thief), signed(2, next)];
    expect(await read(forged)).toMatchObject({ sizes: ['1'], checks: ['log-key-malformed@1'] });
  });

  it('[TL-19] tells where a key was replaced for another reason than was signed, or for one that was not', async () => {
    const readReason = async (signedReason?: string) => {
      const log = logOf([signed(1), replaced(1, key, next, key, signedReason), signed(2, next)]);
      const { findings, unsignedReasonCount, chain } = await signedHeadsOf(log, []);
      const checks = findings.map(({ check, event }) => `${check}@${event?.revision}`);
      return { checks, unsignedReasonCount, keyCount: chain.keys.length };
    };
    expect(await readReason('x')).toEqual({ checks: [], unsignedReasonCount: 0, keyCount: 2 });
    expect(await readReason()).toEqual({ checks: [], unsignedReasonCount: 1, keyCount: 2 });
    expect(await readReason('密钥被盗')).toEqual({
      checks: ['log-key-reason-differs@1'],
      unsignedReasonCount: 0,
      keyCount: 2,
    });
  });

  it('is judged only with heads', async () => {
    await expect(read([])).rejects.toThrow(NotJudged);
  });
});
