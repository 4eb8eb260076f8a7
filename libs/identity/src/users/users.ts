import { randomUUID } from 'node:crypto';
import { In, MoreThan } from 'typeorm';
import type { PrimaryDatabase } from '../primary/primary-database';
import { RefreshTokenRow, UserRow } from './entities';
import { drawPassword, hashPassword, verifyPassword } from './passwords';

export const USERNAME_CHARS_MAX = 64;
export const DISPLAY_NAME_CHARS_MAX = 64;
export const USERS_PAGE_MAX = 1_000;
const USERNAME = /^[\p{L}\p{N}][\p{L}\p{M}\p{N}._@-]*$/u;
export const ADMINISTRATOR = 'admin';

/** What the rest of the system may know of a user. */
export interface User {
  /** A random UUID: the only thing events say of a user. */
  readonly id: string;
  readonly username: string;
  readonly displayName: string;
  readonly createdAt: Date;
  /** Whatever was proved with an older password proves nothing any more. */
  readonly passwordChangedAt: Date;
  readonly disabledAt?: Date;
}

export interface UserChanges {
  readonly displayName?: string;
  readonly password?: string;
  readonly disabled?: boolean;
}

/** Letters and digits of any script, then also `. _ @ -`; 1 to USERNAME_CHARS_MAX characters. */
export const isUsername = (text: string): boolean =>
  text.length <= USERNAME_CHARS_MAX && USERNAME.test(text);

/** A character that stands alone and leaves ink; U+2800 is a braille cell without dots. */
const VISIBLE = /[^\p{C}\p{Z}\p{M}\p{Default_Ignorable_Code_Point}\u2800]/u;

/** One line of 1 to DISPLAY_NAME_CHARS_MAX characters, at least one of them visible. */
export const isDisplayName = (text: string): boolean =>
  text.length <= DISPLAY_NAME_CHARS_MAX &&
  VISIBLE.test(text) &&
  !/[\p{Cc}\p{Zl}\p{Zp}]/u.test(text);

/** Two usernames that fold alike are one. */
const fold = (username: string): string => username.normalize('NFKC').toLowerCase();

export const userOf = (row: UserRow): User => ({
  id: row.id,
  username: row.username,
  displayName: row.displayName,
  createdAt: row.createdAt,
  passwordChangedAt: row.passwordChangedAt,
  ...(row.disabledAt && { disabledAt: row.disabledAt }),
});

/**
 * Who may log in. Names live here and nowhere else: events know users by random ids, and what a
 * user may do is a grant in the log, not a column.
 */
export class Users {
  constructor(
    private readonly database: PrimaryDatabase,
    private readonly now: () => Date = () => new Date(),
  ) {}

  /** @throws RangeError for what `isUsername` refuses or a display name that is empty or long. */
  async create(user: {
    readonly username: string;
    readonly displayName: string;
    readonly password: string;
  }): Promise<User | 'username-taken'> {
    if (!isUsername(user.username)) throw new RangeError('not a username');
    assertDisplayName(user.displayName);
    const at = this.now();
    const row = {
      id: randomUUID(),
      username: user.username,
      usernameFolded: fold(user.username),
      displayName: user.displayName,
      passwordHash: await hashPassword(user.password),
      createdAt: at,
      passwordChangedAt: at,
      disabledAt: null,
    };
    const inserted = await this.rows
      .createQueryBuilder()
      .insert()
      .values(row)
      .orIgnore()
      .returning('id')
      .execute();
    return (inserted.raw as unknown[]).length === 0 ? 'username-taken' : userOf(row);
  }

  /**
   * Undefined for a wrong password, an unknown name and a disabled user alike, after the same
   * work. How often one may try is the caller's business.
   */
  async verifyLogin(username: string, password: string): Promise<User | undefined> {
    const row = await this.rowOf(username);
    const isRight = await verifyPassword(row?.passwordHash, password);
    return row && isRight && !row.disabledAt ? userOf(row) : undefined;
  }

  async byUsername(username: string): Promise<User | undefined> {
    const row = await this.rowOf(username);
    return row && userOf(row);
  }

  async byId(id: string): Promise<User | undefined> {
    return (await this.byIds([id])).get(id);
  }

  /** At most USERS_PAGE_MAX ids at once; ids that nobody has are left out. */
  async byIds(ids: readonly string[]): Promise<Map<string, User>> {
    if (ids.length > USERS_PAGE_MAX) throw new RangeError(`at most ${USERS_PAGE_MAX} users`);
    const known = ids.filter(isUuid);
    const rows = known.length === 0 ? [] : await this.rows.findBy({ id: In(known) });
    return new Map(rows.map((row) => [row.id, userOf(row)]));
  }

  /** In order of usernames, those after `after`; `limit` is 1 to USERS_PAGE_MAX. */
  async list(page: { readonly after?: string; readonly limit: number }): Promise<User[]> {
    if (page.limit < 1 || page.limit > USERS_PAGE_MAX) throw new RangeError('page too long');
    const rows = await this.rows.find({
      where: page.after === undefined ? {} : { usernameFolded: MoreThan(fold(page.after)) },
      order: { usernameFolded: 'ASC' },
      take: page.limit,
    });
    return rows.map(userOf);
  }

  /**
   * Undefined when there is no such user. A new password and a disabling end every refresh token;
   * whoever checks an access token asks `byId` whether it is older than the password.
   */
  async change(username: string, changes: UserChanges): Promise<User | undefined> {
    const { displayName, password, disabled } = changes;
    if (displayName !== undefined) assertDisplayName(displayName);
    const hashed = password === undefined ? undefined : await hashPassword(password);
    const at = this.now();
    return this.database.transaction(async (manager) => {
      const row = await manager.findOne(UserRow, {
        where: { usernameFolded: fold(username) },
        lock: { mode: 'pessimistic_write' },
      });
      if (!row) return undefined;
      if (displayName !== undefined) row.displayName = displayName;
      if (hashed !== undefined) Object.assign(row, { passwordHash: hashed, passwordChangedAt: at });
      if (disabled !== undefined) row.disabledAt = disabled ? (row.disabledAt ?? at) : null;
      await manager.save(row);
      if (hashed !== undefined || disabled) {
        await manager.delete(RefreshTokenRow, { userId: row.id });
      }
      return userOf(row);
    });
  }

  /**
   * Makes the user `admin` unless there is one; of several processes that start at once exactly
   * one is told `created`. A password is answered only when it was drawn here, and only then:
   * whoever must not lose it draws it first (`drawPassword`), keeps it, and passes it in.
   *
   * A user alone may do nothing. The grant of the role is an event that the caller appends through
   * the ledger, at every start that finds none, because a process may be killed in between.
   */
  async bootstrapAdministrator(
    options: { readonly password?: string } = {},
  ): Promise<{ created: boolean; user: User; password?: string }> {
    const found = await this.byUsername(ADMINISTRATOR);
    if (found) return { created: false, user: found };
    const password = options.password ?? drawPassword();
    const user = await this.create({
      username: ADMINISTRATOR,
      displayName: ADMINISTRATOR,
      password,
    });
    if (user === 'username-taken') return this.bootstrapAdministrator(options);
    return { created: true, user, ...(options.password === undefined && { password }) };
  }

  private get rows() {
    return this.database.rows(UserRow);
  }

  private async rowOf(username: string): Promise<UserRow | undefined> {
    if (!isUsername(username)) return undefined;
    const row = await this.rows.findOneBy({ usernameFolded: fold(username) });
    return row ?? undefined;
  }
}

const UUID = /^[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}$/i;
export const isUuid = (text: string): boolean => UUID.test(text);

function assertDisplayName(text: string): void {
  if (!isDisplayName(text)) {
    throw new RangeError(`a display name is a line of 1 to ${DISPLAY_NAME_CHARS_MAX} characters`);
  }
}
