/**
 * What specs set up in the place of EventStoreDB: users, the last event of each stream, and who may
 * do what by the lists among those events, as the set-up needs it and no further.
 */
import { promisify } from 'node:util';
import { ServerFeaturesService } from '@eventstore/db-client/generated/serverfeatures_grpc_pb';
import { SupportedMethods } from '@eventstore/db-client/generated/serverfeatures_pb';
import { StreamIdentifier, UUID } from '@eventstore/db-client/generated/shared_pb';
import { StreamsService } from '@eventstore/db-client/generated/streams_grpc_pb';
import {
  type AppendReq,
  AppendResp,
  type DeleteReq,
  type DeleteResp,
  type ReadReq,
  ReadResp,
} from '@eventstore/db-client/generated/streams_pb';
import { UsersService } from '@eventstore/db-client/generated/users_grpc_pb';
import {
  type CreateReq,
  CreateResp,
  type ResetPasswordReq,
  ResetPasswordResp,
  type UpdateReq,
  UpdateResp,
} from '@eventstore/db-client/generated/users_pb';
import {
  Metadata,
  Server,
  type ServerCredentials,
  type ServerReadableStream,
  type ServerUnaryCall,
  type ServerWritableStream,
  type sendUnaryData,
  status,
} from '@grpc/grpc-js';

interface KnownUser {
  password: string;
  groups: readonly string[];
}

type Right = '$r' | '$w' | '$d' | '$mr' | '$mw';
type AccessList = Partial<Record<Right, readonly string[]>>;

function failure(code: status, exception: string, trailers: Record<string, string> = {}) {
  const metadata = new Metadata();
  for (const [key, value] of Object.entries({ exception, ...trailers })) metadata.set(key, value);
  return Object.assign(new Error(exception), { code, details: exception, metadata });
}

const denied = () => failure(status.PERMISSION_DENIED, 'access-denied');
const conflict = (name: string) =>
  failure(status.FAILED_PRECONDITION, 'user-conflict', { 'login-name': name });
const notReady = () => failure(status.UNAVAILABLE, 'not-ready');

const streamOf = (identifier: StreamIdentifier | undefined): string =>
  identifier ? Buffer.from(identifier.getStreamName_asU8()).toString('utf8') : '$all';

export class StoreWithRights {
  readonly users: Map<string, KnownUser>;
  readonly appended: [stream: string, data: unknown][] = [];
  /** Nobody is kept from anything. */
  isLax = false;
  /** So many user calls fail first, as while a leader is being elected. */
  notReadyCount = 0;
  readonly #server = new Server();

  constructor(adminPassword: string) {
    this.users = new Map([['admin', { password: adminPassword, groups: ['$admins'] }]]);
  }

  /** Answers the port on which it listens at 127.0.0.1. */
  start(security: ServerCredentials): Promise<number> {
    this.#server.addService(ServerFeaturesService, {
      getSupportedMethods: (_: unknown, answer: sendUnaryData<SupportedMethods>) =>
        answer(null, new SupportedMethods()),
    });
    this.#server.addService(UsersService, {
      create: this.#create,
      resetPassword: this.#resetPassword,
      update: this.#update,
    });
    this.#server.addService(StreamsService, {
      read: this.#read,
      append: this.#append,
      delete: this.#delete,
      tombstone: this.#delete,
    });
    return promisify(this.#server.bindAsync.bind(this.#server))('127.0.0.1:0', security);
  }

  stop(): void {
    this.#server.forceShutdown();
  }

  last(stream: string): unknown {
    return this.appended.filter(([name]) => name === stream).at(-1)?.[1];
  }

  #userOf(metadata: Metadata): (KnownUser & { name: string }) | undefined {
    const [header] = metadata.get('authorization');
    const basic = Buffer.from(String(header ?? '').replace('Basic ', ''), 'base64');
    const [name, password] = basic.toString('utf8').split(':');
    const user = this.users.get(name);
    return user?.password === password ? { ...user, name } : undefined;
  }

  /** The stream's own list counts first, then the defaults; administrators are asked for none. */
  #may(metadata: Metadata, right: Right, stream: string): boolean {
    const user = this.#userOf(metadata);
    if (!user) return false;
    if (this.isLax || user.groups.includes('$admins')) return true;
    const own = this.last(`$$${stream}`) as { $acl?: AccessList } | undefined;
    const defaults = (this.last('$settings') ?? {}) as Record<string, AccessList>;
    const kind = stream.startsWith('$') ? '$systemStreamAcl' : '$userStreamAcl';
    const allowed = own?.$acl?.[right] ?? defaults[kind]?.[right] ?? [];
    return [user.name, ...user.groups].some((one) => allowed.includes(one));
  }

  #mayManageUsers(metadata: Metadata): Error | undefined {
    if (this.notReadyCount-- > 0) return notReady();
    return this.#userOf(metadata)?.groups.includes('$admins') ? undefined : denied();
  }

  readonly #create = (
    { request, metadata }: ServerUnaryCall<CreateReq, CreateResp>,
    answer: sendUnaryData<CreateResp>,
  ): void => {
    const options = request.getOptions() as CreateReq.Options;
    const refusal = this.#mayManageUsers(metadata);
    const name = options.getLoginName();
    if (refusal) return void answer(refusal);
    if (this.users.has(name)) return void answer(conflict(name));
    const groups = options.getGroupsList();
    this.users.set(name, { password: options.getPassword(), groups });
    answer(null, new CreateResp());
  };

  readonly #resetPassword = (
    { request, metadata }: ServerUnaryCall<ResetPasswordReq, ResetPasswordResp>,
    answer: sendUnaryData<ResetPasswordResp>,
  ): void => {
    const options = request.getOptions() as ResetPasswordReq.Options;
    const user = this.users.get(options.getLoginName());
    const refusal = this.#mayManageUsers(metadata);
    if (refusal || !user) return void answer(refusal ?? denied());
    user.password = options.getNewPassword();
    answer(null, new ResetPasswordResp());
  };

  readonly #update = (
    { request, metadata }: ServerUnaryCall<UpdateReq, UpdateResp>,
    answer: sendUnaryData<UpdateResp>,
  ): void => {
    const options = request.getOptions() as UpdateReq.Options;
    const user = this.users.get(options.getLoginName());
    const refusal = this.#mayManageUsers(metadata);
    if (refusal || !user) return void answer(refusal ?? denied());
    user.groups = options.getGroupsList();
    answer(null, new UpdateResp());
  };

  readonly #append = (
    call: ServerReadableStream<AppendReq, AppendResp>,
    answer: sendUnaryData<AppendResp>,
  ): void => {
    let stream = '';
    let data: unknown;
    call.on('data', (message: AppendReq) => {
      const options = message.getOptions();
      const proposed = message.getProposedMessage();
      if (options) stream = streamOf(options.getStreamIdentifier());
      if (proposed) data = JSON.parse(Buffer.from(proposed.getData_asU8()).toString('utf8'));
    });
    call.on('end', () => {
      const [right, about] = stream.startsWith('$$')
        ? (['$mw', stream.slice(2)] as const)
        : (['$w', stream] as const);
      if (!this.#may(call.metadata, right, about)) return answer(denied());
      this.appended.push([stream, data]);
      const success = new AppendResp.Success();
      success.setCurrentRevision('0');
      const response = new AppendResp();
      response.setSuccess(success);
      answer(null, response);
    });
  };

  readonly #delete = (
    { request, metadata }: ServerUnaryCall<DeleteReq, DeleteResp>,
    answer: sendUnaryData<DeleteResp>,
  ): void => {
    const stream = streamOf(request.getOptions()?.getStreamIdentifier());
    answer(this.#may(metadata, '$d', stream) ? failure(status.UNKNOWN, 'unknown') : denied());
  };

  readonly #read = (call: ServerWritableStream<ReadReq, ReadResp>): void => {
    const identifier = call.request.getOptions()?.getStream()?.getStreamIdentifier();
    const stream = streamOf(identifier);
    const [right, about] = stream.startsWith('$$')
      ? (['$mr', stream.slice(2)] as const)
      : (['$r', stream] as const);
    if (!this.#may(call.metadata, right, about)) return void call.emit('error', denied());
    const data = stream === '$all' ? this.appended.at(-1)?.[1] : this.last(stream);
    if (data !== undefined) call.write(found(stream, data));
    else if (stream !== '$all') call.write(missing(stream));
    call.end();
  };
}

function missing(stream: string): ReadResp {
  const identifier = new StreamIdentifier();
  identifier.setStreamName(Buffer.from(stream));
  const notFound = new ReadResp.StreamNotFound();
  notFound.setStreamIdentifier(identifier);
  const response = new ReadResp();
  response.setStreamNotFound(notFound);
  return response;
}

function found(stream: string, data: unknown): ReadResp {
  const identifier = new StreamIdentifier();
  identifier.setStreamName(Buffer.from(stream));
  const id = new UUID();
  id.setString('00000000-0000-4000-8000-000000000001');
  const recorded = new ReadResp.ReadEvent.RecordedEvent();
  recorded.setId(id);
  recorded.setStreamIdentifier(identifier);
  recorded.setStreamRevision('0');
  recorded.setCommitPosition('1');
  recorded.setPreparePosition('1');
  recorded.setData(Buffer.from(JSON.stringify(data)));
  const metadata = recorded.getMetadataMap();
  metadata.set('type', 'Kept').set('content-type', 'application/json').set('created', '0');
  const event = new ReadResp.ReadEvent();
  event.setEvent(recorded);
  const response = new ReadResp();
  response.setEvent(event);
  return response;
}
