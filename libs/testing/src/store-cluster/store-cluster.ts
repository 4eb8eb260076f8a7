import { ServerCredentials } from '@grpc/grpc-js';
import type { AppendsUnderWay } from './faults';
import { type ClusterView, Member } from './member';

/**
 * A cluster of three, as a client sees one, in front of a single store: members that gossip who
 * leads, refuse as followers do what only the leader may answer, and die. What it cannot show is
 * replication itself: every member has the same log at once.
 */
export interface StoreCluster {
  /** Names all three members. */
  readonly url: string;
  /** Appends and reads for the leader alone that each member answered, in the order of the URL. */
  served(): readonly { readonly read: number; readonly batchAppend: number }[];
  /**
   * The leader is gone, and nobody leads until `elect`. Resolves when it is gone: with appends
   * under way of a kind, not before the next append.
   */
  loseLeader(how?: LeaderLoss): Promise<void>;
  /** The leader is there and hears, but is not heard, and another leads. */
  cutOffLeader(): void;
  /** Another member that is heard leads from now on. */
  elect(): void;
  /** All who are gone or cut off are back, as followers of whoever leads. */
  revive(): Promise<void>;
  stop(): Promise<void>;
}

export interface LeaderLoss {
  readonly underWay?: AppendsUnderWay;
  /** Whether the others still take the dead one for their leader. */
  readonly stale?: boolean;
}

const memberCount = 3;

class Cluster implements StoreCluster, ClusterView {
  readonly #members: readonly Member[];
  #leader: number | undefined = 0;
  #elections = 0;

  constructor(
    storeAddress: string,
    private readonly parameters: string,
  ) {
    this.#members = Array.from({ length: memberCount }, () => new Member(storeAddress, this));
  }

  async start(security: ServerCredentials): Promise<void> {
    for (const member of this.#members) await member.start(security);
  }

  get ports(): readonly number[] {
    return this.#members.map(({ port }) => port);
  }

  get leaderPort(): number | undefined {
    return this.#leader === undefined ? undefined : this.#members[this.#leader].port;
  }

  isAlive(port: number): boolean {
    return this.#members.some((member) => member.port === port && member.isAlive);
  }

  get url(): string {
    const hosts = this.ports.map((port) => `127.0.0.1:${port}`).join(',');
    return `esdb://${hosts}?${this.parameters}`;
  }

  served() {
    return this.#members.map(({ servedAsLeader }) => ({ ...servedAsLeader }));
  }

  async loseLeader({ underWay = 'whatever', stale = false }: LeaderLoss = {}): Promise<void> {
    const leader = this.#members[this.#leader ?? 0];
    const gone = leader.lose(underWay);
    if (underWay !== 'whatever') await gone;
    if (!stale) this.#leader = undefined;
    await gone;
  }

  cutOffLeader(): void {
    this.#members[this.#leader ?? 0].mute();
    this.elect();
  }

  elect(): void {
    const former = this.#leader;
    const living = [...this.#members.keys()].filter(
      (index) => index !== former && this.#members[index].isHeard,
    );
    if (living.length === 0) throw new Error('nobody is left to lead');
    this.#leader = living[this.#elections++ % living.length];
  }

  async revive(): Promise<void> {
    for (const member of this.#members) await member.revive();
  }

  async stop(): Promise<void> {
    for (const member of this.#members) await member.stop();
  }
}

/** In front of a store that speaks plain text at `storePort`. Parameters are the URL's. */
export async function storeCluster(
  storePort: number,
  parameters = 'tls=false',
  security = ServerCredentials.createInsecure(),
): Promise<StoreCluster> {
  const cluster = new Cluster(`127.0.0.1:${storePort}`, parameters);
  await cluster.start(security);
  return cluster;
}
