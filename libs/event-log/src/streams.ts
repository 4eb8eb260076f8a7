/** Which streams of the store are ours, and which events belong on which of them. */
import {
  accessEventTypes,
  accessStream,
  auditEventTypes,
  auditStream,
  bookEventTypes,
  centresEventTypes,
  centresStream,
  checkpointEventTypes,
  checkpointStream,
  editionEventTypes,
  forgettingEventTypes,
  forgettingStream,
  type LiushuiEvent,
  quarterEventTypes,
  serialMapEventTypes,
  serialMapStream,
  shortageEventTypes,
} from '#domain';

interface StreamKind {
  /** A whole stream name, or a prefix that ends in a dash. */
  readonly name: string;
  readonly types: ReadonlySet<string>;
}

const kind = (name: string, types: readonly LiushuiEvent['type'][] = []): StreamKind => ({
  name,
  types: new Set(types),
});

/** Everything else in the store belongs to somebody else and is passed over. */
const kinds: readonly StreamKind[] = [
  kind('book-', bookEventTypes),
  kind(centresStream, centresEventTypes),
  kind(accessStream, accessEventTypes),
  kind('quarter-', quarterEventTypes),
  kind('shortage-', shortageEventTypes),
  kind('edition-', editionEventTypes),
  kind(forgettingStream, forgettingEventTypes),
  kind(serialMapStream, serialMapEventTypes),
  kind(checkpointStream, checkpointEventTypes),
  kind(auditStream, auditEventTypes),
];

/** For the store's own filter by stream name. It lets a few too many through: see `isOurs`. */
export const streamPrefixes: readonly string[] = kinds.map(({ name }) => name);

function kindOf(stream: string): StreamKind | undefined {
  return kinds.find(({ name }) =>
    name.endsWith('-') ? stream.length > name.length && stream.startsWith(name) : stream === name,
  );
}

/**
 * Whoever a book is of: one of nobody is ours as well, so that nothing can be written beside the
 * books unseen. Auditors report it.
 */
export const isOurs = (stream: string): boolean => kindOf(stream) !== undefined;

/** Whether an event of this type may stand on that stream. */
export const belongsOn = (type: string, stream: string): boolean =>
  kindOf(stream)?.types.has(type) ?? false;
