/** `Gossip`: a cluster of one, so that a client that discovers its leader finds this node. */

import { ClusterInfo, EndPoint, MemberInfo } from '@eventstore/db-client/generated/gossip_pb';
import { UUID } from '@eventstore/db-client/generated/shared_pb';
import type { ServerUnaryCall, sendUnaryData } from '@grpc/grpc-js';

const TICKS_PER_MILLISECOND = 10_000n;

/** The address at which the client has just reached the node is the one that it can use. */
function addressOf(authority: string, port: number): { host: string; port: number } {
  const match = /^(.+):(\d+)$/.exec(authority);
  if (!match) return { host: authority, port };
  return { host: match[1] as string, port: Number(match[2]) };
}

export function gossipOf(node: { readonly instanceId: string; readonly port: () => number }) {
  return (call: ServerUnaryCall<Buffer, ClusterInfo>, answer: sendUnaryData<ClusterInfo>): void => {
    const { host, port } = addressOf(call.getHost(), node.port());
    const endPoint = new EndPoint();
    endPoint.setAddress(host);
    endPoint.setPort(port);
    const instanceId = new UUID();
    instanceId.setString(node.instanceId);
    const member = new MemberInfo();
    member.setInstanceId(instanceId);
    member.setTimeStamp(String(BigInt(Date.now()) * TICKS_PER_MILLISECOND));
    member.setState(MemberInfo.VNodeState.LEADER);
    member.setIsAlive(true);
    member.setHttpEndPoint(endPoint);
    const response = new ClusterInfo();
    response.addMembers(member);
    answer(null, response);
  };
}
