/** The page that tells how far a store speaks EventStoreDB's contract, from what its suite expects. */
import type { EventStoreSupports } from './supports';

interface Row {
  readonly what: string;
  readonly supported: boolean;
  readonly instead?: string;
  /** The part of the contract suite, or another spec, that shows it. */
  readonly shownBy: string;
}

function rowsOf(supports: EventStoreSupports): readonly Row[] {
  return [
    {
      what: 'Append and batch append: expected revisions, idempotency by event id, 1 MiB limit',
      supported: true,
      shownBy: 'append-contract',
    },
    {
      what: 'Errors inside a batch append call; deadlines; appends in several messages',
      supported: true,
      shownBy: 'bounds.int.spec',
    },
    {
      what: 'Bad requests inside a batch append call are answered once and harm no other append',
      supported: supports.answersBadRequests,
      instead: 'the client’s process may end',
      shownBy: 'append-contract, bounds.int.spec',
    },
    {
      what: 'Reading streams and `$all`, both ways, from every starting point',
      supported: true,
      shownBy: 'read-contract',
    },
    {
      what: 'Catch-up subscriptions to streams and `$all`, CaughtUp, filters, checkpoints',
      supported: true,
      shownBy: 'subscription-contract',
    },
    {
      what: 'Filter expressions that would run for ever are ended with an error',
      supported: supports.boundsFilterRegexes,
      instead: 'they run',
      shownBy: 'subscription-contract, filter.unit.spec',
    },
    {
      what: 'ServerFeatures, Gossip (`esdb+discover`), a cluster of one',
      supported: true,
      shownBy: 'event-store-contract',
    },
    {
      what: 'TLS with Basic credentials, one user',
      supported: true,
      shownBy: 'node.int.spec',
    },
    {
      what: 'Deleting, tombstoning, stream metadata (maximal count and age, access lists)',
      supported: supports.deletes,
      instead: 'refused with PERMISSION_DENIED: the log is append-only',
      shownBy: 'event-store-contract',
    },
    {
      what: 'Links (`$>`) resolved for the reader',
      supported: supports.links,
      instead: 'events like all others',
      shownBy: 'not checked',
    },
    {
      what: 'Persistent subscriptions',
      supported: supports.persistentSubscriptions,
      instead: 'UNIMPLEMENTED',
      shownBy: 'event-store-contract',
    },
    {
      what: 'Projections, users, operations, monitoring, the HTTP interface',
      supported: supports.deletes,
      instead: 'UNIMPLEMENTED',
      shownBy: 'not checked',
    },
    {
      what: 'More than one node',
      supported: supports.deletes,
      instead: 'one process on one machine; a cluster is the real store’s business',
      shownBy: 'node.int.spec (a folder has one process)',
    },
  ];
}

export function compatibilityPage(supports: EventStoreSupports): string {
  const rows = rowsOf(supports).map(({ what, supported, instead = '', shownBy }) => {
    return `| ${what} | ${supported ? 'yes' : `no: ${instead}`} | ${shownBy} |`;
  });
  return [
    `# What the ${supports.name} speaks`,
    '',
    'Of EventStoreDB’s gRPC contract, as @eventstore/db-client 6.2.1 uses it. Generated from the',
    'manifest that the contract suite runs by; the suite runs unchanged on a real EventStoreDB.',
    '',
    '| | | shown by |',
    '| --- | --- | --- |',
    ...rows,
    '',
    'Repeated appends with `any` or `stream_exists` are recognised among the latest 50,000 events at',
    'least; those with an exact revision, always. A log holds up to 4,294,967,294 events of up to',
    '65,535 types; names of streams and types up to 64 KiB.',
    '',
  ].join('\n');
}
