/**
 * `liushui evidence <serial> -o FILE`: one file that proves the history of a serial to whoever has
 * the public key of the log. A serial that was touched lately is waited for until a root of the
 * serial map covers it.
 */
import { setTimeout as delay } from 'node:timers/promises';
import { Pool } from 'pg';
import { parseSerial, type Serial } from '#domain';
import { EventLog } from '#event-log';
import {
  type EvidenceBounds,
  EvidenceMaker,
  type MadeEvidence,
  type ProofState,
  PublishedLog,
} from '#transparency';
import { type ExitCode, exitCodes, NotInOrder, NotJudged, WrongUse } from './exit-codes';
import { findSystem } from './find-system';
import { type Surroundings, say, withLog } from './surroundings';
import { writeWhole } from './whole-file';

export interface EvidenceOptions {
  readonly output: string;
  /** Whether what is proved now is enough. */
  readonly now?: boolean;
}

/** For specs. */
export interface EvidenceLimits {
  readonly waitMs?: number;
  readonly bounds?: EvidenceBounds;
}

type Made = Extract<MadeEvidence, { kind: 'made' }>;

/** Two heads, and some time to record and sign. */
const waitMsMax = 150_000;
const retryMs = 500;

export async function runEvidence(
  text: string,
  { output, now = false }: EvidenceOptions,
  around: Surroundings,
  { waitMs = waitMsMax, bounds }: EvidenceLimits = {},
): Promise<ExitCode> {
  const serial = parseSerial(text);
  if (!serial) {
    throw new WrongUse(
      `"${text}" is no serial: up to 6 capital letters and 6 to 12 digits, as printed (N1)`,
    );
  }
  const { eventStoreUrl, databaseUrl } = findSystem(around.env);
  const pool = new Pool({ connectionString: databaseUrl, max: 2 });
  pool.on('error', () => undefined);
  try {
    const made = await withLog(eventStoreUrl, (log) =>
      patiently(makerOf(pool, log, bounds), serial, now ? 0 : waitMs),
    );
    await writeWhole(output, (sink) => sink(Buffer.from(made.text)));
    say(around, { serial: text, file: output, ...made.state }, described(text, output, made.state));
    return exitCodes.inOrder;
  } finally {
    await pool.end();
  }
}

const makerOf = (pool: Pool, log: EventLog, bounds?: EvidenceBounds): EvidenceMaker =>
  new EvidenceMaker(
    pool,
    new PublishedLog(pool),
    (stream, revision) => log.readStoredAt(stream, revision),
    bounds,
  );

/** The first that covers all, or the best there is when the time is over. */
async function patiently(maker: EvidenceMaker, serial: Serial, waitMs: number): Promise<Made> {
  const until = performance.now() + waitMs;
  for (;;) {
    const made = await maker.make(serial);
    if (made.kind === 'altered') {
      const { stream, revision, index } = made.event;
      throw new NotInOrder(
        'event-altered',
        `the event ${stream}@${revision} is not entry ${index} of the log: it was altered or is missing; run liushui verify`,
      );
    }
    if (made.kind === 'too-large') {
      throw new NotJudged(
        'the evidence would be beyond what can be checked: 10,000 events, 10,000 series or 64 MiB',
      );
    }
    const isOver = performance.now() >= until;
    if (made.kind === 'made' && (made.state.laterCount === 0 || isOver)) return made;
    if (isOver) {
      throw new NotJudged(
        'no signed head covers a root of the serial map yet: does the projector run?',
      );
    }
    await delay(retryMs);
  }
}

function described(serial: string, file: string, state: ProofState) {
  const { leafIndexes, completeTo, signedSize, laterCount } = state;
  const count = leafIndexes.length;
  const whole = {
    en: `${file}: serial ${serial}, ${count} events, complete for the first ${completeTo} of ${signedSize} signed entries`,
    zh: `${file}：流水码 ${serial}，事件 ${count} 条，前 ${completeTo} 条完整（已签名 ${signedSize} 条）`,
  };
  const later = {
    en: `${laterCount} further events came after that: they are listed as far as signed, but that no others came is not proved`,
    zh: `其后另有 ${laterCount} 条事件：已签名者列入文件，但不能证明没有其他事件`,
  };
  return laterCount === 0 ? [whole] : [whole, later];
}
