/** Passwords of the demo's users: drawn once, kept owner-only, so that a second run can log in. */
import { randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { DemoFault } from '../faults';
import { administrator } from '../scenario/installation';
import type { DemoUser } from '../scenario/posts';
import { writeOwnerOnly } from './owner-only';

const passwordBytes = 15;

interface Kept {
  readonly users: Readonly<Record<string, string>>;
  /** Of the auditor, for `curl` and for filing what a check found. */
  readonly apiKey?: string;
}

export class Secrets {
  private constructor(
    readonly path: string,
    private kept: Kept,
    private readonly administratorPassword: string,
  ) {}

  /**
   * Passwords are on disk before any user is made with them: whoever is killed in between finds
   * them again.
   */
  static open(
    dataDir: string,
    users: readonly DemoUser[],
    env: Readonly<Record<string, string | undefined>>,
  ): Secrets {
    const path = join(dataDir, 'secrets', 'demo-users.json');
    const before = readKept(path);
    const passwords = Object.fromEntries(
      users.map(({ username }) => [username, before.users[username] ?? drawPassword()]),
    );
    const secrets = new Secrets(
      path,
      { ...before, users: { ...before.users, ...passwords } },
      administratorPassword(dataDir, env),
    );
    secrets.write();
    return secrets;
  }

  readonly passwordOf = (username: string): string => {
    if (username === administrator) return this.administratorPassword;
    const password = this.kept.users[username];
    if (password === undefined) throw new Error(`no password of ${username}`);
    return password;
  };

  get apiKey(): string | undefined {
    return this.kept.apiKey;
  }

  keepApiKey(apiKey: string): void {
    this.kept = { ...this.kept, apiKey };
    this.write();
  }

  private write(): void {
    writeOwnerOnly(this.path, `${JSON.stringify(this.kept, null, 2)}\n`);
  }
}

const drawPassword = (): string => randomBytes(passwordBytes).toString('base64url');

function readKept(path: string): Kept {
  try {
    const { users = {}, apiKey } = JSON.parse(readFileSync(path, 'utf8'));
    return { users, ...(typeof apiKey === 'string' ? { apiKey } : {}) };
  } catch (fault) {
    if ((fault as NodeJS.ErrnoException).code === 'ENOENT') return { users: {} };
    throw new DemoFault(`${path} cannot be read: ${(fault as Error).message}`);
  }
}

function administratorPassword(
  dataDir: string,
  env: Readonly<Record<string, string | undefined>>,
): string {
  if (env.LIUSHUI_ADMIN_PASSWORD) return env.LIUSHUI_ADMIN_PASSWORD;
  const path = join(dataDir, 'secrets', 'admin-password');
  try {
    return readFileSync(path, 'utf8').trim();
  } catch {
    throw new DemoFault(
      `The administrator's password is neither in LIUSHUI_ADMIN_PASSWORD nor in ${path}. · ` +
        '找不到管理员密码，请用 LIUSHUI_ADMIN_PASSWORD 指定。',
    );
  }
}
