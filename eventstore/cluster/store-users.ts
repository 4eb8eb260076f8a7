/** Users of an EventStoreDB cluster, over the gRPC service that the client itself has no calls for. */
import { readFileSync } from 'node:fs';
import { UsersClient } from '@eventstore/db-client/generated/users_grpc_pb';
import { CreateReq, ResetPasswordReq, UpdateReq } from '@eventstore/db-client/generated/users_pb';
import { type ChannelCredentials, credentials, Metadata, type ServiceError } from '@grpc/grpc-js';

export interface StoreUser {
  readonly username: string;
  readonly fullName: string;
  readonly groups: readonly string[];
  readonly password: string;
}

interface Target {
  readonly addresses: readonly string[];
  readonly security: ChannelCredentials;
  readonly metadata: Metadata;
}

const answerMsMax = 10_000;

/** What the connection string says, as far as this needs it. */
function targetOf(url: string): Target {
  const match = /^[a-z+]+:\/\/([^@]+)@([^/?]+)\/?(?:\?(.*))?$/.exec(url);
  if (!match) throw new Error('the connection string names no user');
  const [, user, hosts, query] = match;
  const parameters = new URLSearchParams(query);
  const isPlain = parameters.get('tls') === 'false';
  const authority = parameters.get('tlsCAFile');
  const metadata = new Metadata();
  const basic = Buffer.from(decodeURIComponent(user)).toString('base64');
  metadata.set('authorization', `Basic ${basic}`);
  return {
    addresses: hosts.split(','),
    security: isPlain
      ? credentials.createInsecure()
      : credentials.createSsl(authority ? readFileSync(authority) : undefined),
    metadata,
  };
}

type Call = (
  client: UsersClient,
  metadata: Metadata,
  options: { deadline: number },
  done: (error: ServiceError | null) => void,
) => unknown;

/** Asks one member after the other until one does it; rejects with what the last one said. */
async function askAnyone({ addresses, security, metadata }: Target, call: Call): Promise<void> {
  let last: unknown;
  for (const address of addresses) {
    const client = new UsersClient(address, security);
    try {
      const options = { deadline: Date.now() + answerMsMax };
      return await new Promise<void>((resolve, reject) => {
        call(client, metadata, options, (error) => (error ? reject(error) : resolve()));
      });
    } catch (error) {
      if (isConflict(error)) throw error;
      last = error;
    } finally {
      client.close();
    }
  }
  throw last;
}

const isConflict = (error: unknown): boolean =>
  error instanceof Error &&
  'metadata' in error &&
  error.metadata instanceof Metadata &&
  error.metadata.get('exception')[0] === 'user-conflict';

/** Makes the user, or gives one that exists this password and these groups. */
export async function makeUser(adminUrl: string, user: StoreUser): Promise<void> {
  const target = targetOf(adminUrl);
  try {
    await askAnyone(target, (client, ...rest) => client.create(creation(user), ...rest));
  } catch (error) {
    if (!isConflict(error)) throw error;
    await askAnyone(target, (client, ...rest) => client.resetPassword(newPassword(user), ...rest));
    await askAnyone(target, (client, ...rest) => client.update(newGroups(user), ...rest));
  }
}

function creation({ username, fullName, groups, password }: StoreUser): CreateReq {
  const options = new CreateReq.Options();
  options.setLoginName(username);
  options.setFullName(fullName);
  options.setGroupsList([...groups]);
  options.setPassword(password);
  const request = new CreateReq();
  request.setOptions(options);
  return request;
}

function newPassword({ username, password }: StoreUser): ResetPasswordReq {
  const options = new ResetPasswordReq.Options();
  options.setLoginName(username);
  options.setNewPassword(password);
  const request = new ResetPasswordReq();
  request.setOptions(options);
  return request;
}

function newGroups({ username, fullName, groups }: StoreUser): UpdateReq {
  const options = new UpdateReq.Options();
  options.setLoginName(username);
  options.setFullName(fullName);
  options.setGroupsList([...groups]);
  const request = new UpdateReq();
  request.setOptions(options);
  return request;
}
