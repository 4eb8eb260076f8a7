/** What stands on `checkpoint-log`, judged against the leaves before it, and remembered. */
import type { PoolClient } from 'pg';
import type { CheckpointSigned, CheckpointWitnessed, LogKeyReplaced } from '#domain';
import { openCheckpoint } from '../checkpoint';
import { cosignedAt } from '../cosignature';
import { judgeReason, openAnnouncement } from '../key-chain';
import type { LoggedEvent } from '../leaf';
import { isNoteSignedBy, parseNote } from '../note';
import type { TreeHead } from '../proofs';
import { parseVerifierKey, type VerifierKey } from '../verifier-key';
import { logSchema } from './tables';

/** What a head says does not agree with the events before it: the log was altered, or the head was. */
export class LogForked extends Error {
  override readonly name = 'LogForked';
}

/** As it is stored, and when that was. */
export type LogEvent = LoggedEvent & { readonly recordedAt: string };

/** Whether the operator's own key file says that the key is of this log. */
export type KnowsKey = (key: VerifierKey) => boolean;

export class CheckpointEvents {
  constructor(
    private readonly client: PoolClient,
    /** Of the leaves before the event. Throws RangeError for more than there are. */
    private readonly rootAt: (size: number) => Promise<Buffer>,
    private readonly leafCount: () => number,
    private readonly knowsKey: KnowsKey,
  ) {}

  /** Rejects with LogForked. */
  async take(event: LogEvent): Promise<void> {
    const { type, revision } = event;
    if (type !== 'CheckpointSigned' && (await this.isHead(revision))) {
      throw forked(event, 'replaces a head');
    }
    const data: unknown = JSON.parse(Buffer.from(event.data).toString('utf8'));
    if (type === 'CheckpointSigned') return this.takeHead(event, data as CheckpointSigned['data']);
    if (type === 'CheckpointWitnessed') {
      return this.takeWitnessed(event, data as CheckpointWitnessed['data']);
    }
    if (type === 'LogKeyReplaced') return this.takeKey(event, data as LogKeyReplaced['data']);
    throw forked(event, 'is none of the events of the log');
  }

  private async takeHead(
    event: LogEvent,
    { checkpoint, key }: CheckpointSigned['data'],
  ): Promise<void> {
    // Whoever can write to the store must not become the log by a head of their own.
    const current = await currentKey(this.client, event.revision);
    if (current !== undefined && current !== key) throw forked(event, 'is signed with another key');
    const head = this.headSignedBy(event, checkpoint, key);
    await this.assertRoot(event, head);
    const { rows } = await this.client.query<{ checkpoint: string }>(
      `INSERT INTO ${logSchema}.head (revision, size, checkpoint, key, recorded_at)
       VALUES ($1, $2, $3, $4, $5)
       ON CONFLICT (revision) DO UPDATE SET size = head.size RETURNING checkpoint`,
      [event.revision, head.size, checkpoint, key, event.recordedAt],
    );
    if (rows[0].checkpoint !== checkpoint) throw forked(event, 'replaces another head');
  }

  private async takeWitnessed(
    event: LogEvent,
    { centre, key, checkpoint, signature }: CheckpointWitnessed['data'],
  ): Promise<void> {
    const witness = parseVerifierKey(key);
    const note = parseNote(`${checkpoint}${signature}\n`);
    const at = witness && note && cosignedAt(note, witness);
    if (at === undefined || !witness?.name.endsWith(`/${centre}`)) {
      throw forked(event, 'has a cosignature that is none');
    }
    const signedBy = await this.keyOfHead(event, checkpoint);
    const head = this.headSignedBy(event, checkpoint, signedBy);
    await this.assertRoot(event, head);
    await this.client.query(
      `INSERT INTO ${logSchema}.cosignature
         (revision, centre, key, size, checkpoint, signature, cosigned_at)
       VALUES ($1, $2, $3, $4, $5, $6, to_timestamp($7)) ON CONFLICT DO NOTHING`,
      [event.revision, centre, key, head.size, checkpoint, signature, String(at)],
    );
  }

  private async takeKey(
    event: LogEvent,
    { announcement, previous, key, reason }: LogKeyReplaced['data'],
  ): Promise<void> {
    const opened = openAnnouncement(announcement);
    const before = parseVerifierKey(previous);
    const current = await currentKey(this.client, event.revision);
    const isNext = current === previous && before && opened;
    if (!isNext || !announcement.includes(`\nprevious ${previous}\nkey ${key}\n`)) {
      throw forked(event, 'announces no key that follows the one before');
    }
    if (judgeReason(announcement, reason) === 'differs') {
      throw forked(event, 'states another reason than was signed');
    }
    await this.assertRoot(event, opened.checkpoint);
    const { rows } = await this.client.query<{ announcement: string }>(
      `SELECT announcement FROM ${logSchema}.log_key WHERE revision = $1`,
      [event.revision],
    );
    const isRemembered = rows.some((row) => row.announcement === announcement);
    const isBelieved = isNoteSignedBy(opened.note, before) || this.knowsKey(opened.key);
    if (!isRemembered && !isBelieved) {
      throw forked(event, 'replaces the key; neither the old key nor the key file says so');
    }
    await this.client.query(
      `INSERT INTO ${logSchema}.log_key (revision, key, announcement, recorded_at)
       VALUES ($1, $2, $3, $4) ON CONFLICT DO NOTHING`,
      [event.revision, key, announcement, event.recordedAt],
    );
  }

  private async isHead(revision: bigint): Promise<boolean> {
    const { rowCount } = await this.client.query(
      `SELECT FROM ${logSchema}.head WHERE revision = $1`,
      [revision],
    );
    return rowCount === 1;
  }

  /** A head is cosigned as it was signed: it stands among those before the event. */
  private async keyOfHead(event: LogEvent, checkpoint: string): Promise<string> {
    const { rows } = await this.client.query<{ key: string }>(
      `SELECT key FROM ${logSchema}.head WHERE checkpoint = $1 AND revision < $2 LIMIT 1`,
      [checkpoint, event.revision],
    );
    const [head] = rows;
    if (!head) throw forked(event, 'is of a head that was never signed');
    return head.key;
  }

  private headSignedBy(event: LogEvent, checkpoint: string, key: string): TreeHead {
    const verifier = parseVerifierKey(key);
    if (!verifier) throw forked(event, 'names no key');
    const opened = openCheckpoint(checkpoint, verifier);
    if (opened.kind === 'signed') return opened.checkpoint;
    throw forked(event, `is no head of the log (${opened.why})`);
  }

  private async assertRoot(event: LogEvent, { size, root }: TreeHead): Promise<void> {
    const leafCount = this.leafCount();
    if (size > leafCount) {
      throw forked(event, `says that there are ${size} leaves, there are ${leafCount}`);
    }
    if ((await this.rootAt(size)).equals(root)) return;
    throw forked(event, `has another root than the ${size} leaves`);
  }
}

const forked = ({ type, stream, revision }: LogEvent, what: string): LogForked =>
  new LogForked(`${type} ${stream}@${revision} ${what}`);

/** The key that heads are signed with before the revision; undefined before the first head. */
export async function currentKey(
  client: Pick<PoolClient, 'query'>,
  before: bigint,
): Promise<string | undefined> {
  const { rows } = await client.query<{ key: string }>(
    `(SELECT 1 AS rank, key FROM ${logSchema}.log_key WHERE revision < $1
        ORDER BY revision DESC LIMIT 1)
     UNION ALL (SELECT 2, key FROM ${logSchema}.head ORDER BY revision LIMIT 1)
     ORDER BY rank LIMIT 1`,
    [before],
  );
  return rows.at(0)?.key;
}
