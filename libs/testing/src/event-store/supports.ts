/**
 * What a store is expected to be able to do, so that one contract suite runs on all of them. What is
 * not supported is not left out in silence: the suite shows that it is refused.
 */
export interface EventStoreSupports {
  /** The name under which the suite reports. */
  readonly name: string;
  /** Deleting, tombstoning and setting stream metadata change something; otherwise they are refused. */
  readonly deletes: boolean;
  /** Otherwise groups are refused as unsupported. */
  readonly persistentSubscriptions: boolean;
  /** Links (`$>`) are resolved when a reader asks for it; otherwise they are events like others. */
  readonly links: boolean;
  /** Otherwise projections, users, operations and monitoring are refused as unimplemented. */
  readonly projections: boolean;
  /** Several nodes can hold one log. */
  readonly cluster: boolean;
  /** An append that cannot be a valid one is answered once, and its call goes on. */
  readonly answersBadRequests: boolean;
  /** Expressions that would run for ever are ended with an error. */
  readonly boundsFilterRegexes: boolean;
}

export const EMBEDDED_NODE: EventStoreSupports = {
  name: 'embedded node',
  deletes: false,
  persistentSubscriptions: false,
  links: false,
  projections: false,
  cluster: false,
  answersBadRequests: true,
  boundsFilterRegexes: true,
};

/** EventStoreDB 23.10 and its successors, one node or a cluster. */
export const EVENT_STORE_DB: EventStoreSupports = {
  name: 'EventStoreDB',
  deletes: true,
  persistentSubscriptions: true,
  links: true,
  projections: true,
  cluster: true,
  answersBadRequests: false,
  boundsFilterRegexes: false,
};
