/**
 * The views that are compared with the events, column by column. Every value is text or null, in
 * one spelling per kind, so that comparing needs to know nothing of the database.
 */

/**
 * How a column is spelt: `text` is Postgres's own spelling (dates ISO, numbers in digits, ranges
 * `[1,5)`), `instant` is UTC with microseconds, `json` is any JSON text, compared by meaning.
 */
export type ColumnKind = 'text' | 'instant' | 'json';

export type ViewRow = Readonly<Record<string, string | null>>;

export interface ReconciledView {
  /** Columns that name a row; rows of `movement` and `certificate` come in this order. */
  readonly key: readonly string[];
  readonly columns: Readonly<Record<string, ColumnKind>>;
}

const text = (...names: readonly string[]): Record<string, ColumnKind> =>
  Object.fromEntries(names.map((name) => [name, 'text']));

export const reconciledViews = {
  movement: {
    key: ['position', 'part'],
    columns: {
      ...text('position', 'part', 'series', 'serials', 'level', 'edition'),
      ...text('from_kind', 'from_centre', 'from_consignment'),
      ...text('to_kind', 'to_centre', 'to_consignment'),
      ...text('centre', 'revision', 'event_id', 'event', 'reference', 'occurred_on'),
      recorded_at: 'instant',
      ...text('actor_user', 'actor_role', 'actor_centre', 'approved_by'),
    },
  },
  certificate: {
    key: ['position', 'part'],
    columns: {
      ...text('position', 'part', 'kind', 'first_number', 'count', 'series', 'first_serial'),
      ...text('level', 'edition', 'centre', 'revision', 'line_index', 'occurred_on'),
      recorded_at: 'instant',
      ...text('station', 'occupation_code', 'occupation_name', 'roster_reference'),
      ...text('roster_signed_on', 'replacement_reason', 'replaced_serial', 'replaced_becomes'),
      ...text('restored_serial', 'loss_newspaper', 'loss_published_on', 'remark'),
      ...text('original_issued_on', 'original_serial', 'cause', 'reason'),
    },
  },
  stock: {
    key: ['centre', 'level', 'edition', 'kind', 'consignment'],
    columns: text('centre', 'level', 'edition', 'kind', 'consignment', 'quantity'),
  },
  turnover: {
    key: [
      ...['axis', 'period', 'level', 'edition'],
      ...['from_kind', 'from_centre', 'to_kind', 'to_centre'],
    ],
    columns: {
      ...text('axis', 'period', 'level', 'edition'),
      ...text('from_kind', 'from_centre', 'to_kind', 'to_centre', 'quantity'),
    },
  },
  consignment: {
    key: ['number'],
    columns: {
      ...text('number', 'sender', 'receiver', 'status', 'quantity', 'handed_over_by'),
      lots: 'json',
      ...text('dispatched_on', 'dispatched_position', 'answered_on', 'answered_position'),
      dispatched_at: 'instant',
      accepted: 'json',
      damaged: 'json',
      missing: 'json',
      unexpected: 'json',
      counted_by: 'json',
      ...text('refusal_reason', 'taken_back_on', 'taken_back_position', 'application'),
    },
  },
  proposal: {
    key: ['number'],
    columns: {
      ...text('number', 'centre', 'status', 'occurred_on', 'made_by', 'made_position'),
      command: 'json',
      expires_at: 'instant',
      made_at: 'instant',
      ...text('closed_by', 'closed_position', 'refusal_reason'),
      closed_at: 'instant',
    },
  },
  voucher: {
    key: ['series', 'first_voucher'],
    columns: {
      ...text('series', 'first_voucher', 'count', 'first_number', 'level', 'centre', 'station'),
      ...text('occupation_code', 'occupation_name', 'roster_reference', 'roster_signed_on'),
      ...text('expires_on', 'position', 'occurred_on', 'revision', 'line_index', 'replaces'),
      recorded_at: 'instant',
      ...text('loss_newspaper', 'loss_published_on', 'status', 'ended_on', 'ended_position'),
      ...text('replaced_by', 'certificate_series', 'first_serial', 'void_reason'),
    },
  },
  quarter_event: {
    key: ['quarter', 'centre', 'revision'],
    columns: {
      ...text('quarter', 'centre', 'revision', 'position', 'event_id', 'type'),
      data: 'json',
      actor: 'json',
      ...text('occurred_on', 'decided_at'),
      recorded_at: 'instant',
    },
  },
  shortage: {
    key: ['centre', 'level', 'declared_position'],
    columns: {
      ...text('centre', 'level', 'declared_position', 'declared_on'),
      declared_at: 'instant',
      ...text('ended_position', 'ended_on'),
      ended_at: 'instant',
    },
  },
  stock_count: {
    key: ['position'],
    columns: {
      ...text('position', 'centre', 'revision', 'occurred_on', 'actor_user', 'counted_at'),
      recorded_at: 'instant',
      counted_by: 'json',
      levels: 'json',
      ranges: 'json',
      spoiled: 'json',
      missing: 'json',
      unexpected: 'json',
      moved_since: 'json',
    },
  },
  post: {
    key: ['position'],
    columns: {
      ...text('position', 'centre', 'revision', 'event_id', 'event', 'reference', 'occurred_on'),
      recorded_at: 'instant',
      actor_user: 'text',
      warnings: 'json',
    },
  },
  forgotten_line: {
    key: ['stream', 'revision', 'line_index'],
    columns: text('stream', 'revision', 'line_index', 'position'),
  },
  /** But for the hashes, which only the keys can tell. */
  holder_line: {
    key: ['stream', 'revision', 'line_index'],
    columns: text('stream', 'revision', 'line_index', 'certificate_number'),
  },
  centre: {
    key: ['code'],
    columns: {
      ...text('code', 'name', 'tier', 'parent', 'area_code', 'address', 'postcode', 'live_from'),
      path: 'json',
      registered_at: 'instant',
      ...text('registered_position', 'responsible', 'responsible_phone', 'responsible_email'),
      ...text('manager', 'manager_phone', 'manager_email', 'manager_appointed_on', 'closed_on'),
    },
  },
} as const satisfies Readonly<Record<string, ReconciledView>>;

export type ViewName = keyof typeof reconciledViews;

/** The rows of all views, of one snapshot. */
export interface ViewSnapshot {
  /** Up to where the log had been read when the rows were written. */
  readonly position: bigint;
  /** Of the last event copied; -1n when there was none. */
  readonly eventPosition: bigint;
  /** Opens one view's rows; may be called once per view, and rows are taken in turns. */
  rows(view: ViewName): AsyncIterable<ViewRow>;
}

/** UTC with microseconds, as the database keeps them. */
export const instantText = (instant: Date): string => instant.toISOString().replace('Z', '000Z');

/** JSON with the fields of every object in order of their names. */
export function canonicalJson(value: unknown): string {
  return JSON.stringify(value, (_, part: unknown) =>
    typeof part === 'object' && part !== null && !Array.isArray(part)
      ? Object.fromEntries(Object.entries(part).sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0)))
      : part,
  );
}
