/** `ServerFeatures`: what a client may rely on. Without `batchappend` it would append one by one. */

import {
  SupportedMethod,
  SupportedMethods,
} from '@eventstore/db-client/generated/serverfeatures_pb';
import type { ServerUnaryCall, sendUnaryData } from '@grpc/grpc-js';

/** The version of the contract that is spoken; the answers are compared with this release's. */
const SERVER_VERSION = '23.10.0';

const STREAMS = 'event_store.client.streams.streams';
const METHODS: ReadonlyArray<readonly [service: string, method: string]> = [
  [STREAMS, 'read'],
  [STREAMS, 'append'],
  [STREAMS, 'batchappend'],
  ['event_store.client.gossip.gossip', 'read'],
  ['event_store.client.server_features.serverfeatures', 'getsupportedmethods'],
];

export function supportedMethods(
  _call: ServerUnaryCall<Buffer, SupportedMethods>,
  answer: sendUnaryData<SupportedMethods>,
): void {
  const response = new SupportedMethods();
  response.setEventStoreServerVersion(SERVER_VERSION);
  for (const [service, method] of METHODS) {
    const supported = new SupportedMethod();
    supported.setServiceName(service);
    supported.setMethodName(method);
    response.addMethods(supported);
  }
  answer(null, response);
}
