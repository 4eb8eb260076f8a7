import { Forgetting, type ForgettingLog } from './forgetting/forgetting';
import { HolderIndex } from './holder-index/holder-index';
import { PrimaryDatabase } from './primary/primary-database';
import { Sealing } from './sealing/sealing';
import { Uploads, uploadKeyRotation } from './uploads/uploads';
import { ApiKeys } from './users/api-keys';
import { RefreshTokens } from './users/refresh-tokens';
import { Users } from './users/users';
import { IndexKeys } from './vault/index-keys';
import { RequestMacs, requestMacRotation } from './vault/request-macs';
import type { RotatingKeys } from './vault/rotating-keys';
import { TokenKeys, tokenKeyRotation } from './vault/token-keys';
import { Vault } from './vault/vault';

export interface IdentityOptions {
  /** `postgres://…` of the database that holds the primary schema. */
  readonly databaseUrl: string;
  /** LIUSHUI_DATA, an absolute folder. */
  readonly dataFolder: string;
  /** Says who was forgotten: nothing is opened before that is carried out. */
  readonly log: ForgettingLog;
  readonly now?: () => Date;
  /** At most so many connections at a time, default 8. */
  readonly connectionsMax?: number;
}

/** Everything of this library for one process, opened and closed together. */
export class Identity {
  readonly sealing: Sealing;
  readonly holderIndex: HolderIndex;
  readonly forgetting: Forgetting;
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
    log: ForgettingLog,
    now: () => Date,
  ) {
    const macKeys = vault.rotatingKeys(requestMacRotation);
    const tokenKeys = vault.rotatingKeys(tokenKeyRotation);
    const uploadKeys = vault.rotatingKeys(uploadKeyRotation);
    this.rotating = [macKeys, tokenKeys, uploadKeys];
    this.forgetting = new Forgetting(database, vault, log);
    this.sealing = new Sealing({
      toSeal: (month, act) => vault.toSeal(month, act),
      opening: async (work) => {
        await this.forgetting.ready();
        return vault.opening(work);
      },
    });
    this.holderIndex = new HolderIndex(this.sealing, new IndexKeys(database, vault.generations));
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
    const { databaseUrl, dataFolder, log, connectionsMax, now = () => new Date() } = options;
    const database = await PrimaryDatabase.open(databaseUrl, { connectionsMax });
    try {
      const vault = await Vault.open({ database, dataFolder, now });
      const identity = new Identity(database, vault, log, now);
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
    await this.vault.close();
    await this.database.close();
  }
}
