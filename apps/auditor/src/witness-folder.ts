/**
 * What a centre's witness keeps on its own machine, in a folder that nobody else may read: the key,
 * which never leaves it; the largest head that it has cosigned; and evidence of what was not right.
 */
import {
  closeSync,
  fsyncSync,
  mkdirSync,
  openSync,
  readFileSync,
  renameSync,
  writeSync,
} from 'node:fs';
import { homedir } from 'node:os';
import { join, resolve } from 'node:path';
import { tryLock } from '#engines';
import {
  formatVerifierKey,
  KeyFileUnusable,
  makeKeyFile,
  parseVerifierKey,
  readKeyFile,
  type SeenLog,
  SigningKey,
  signatureTypes,
  syncFolder,
  type VerifierKey,
} from '#transparency';
import { NotJudged, WrongUse } from './exit-codes';

const nameLine = 'Witness';
const seenSizeBytesMax = 1024 * 1024;

export class WitnessFolder {
  private constructor(readonly path: string) {}

  /** Of one centre, below LIUSHUI_WITNESS (`~/.liushui/witness` unless said). Made if there is none. */
  static open(env: Readonly<Record<string, string | undefined>>, centre: string): WitnessFolder {
    if (!/^\d{8}$/.test(centre)) throw new WrongUse('a centre is named by its code of 8 digits');
    const root = env.LIUSHUI_WITNESS || join(homedir(), '.liushui', 'witness');
    const path = join(resolve(root), centre);
    mkdirSync(path, { recursive: true, mode: 0o700 });
    return new WitnessFolder(path);
  }

  /** One witness at a time: two could cosign two histories. Throws NotJudged while another works. */
  async locked<Result>(use: () => Promise<Result>): Promise<Result> {
    const lock = tryLock(join(this.path, 'witness.lock'));
    if (!lock.taken) throw new NotJudged(`process ${lock.holder.pid} is at it: let it finish`);
    try {
      return await use();
    } finally {
      lock.release();
    }
  }

  /** Made at the first use, under that name. Throws NotJudged for a file that will not do. */
  key(name: string): { readonly key: SigningKey; readonly isNew: boolean } {
    const path = join(this.path, 'key.pem');
    try {
      const known = readKeyFile(path);
      if (!known) makeKeyFile(path, [{ word: nameLine, value: name }]);
      const file = known ?? readKeyFile(path);
      const kept = file?.lines.find(({ word }) => word === nameLine)?.value;
      if (!file || kept !== name) {
        throw new NotJudged(`${path} is the key of ${kept ?? 'nobody'}, not of ${name}`);
      }
      return { key: SigningKey.of(name, signatureTypes.cosignature, file.key), isNew: !known };
    } catch (fault) {
      if (fault instanceof KeyFileUnusable) throw new NotJudged(fault.message);
      throw fault;
    }
  }

  /** Throws NotJudged for a file that is damaged: without it a rollback would go unseen. */
  seen(): SeenLog | undefined {
    const path = join(this.path, 'seen.json');
    const text = readIfThere(path);
    if (text === undefined) return undefined;
    const seen = parseSeen(text);
    if (seen) return seen;
    throw new NotJudged(
      `${path} is damaged: put back its copy, or the log is seen for the first time`,
    );
  }

  /** Durable before it is answered. */
  keepSeen({ keys, checkpoint }: SeenLog): void {
    const whole = { keys: keys.map(formatVerifierKey), checkpoint };
    this.write('seen.json', whole);
  }

  /** Where it was put. */
  keepEvidence(evidence: object, now: Date): string {
    const name = `evidence-${now.toISOString().replace(/[:.]/g, '-')}.json`;
    this.write(name, evidence);
    return join(this.path, name);
  }

  private write(name: string, content: object): void {
    const path = join(this.path, name);
    const temporary = `${path}.new`;
    const fd = openSync(temporary, 'w', 0o600);
    try {
      writeSync(fd, `${JSON.stringify(content, null, 2)}\n`);
      fsyncSync(fd);
    } finally {
      closeSync(fd);
    }
    renameSync(temporary, path);
    syncFolder(this.path);
  }
}

function readIfThere(path: string): string | undefined {
  try {
    const bytes = readFileSync(path);
    return bytes.length > seenSizeBytesMax ? '' : bytes.toString('utf8');
  } catch (fault) {
    if ((fault as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw new NotJudged(`${path} cannot be read (${(fault as NodeJS.ErrnoException).code})`);
  }
}

/** Undefined for what this program would not have written. */
export function parseSeen(text: string): SeenLog | undefined {
  try {
    const { keys, checkpoint } = JSON.parse(text) as { keys?: unknown; checkpoint?: unknown };
    if (!Array.isArray(keys) || keys.length === 0 || typeof checkpoint !== 'string')
      return undefined;
    const parsed = keys.map((key) => parseVerifierKey(String(key)));
    const isWhole = parsed.every((key): key is VerifierKey => key !== undefined);
    return isWhole ? { keys: parsed, checkpoint } : undefined;
  } catch {
    return undefined;
  }
}
