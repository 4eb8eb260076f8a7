/**
 * How a store is reached, and under which names our streams stand there.
 *
 * A store normally holds one installation. Where a trial has to share one, `streamPrefix=trial-` in
 * the connection string, a parameter of ours, sets the trial's streams apart: each has the prefix in
 * the store and nowhere else.
 */
export interface Connection {
  /** The connection string as the store's client takes it. */
  readonly url: string;
  /** Empty, or ends in a dash. */
  readonly streamPrefix: string;
}

const parameterName = 'streamprefix';
const prefixPattern = /^[a-z0-9][a-z0-9-]{0,30}-$/;

/**
 * How long a member of a cluster that hangs may keep the client from asking the next one who leads,
 * unless the connection string says otherwise. The client's own 5 s would use up a whole attempt.
 */
const gossipSecondsMax = 2;

/** Throws with the parameter named when the prefix is none. */
export function connectionOf(connectionString: string): Connection {
  const [address, query = ''] = connectionString.split(/\?(.*)/s);
  const parameters = query.split('&').filter((one) => one !== '');
  const named = (name: string) => (one: string) => one.toLowerCase().startsWith(`${name}=`);
  const own = parameters.filter(named(parameterName));
  const streamPrefix = own[0]?.slice(parameterName.length + 1) ?? '';
  if (own.length > 1 || (own.length === 1 && !prefixPattern.test(streamPrefix))) {
    throw new Error('streamPrefix must be small letters, digits and dashes, and end in a dash');
  }
  const others = parameters.filter((one) => !own.includes(one));
  const isCluster = address.includes(',') || /^\w+\+discover:/.test(address);
  if (isCluster && !others.some(named('gossiptimeout'))) {
    others.push(`gossipTimeout=${gossipSecondsMax}`);
  }
  return { url: others.length > 0 ? `${address}?${others.join('&')}` : address, streamPrefix };
}

/** The stream's name in the store. */
export const storedName = ({ streamPrefix }: Connection, stream: string): string =>
  streamPrefix + stream;

/** The event with our name of its stream; undefined when it stands outside the prefix. */
export function withOwnName<Event extends { readonly streamId: string }>(
  { streamPrefix }: Connection,
  event: Event,
): Event | undefined {
  if (streamPrefix === '') return event;
  if (!event.streamId.startsWith(streamPrefix)) return undefined;
  return { ...event, streamId: event.streamId.slice(streamPrefix.length) };
}
