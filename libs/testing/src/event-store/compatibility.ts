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
      what: 'The recorded answers of EventStoreDB 23.10 to questions of all kinds, in plain text and with TLS',
      supported: true,
      shownBy: 'recorded-answers.int.spec',
    },
    {
      what: 'Append and batch append: expected revisions, idempotency by event id, 1 MiB limit',
      supported: true,
      shownBy: 'append-contract',
    },
    {
      what: 'Errors inside a batch append call; deadlines; appends in several messages',
      supported: true,
      shownBy: 'batch-bounds.int.spec',
    },
    {
      what: 'Bad requests inside a batch append call are answered once and harm no other append',
      supported: supports.answersBadRequests,
      instead: 'the client’s process may end',
      shownBy: 'append-contract, batch-bounds.int.spec',
    },
    {
      what: 'Bytes that are no message end their own call with INTERNAL, and cost no more than to look at',
      supported: true,
      shownBy: 'hostile-messages.int.spec, requests.unit.spec',
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
      shownBy: 'read-contract',
    },
    {
      what: 'Persistent subscriptions',
      supported: supports.persistentSubscriptions,
      instead: 'UNIMPLEMENTED',
      shownBy: 'event-store-contract',
    },
    {
      what: 'Projections, users, operations, monitoring',
      supported: supports.projections,
      instead: 'UNIMPLEMENTED',
      shownBy: 'event-store-contract (projections)',
    },
    {
      what: 'The HTTP interface and its pages',
      supported: supports.projections,
      instead: 'a connection that speaks anything but gRPC is closed',
      shownBy: 'bounds.int.spec',
    },
    {
      what: 'More than one node',
      supported: supports.cluster,
      instead: 'one process on one machine; a cluster is the real store’s business',
      shownBy: 'node.int.spec (a folder has one process)',
    },
    {
      what: 'Programs as the client’s documentation shows them: appending, reading, subscribing',
      supported: true,
      shownBy: 'examples.int.spec',
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
    'manifest that the contract suite runs by. The suite takes any connection string, and what it',
    'expects is what a real EventStoreDB 23.10 answered; docs/HACKING.md says how to run it on one.',
    '',
    '| | | shown by |',
    '| --- | --- | --- |',
    ...rows,
    '',
    'Repeated appends with `any` or `stream_exists` are recognised among the latest 50,000 events at',
    'least; those with an exact revision, always. A log holds up to 4,294,967,294 events of up to',
    '65,535 types; names of streams and types up to 64 KiB.',
    '',
    'A filter of `$all` takes an expression of 1,024 characters or as many prefixes, and an expression',
    'may take 250 ms for every 1,024 names. An answer to an append that is not there after the',
    'deadline is a time-out, though the append may have been written: repeat it with the same ids.',
    '',
    'Fields and groups of a request that are not known, or of another kind than is known, are passed',
    'over. Of a field that comes twice the last counts; where it is a message, too, though some readers',
    'of protobuf merge those: the client’s own library does as the node does, and no client sends two.',
    'A type of an event or a filter that is no UTF-8 is refused. A read request takes 1 MiB at most.',
    'A message has at most 1,000,000 fields, those within it included. Whoever is not known is refused',
    'by the headers of the call, before anything of the request has come; what asks for nothing but a',
    'name (Gossip, ServerFeatures, Delete, Tombstone) is answered as early.',
    '',
    '## What is kept, and what is told',
    '',
    'An append is acknowledged after a sync of the segment it lies in and, where that is new, of its',
    'folder. A process that is killed and a cut of the power lose nothing that was acknowledged: shown',
    'at every single file operation by crash-states.int.spec, with real kills under load by',
    'crash.int.spec, and for the order of syncs by sync-order.int.spec. Any damaged event is named',
    '(file, offset, position) and never served, whichever of its bits is turned: damage.int.spec.',
    '',
    'What is cut off a log is missed by the names of its segments, by the index of a finished segment',
    'and, at the end, by the durable mark: a file that follows the last event within a second and says',
    'how far the log had reached the disk. A log that ends before its mark, and one with a finished',
    'segment whose end is missing, is served for reading only. `check` notes where mark or index are',
    'missing or damaged, which harms nothing by itself; copies are marked, too.',
    '',
    'These cases cannot be told apart from a log that is in order:',
    '',
    '- events of the last second before a crash, which the mark does not know yet, and which afterwards',
    '  are cut off between two appends; or of the last batch, where its last byte or a whole sector',
    '  turned to zeroes, or another byte where its data holds a sector of zeroes: that looks like a',
    '  write that was cut off, and is cut, as it would be from a copy made while the node serves;',
    '- a mark that is taken away, or put back to an older one, together with events at the end: the',
    '  whole last segment, too. Only a copy that is kept elsewhere shows that.',
    '',
    'The header of [log/frame.ts](log/frame.ts) has the rules and their reasons.',
    '',
  ].join('\n');
}
