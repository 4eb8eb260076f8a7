import { PrimaryDatabase } from './primary/primary-database';
import { Sealing } from './sealing/sealing';
import { Uploads, uploadKeyRotation } from './uploads/uploads';
import { ApiKeys } from './users/api-keys';
import { RefreshTokens } from './users/refresh-tokens';
import { Users } from './users/users';
import { RequestMacs, requestMacRotation } from './vault/request-macs';
import type { RotatingKeys } from './vault/rotating-keys';
import { TokenKeys, tokenKeyRotation } from './vault/token-keys';
import { Vault } from './vault/vault';

export interface IdentityOptions {
  /** `postgres://…` of the database that holds the primary schema. */
  readonly databaseUrl: string;
  /** LIUSHUI_DATA, an absolute folder. */
  readonly dataFolder: string;
  readonly now?: () => Date;
  /** At most so many connections at a time, default 8. */
  readonly connectionsMax?: number;
}

/** Everything of this library for one process, opened and closed together. */
export class Identity {
  readonly sealing: Sealing;
  readonly requestMacs: RequestMacs;
  readonly tokenKeys: TokenKeys;
  readonly users: Users;
  readonly apiKeys: ApiKeys;
  readonly refreshTokens: RefreshTokens;
  readonly uploads: Uploads;
  private readonly rotating: readonly RotatingKeys[];

  private constructor(
    private readonly database: PrimaryDatabase,
    readonly vault: Vault,
    now: () => Date,
  ) {
    const macKeys = vault.rotatingKeys(requestMacRotation);
    const tokenKeys = vault.rotatingKeys(tokenKeyRotation);
    const uploadKeys = vault.rotatingKeys(uploadKeyRotation);
    this.rotating = [macKeys, tokenKeys, uploadKeys];
    this.sealing = new Sealing(vault);
    this.requestMacs = new RequestMacs(macKeys);
    this.tokenKeys = new TokenKeys(tokenKeys);
    this.users = new Users(database, now);
    this.apiKeys = new ApiKeys(database, now);
    this.refreshTokens = new RefreshTokens(database, now);
    this.uploads = new Uploads(database, uploadKeys, now);
  }

  /**
   * Runs the migrations, opens the vault and destroys the keys whose days are over.
   *
   * @throws VaultLocked with a sentence for the operator when the key file is not the right one.
   */
  static async open(options: IdentityOptions): Promise<Identity> {
    const { databaseUrl, dataFolder, connectionsMax, now = () => new Date() } = options;
    const database = await PrimaryDatabase.open(databaseUrl, { connectionsMax });
    try {
      const vault = await Vault.open({ database, dataFolder, now });
      const identity = new Identity(database, vault, now);
      await identity.destroyExpiredKeys();
      return identity;
    } catch (error) {
      await database.close();
      throw error;
    }
  }

  /** For a daily schedule; making a day's first key does the same. */
  async destroyExpiredKeys(): Promise<void> {
    for (const keys of this.rotating) await keys.destroyExpired();
  }

  /** Wipes every key in memory and ends the connections. */
  async close(): Promise<void> {
    for (const keys of this.rotating) keys.wipe();
    this.vault.wipe();
    await this.database.close();
  }
}
