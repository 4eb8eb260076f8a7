import { Metadata, type ServiceError, status } from '@grpc/grpc-js';

/** What becomes of the appends that are under way when a leader is lost. */
export type AppendsUnderWay =
  /** The connections end at any moment. */
  | 'whatever'
  /** The next append is dropped on its way to the log, and with it the leader. */
  | 'lost'
  /** The next append is stored, and the leader is gone before it says so. */
  | 'stored';

function fault(code: status, details: string, trailers: Record<string, string> = {}): ServiceError {
  const metadata = new Metadata();
  for (const [key, value] of Object.entries(trailers)) metadata.set(key, value);
  return Object.assign(new Error(details), { code, details, metadata });
}

/** There is no leader at the moment. */
export const notReady = (): ServiceError => fault(status.UNAVAILABLE, 'Server Is Not Ready');

/** Ask that one: clients recognise it by its trailers. */
export const notLeader = (leaderPort: number): ServiceError =>
  fault(status.NOT_FOUND, 'Leader info available', {
    exception: 'not-leader',
    'leader-endpoint-host': '127.0.0.1',
    'leader-endpoint-port': String(leaderPort),
  });

/** The fault as the store said it, without what belongs to the transport. */
export function passedOn({ code, details, metadata }: ServiceError): ServiceError {
  const trailers = metadata?.clone() ?? new Metadata();
  for (const key of ['content-type', 'date']) trailers.remove(key);
  return Object.assign(new Error(details), { code, details, metadata: trailers });
}
