/** A node of its own for a spec that does it harm, and calls that no well-behaved client makes. */
import { type ChildProcess, spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { binaryEvent, EventStoreDBClient } from '@eventstore/db-client';
import { StreamIdentifier, UUID } from '@eventstore/db-client/generated/shared_pb';
import { StreamsClient } from '@eventstore/db-client/generated/streams_grpc_pb';
import { BatchAppendReq, type BatchAppendResp } from '@eventstore/db-client/generated/streams_pb';
import { type ClientDuplexStream, credentials } from '@grpc/grpc-js';
import { Empty as GoogleEmpty } from 'google-protobuf/google/protobuf/empty_pb';
import { Timestamp } from 'google-protobuf/google/protobuf/timestamp_pb';

const PROGRAM = join(__dirname, '..', '..', 'dist', 'eventstore', 'main.js');
export const OWN_CONNECTION = { 'grpc.use_local_subchannel_pool': 1 };

export const secondsFromNow = (seconds: number) => new Date(Date.now() + seconds * 1000);

export function identifierOf(stream: string): StreamIdentifier {
  return new StreamIdentifier().setStreamName(Buffer.from(stream));
}

export class TargetNode {
  readonly address: string;
  readonly client: EventStoreDBClient;

  private constructor(
    private readonly folder: string,
    private readonly child: ChildProcess,
    url: string,
  ) {
    this.address = new URL(url.replace('esdb:', 'http:')).host;
    this.client = EventStoreDBClient.connectionString(url);
  }

  static async start(): Promise<TargetNode> {
    const folder = mkdtempSync(join(tmpdir(), 'liushui-bounds-'));
    const args = [PROGRAM, '--dir', folder, '--port', '0', '--insecure', '--parent-watch'];
    const child = spawn(process.execPath, args, { stdio: ['pipe', 'pipe', 'ignore'] });
    for await (const line of createInterface({ input: child.stdout as NodeJS.ReadableStream })) {
      const { connectionString } = JSON.parse(line) as { connectionString: string };
      return new TargetNode(folder, child, connectionString);
    }
    rmSync(folder, { recursive: true, force: true });
    throw new Error('The node did not start; is it built?');
  }

  /** Kilobytes of memory that the node has in use. */
  residentKilobytes(): number {
    const status = readFileSync(`/proc/${this.child.pid}/status`, 'utf8');
    return Number(/VmRSS:\s+(\d+)/.exec(status)?.[1]);
  }

  /** How many events a stream has. */
  async revisions(stream: string): Promise<number> {
    let count = 0;
    for await (const _event of this.client.readStream(stream)) count += 1;
    return count;
  }

  /** Throws unless an append is taken. */
  async expectServing(): Promise<void> {
    const event = binaryEvent({ type: 'T', data: Buffer.alloc(1) });
    await this.client.appendToStream(`well-${randomUUID()}`, event);
  }

  async stop(): Promise<void> {
    await this.client.dispose();
    const gone = once(this.child, 'close');
    this.child.stdin?.end();
    await gone;
    rmSync(this.folder, { recursive: true, force: true });
  }
}

interface Message {
  readonly id: string;
  readonly stream?: string;
  readonly deadline?: Date;
  readonly final?: boolean;
  readonly type?: string;
  readonly withoutEvent?: boolean;
  readonly data?: Buffer;
}

export function message(about: Message) {
  const { id, stream, deadline, final = true, type = 'T', withoutEvent } = about;
  const request = new BatchAppendReq();
  request.setCorrelationId(new UUID().setString(id));
  request.setIsFinal(final);
  if (stream !== undefined) {
    const options = new BatchAppendReq.Options();
    options.setStreamIdentifier(identifierOf(stream));
    options.setAny(new GoogleEmpty());
    options.setDeadline(Timestamp.fromDate(deadline ?? secondsFromNow(30)));
    request.setOptions(options);
  }
  if (!withoutEvent) {
    const proposed = new BatchAppendReq.ProposedMessage();
    proposed.setId(new UUID().setString(randomUUID()));
    proposed.getMetadataMap().set('type', type).set('content-type', 'application/json');
    proposed.setData(about.data ?? Buffer.from('{}'));
    request.addProposedMessages(proposed);
  }
  return request;
}

/** A batch append call of which every answer is kept. */
export class RawCall {
  readonly answers: BatchAppendResp[] = [];
  private readonly streams: StreamsClient;
  private readonly call: ClientDuplexStream<BatchAppendReq, BatchAppendResp>;
  readonly failed: Promise<unknown>;

  constructor(address: string) {
    this.streams = new StreamsClient(address, credentials.createInsecure(), OWN_CONNECTION);
    this.call = this.streams.batchAppend();
    this.call.on('data', (answer) => this.answers.push(answer));
    this.failed = new Promise((resolve) => this.call.on('error', resolve));
  }

  /** False when the node does not take more for now. */
  send(request: BatchAppendReq): boolean {
    return this.call.write(request);
  }

  stopReading(): void {
    this.call.pause();
  }

  readOn(): void {
    this.call.resume();
  }

  /** Ends the call and gives its answers by id: what they say, in order. */
  async finish(): Promise<Record<string, string[]>> {
    this.call.end();
    await once(this.call, 'end');
    this.streams.close();
    const byId: Record<string, string[]> = {};
    for (const answer of this.answers) {
      const id = answer.getCorrelationId()?.getString() ?? '';
      const said = answer.hasSuccess()
        ? 'success'
        : (answer.getError()?.getDetails()?.getTypeName() ?? 'no details');
      byId[id] = [...(byId[id] ?? []), said];
      const streamName = answer.getStreamIdentifier()?.getStreamName_asU8();
      if (!streamName?.length) throw new Error('An answer does not name its stream.');
    }
    return byId;
  }

  async cancel(): Promise<void> {
    this.call.cancel();
    await this.failed;
    this.streams.close();
  }

  async answered(count: number): Promise<void> {
    while (this.answers.length < count) await once(this.call, 'data');
  }
}
