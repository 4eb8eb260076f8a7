/**
 * What is decided of a call before anything of its request is read. The library under this gathers a
 * request whole before its handler sees it, up to the largest that any method takes: whoever is not
 * known is refused by the headers alone, and what nobody reads is not waited for.
 */
import {
  type Metadata,
  ServerInterceptingCall,
  type ServerInterceptingCallInterface,
  type ServerInterceptor,
} from '@grpc/grpc-js';
import type { Authenticate } from './authentication';

/** For the methods at these paths; all others are open to anybody. */
export function refuseStrangers(
  paths: ReadonlySet<string>,
  authenticate: Authenticate,
): ServerInterceptor {
  return ({ path }, call) => {
    if (!paths.has(path)) return new ServerInterceptingCall(call);
    const onReceiveMetadata = (metadata: Metadata, goOn: (metadata: Metadata) => void) => {
      const refusal = authenticate(metadata);
      if (refusal) call.sendStatus(refusal);
      else goOn(metadata);
    };
    return new ServerInterceptingCall(call, { start: (next) => next({ onReceiveMetadata }) });
  };
}

/** The methods at these paths are answered by their headers, whatever is sent to them, and when. */
export function leaveUnread(paths: ReadonlySet<string>): ServerInterceptor {
  return ({ path }, call) =>
    paths.has(path) ? new UnreadCall(call) : new ServerInterceptingCall(call);
}

type Listener = Parameters<ServerInterceptingCallInterface['start']>[0];

const NOTHING = Buffer.alloc(0);

/** Gives its handler an empty request; what comes is passed over as soon as it has answered. */
class UnreadCall extends ServerInterceptingCall {
  private listener: Listener | null = null;
  private isGiven = false;

  override start(listener: Listener): void {
    this.listener = listener;
    super.start(listener);
  }

  override startRead(): void {
    if (this.isGiven) {
      this.listener?.onReceiveHalfClose();
      return;
    }
    this.isGiven = true;
    this.listener?.onReceiveMessage(NOTHING);
  }
}
