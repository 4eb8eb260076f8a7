/**
 * `liushui replace-log-key`: another key signs the log from now on. The old one announces it, so that
 * whoever believes the old one believes the new one; where it was lost (`--lost`), everyone who
 * verifies the log must be given the new key by another way.
 */
import { randomUUID } from 'node:crypto';
import { checkpointStream, type LogKeyReplaced, shanghaiDate } from '#domain';
import { type EventLog, schemaOf, WrongRevision } from '#event-log';
import {
  announceKey,
  type Checkpoint,
  formatVerifierKey,
  KeyFileUnusable,
  type LogKeyFile,
  logKeyPath,
  logKeysMax,
  nextLogKeyPath,
  openCheckpoint,
  parseVerifierKey,
  putNextLogKey,
  readLogKeyFile,
  readOrMakeNextLogKey,
  type VerifierKey,
} from '#transparency';
import { type ExitCode, exitCodes, NotJudged, WrongUse } from './exit-codes';
import { dataFolder, findEventStore } from './find-system';
import { type Surroundings, say, withLog } from './surroundings';

export interface ReplaceLogKeyOptions {
  readonly reason: string;
  readonly lost?: boolean;
}

/** Heads that are signed meanwhile by the old key. */
const conflictsMax = 8;
const reasonCharsMax = 2_000;
/** Not a person: who may write the key file of the log. */
const actor = { user: 'system', role: 'admin', centre: '' } as const;

export async function runReplaceLogKey(
  { reason, lost = false }: ReplaceLogKeyOptions,
  around: Surroundings,
): Promise<ExitCode> {
  if (reason.trim() === '' || reason.length > reasonCharsMax) {
    throw new WrongUse(`--reason takes a sentence of at most ${reasonCharsMax} characters`);
  }
  const { env } = around;
  const folder = dataFolder(env);
  const key = await withLog(findEventStore(env), (log) =>
    new Replacing(log, folder, reason.trim(), lost).run(),
  );
  const [path, text] = [logKeyPath(folder), formatVerifierKey(key)];
  say(around, { key: text, path, lost }, [
    { en: `the log is signed with ${text} from now on`, zh: `此后日志以 ${text} 签名` },
    { en: `copy ${path} to a safe of its own`, zh: `请将 ${path} 另行妥善备份` },
    lost
      ? {
          en: 'the old key announced nothing: give the new one to everyone who verifies the log',
          zh: '原密钥未能声明更换：请将新公钥另行告知所有核验方',
        }
      : { en: 'the old key announced it', zh: '已由原密钥声明' },
  ]);
  return exitCodes.inOrder;
}

interface Signing {
  readonly revision: bigint;
  /** From the first to the one that signs now. */
  readonly keys: readonly [VerifierKey, ...VerifierKey[]];
  readonly current: VerifierKey;
  readonly head: Checkpoint;
}

class Replacing {
  private readonly path: string;
  private readonly nextPath: string;

  constructor(
    private readonly log: EventLog,
    folder: string,
    private readonly reason: string,
    private readonly lost: boolean,
  ) {
    this.path = logKeyPath(folder);
    this.nextPath = nextLogKeyPath(folder);
  }

  /** Done again, it goes on where it was killed. */
  async run(): Promise<VerifierKey> {
    for (let conflictCount = 0; conflictCount <= conflictsMax; conflictCount += 1) {
      const signing = await this.signing();
      const waiting = read(this.nextPath);
      if (!waiting || !isSame(waiting.key.verifier, signing.current)) {
        if (!(await this.announce(signing))) continue;
      }
      const { key } = read(this.nextPath) ?? read(this.path) ?? {};
      putNextLogKey(this.nextPath, this.path);
      if (key) return key.verifier;
    }
    throw new NotJudged('heads are signed faster than the key could be replaced: try again');
  }

  private async announce({ revision, keys, current, head }: Signing): Promise<boolean> {
    const old = read(this.path);
    const isThere = old !== undefined && isSame(old.key.verifier, current);
    if (this.lost && isThere) {
      throw new WrongUse(`the key is not lost: ${this.path} is the one that signs the log`);
    }
    if (!this.lost && !isThere) {
      throw new NotJudged(
        `${this.path} is not the key that signs the log: put back its copy, or say --lost`,
      );
    }
    if (keys.length >= logKeysMax) throw new NotJudged(`a log has ${logKeysMax} keys at most`);
    const next = readOrMakeNextLogKey(this.nextPath, keys).key;
    const data = {
      announcement: announceKey(head, current, next, this.lost ? undefined : old?.key, this.reason),
      previous: formatVerifierKey(current),
      key: formatVerifierKey(next.verifier),
      reason: this.reason,
    };
    return append(this.log, data, revision);
  }

  private async signing(): Promise<Signing> {
    let revision = -1n;
    const keys: string[] = [];
    let newest: { checkpoint: string; key: string } | undefined;
    for await (const event of this.log.load(checkpointStream)) {
      revision = event.revision;
      if (event.type === 'CheckpointSigned') {
        if (keys.length === 0) keys.push(event.data.key);
        newest = event.data;
      }
      if (event.type === 'LogKeyReplaced') keys.push(event.data.key);
    }
    const [first, ...rest] = keys.flatMap((key) => parseVerifierKey(key) ?? []);
    if (!newest || !first) throw new NotJudged('no head of the log was signed yet');
    const signer = parseVerifierKey(newest.key);
    const opened = signer && openCheckpoint(newest.checkpoint, signer);
    if (opened?.kind !== 'signed') {
      throw new NotJudged('the newest head of the log is not signed: see liushui verify');
    }
    const current = rest.at(-1) ?? first;
    return { revision, keys: [first, ...rest], current, head: opened.checkpoint };
  }
}

const isSame = (one: VerifierKey, other: VerifierKey): boolean =>
  formatVerifierKey(one) === formatVerifierKey(other);

function read(path: string): LogKeyFile | undefined {
  try {
    return readLogKeyFile(path);
  } catch (fault) {
    if (fault instanceof KeyFileUnusable) throw new NotJudged(fault.message);
    throw fault;
  }
}

/** False when somebody was faster. */
async function append(
  log: EventLog,
  data: LogKeyReplaced['data'],
  revision: bigint,
): Promise<boolean> {
  const now = new Date();
  const type = 'LogKeyReplaced';
  const metadata = {
    schema: schemaOf(type),
    actor,
    occurredOn: shanghaiDate(now),
    decidedAt: now.toISOString(),
    correlationId: randomUUID(),
  };
  try {
    await log.append(checkpointStream, [{ type, data, id: randomUUID(), metadata }], revision);
    return true;
  } catch (fault) {
    if (fault instanceof WrongRevision) return false;
    throw fault;
  }
}
