/**
 * One member of a cluster that specs make: EventStoreDB's gRPC contract in front of the store that
 * all members share. As the leader it passes everything on; otherwise it answers as a real member
 * does that is no leader, or whose cluster has none.
 */
import { promisify } from 'node:util';
import { GossipService } from '@eventstore/db-client/generated/gossip_grpc_pb';
import { ClusterInfo, EndPoint, MemberInfo } from '@eventstore/db-client/generated/gossip_pb';
import {
  ServerFeaturesClient,
  ServerFeaturesService,
} from '@eventstore/db-client/generated/serverfeatures_grpc_pb';
import type { SupportedMethods } from '@eventstore/db-client/generated/serverfeatures_pb';
import { type Empty, UUID } from '@eventstore/db-client/generated/shared_pb';
import { StreamsClient, StreamsService } from '@eventstore/db-client/generated/streams_grpc_pb';
import type { ReadReq, ReadResp } from '@eventstore/db-client/generated/streams_pb';
import {
  credentials,
  type Metadata,
  Server,
  type ServerCredentials,
  type ServerUnaryCall,
  type ServerWritableStream,
  type ServiceError,
  type sendUnaryData,
} from '@grpc/grpc-js';
import { type LossyProxy, lossyProxy } from '../lossy-proxy';
import { type AppendsUnderWay, notLeader, notReady, passedOn } from './faults';
import { type BatchCall, forwardAppends } from './forward-appends';

/** What the members of a cluster know of each other. */
export interface ClusterView {
  /** Ports of all members, in order. */
  readonly ports: readonly number[];
  /** Undefined while the members elect one. */
  readonly leaderPort: number | undefined;
  isAlive(port: number): boolean;
}

const messageSizeBytesMax = 17 * 1024 * 1024;
const anyPort = '127.0.0.1:0';

export class Member {
  /** Calls that asked for the leader and were answered from the log, by name. */
  readonly servedAsLeader = { read: 0, batchAppend: 0 };
  readonly #server = new Server({ 'grpc.max_receive_message_length': messageSizeBytesMax });
  readonly #streams: StreamsClient;
  readonly #features: ServerFeaturesClient;
  #serverPort = 0;
  #front: LossyProxy | undefined;
  #port = 0;
  #underWay: AppendsUnderWay = 'whatever';
  #isMuted = false;
  #onLost: () => void = () => undefined;

  constructor(
    storeAddress: string,
    private readonly view: ClusterView,
  ) {
    const options = { 'grpc.max_receive_message_length': messageSizeBytesMax };
    this.#streams = new StreamsClient(storeAddress, credentials.createInsecure(), options);
    this.#features = new ServerFeaturesClient(storeAddress, credentials.createInsecure());
  }

  get port(): number {
    return this.#port;
  }

  get isAlive(): boolean {
    return this.#front !== undefined;
  }

  async start(security: ServerCredentials): Promise<void> {
    this.#server.addService(GossipService, { read: this.#gossip });
    this.#server.addService(ServerFeaturesService, { getSupportedMethods: this.#supported });
    this.#server.addService(StreamsService, { read: this.#read, batchAppend: this.#batchAppend });
    this.#serverPort = await promisify(this.#server.bindAsync.bind(this.#server))(
      anyPort,
      security,
    );
    await this.revive();
  }

  /** Whether anybody hears it. */
  get isHeard(): boolean {
    return this.isAlive && !this.#isMuted;
  }

  /** Listens again where it did before, and is heard. */
  async revive(): Promise<void> {
    if (this.isHeard) return;
    await this.#end();
    this.#front = await lossyProxy(this.#serverPort, this.#port);
    this.#port = this.#front.port;
  }

  /** Resolves when nothing reaches it any more and it reaches nobody. */
  lose(underWay: AppendsUnderWay): Promise<void> {
    if (underWay === 'whatever') return this.#end();
    this.#underWay = underWay;
    return new Promise((resolve) => {
      this.#onLost = () => void this.#end().then(resolve);
    });
  }

  /** It is still there and does everything it is told, but nobody hears an answer. */
  mute(): void {
    this.#isMuted = true;
    this.#front?.muteServer();
  }

  async stop(): Promise<void> {
    await this.#end();
    this.#server.forceShutdown();
    this.#streams.close();
    this.#features.close();
  }

  async #end(): Promise<void> {
    const front = this.#front;
    this.#front = undefined;
    this.#underWay = 'whatever';
    this.#isMuted = false;
    await front?.stop();
  }

  get #isLeader(): boolean {
    return this.view.leaderPort === this.#port;
  }

  /** How a member answers a whole call that only the leader may answer. */
  #refusal(metadata: Metadata): ServiceError | undefined {
    if (this.#isLeader || metadata.get('requires-leader')[0] !== 'true') return undefined;
    const { leaderPort } = this.view;
    return leaderPort === undefined ? notReady() : notLeader(leaderPort);
  }

  readonly #read = (call: ServerWritableStream<ReadReq, ReadResp>): void => {
    const refusal = this.#refusal(call.metadata);
    if (refusal) return void call.emit('error', refusal);
    if (call.metadata.get('requires-leader').length > 0) this.servedAsLeader.read++;
    const reading = this.#streams.read(call.request, call.metadata);
    reading.on('data', (answer) => {
      if (!call.write(answer)) reading.pause();
    });
    call.on('drain', () => reading.resume());
    reading.on('end', () => call.end());
    reading.on('error', (error) => call.emit('error', passedOn(error as ServiceError)));
    call.on('cancelled', () => reading.cancel());
  };

  readonly #batchAppend = (call: BatchCall): void =>
    forwardAppends(call, this.#streams.batchAppend(call.metadata), {
      refusal: () => {
        if (this.#isLeader) this.servedAsLeader.batchAppend++;
        const { leaderPort } = this.view;
        if (this.#isLeader) return undefined;
        return leaderPort === undefined ? 'not-ready' : notLeader(leaderPort);
      },
      underWay: () => this.#underWay,
      onLost: () => this.#onLost(),
    });

  readonly #supported = (
    call: ServerUnaryCall<Empty, SupportedMethods>,
    answer: sendUnaryData<SupportedMethods>,
  ): void => {
    this.#features.getSupportedMethods(call.request, (error, methods) =>
      answer(error ? passedOn(error) : null, methods),
    );
  };

  readonly #gossip = (
    _: ServerUnaryCall<Empty, ClusterInfo>,
    answer: sendUnaryData<ClusterInfo>,
  ): void => {
    const info = new ClusterInfo();
    for (const port of this.view.ports) info.addMembers(this.#memberInfo(port));
    answer(null, info);
  };

  #memberInfo(port: number): MemberInfo {
    const { VNodeState } = MemberInfo;
    const { leaderPort } = this.view;
    const endPoint = new EndPoint();
    endPoint.setAddress('127.0.0.1');
    endPoint.setPort(port);
    const id = new UUID();
    id.setString(`00000000-0000-4000-8000-${String(port).padStart(12, '0')}`);
    const info = new MemberInfo();
    info.setInstanceId(id);
    info.setTimeStamp('0');
    if (leaderPort === undefined) info.setState(VNodeState.UNKNOWN);
    else info.setState(port === leaderPort ? VNodeState.LEADER : VNodeState.FOLLOWER);
    info.setIsAlive(this.view.isAlive(port));
    info.setHttpEndPoint(endPoint);
    return info;
  }
}
