/** Every event of ours. */
import { type AccessEvent, accessEventTypes } from './access/events';
import { type AuditEvent, auditEventTypes } from './audit/events';
import { type BookEvent, bookEventTypes } from './book/events';
import { type CentresEvent, centresEventTypes } from './centres/events';
import { type CheckpointEvent, checkpointEventTypes } from './checkpoints/events';
import { type EditionEvent, editionEventTypes } from './editions/events';
import { type ForgettingEvent, forgettingEventTypes } from './forgetting/events';
import type { Recorded } from './metadata';
import { type QuarterEvent, quarterEventTypes } from './quarters/events';
import { type SerialMapEvent, serialMapEventTypes } from './serial-map/events';
import { type ShortageEvent, shortageEventTypes } from './shortages/events';

export type LiushuiEvent =
  | BookEvent
  | CentresEvent
  | AccessEvent
  | ShortageEvent
  | EditionEvent
  | ForgettingEvent
  | QuarterEvent
  | SerialMapEvent
  | CheckpointEvent
  | AuditEvent;
export type RecordedEvent = Recorded<LiushuiEvent>;

export const eventTypes: readonly LiushuiEvent['type'][] = [
  ...new Set([
    ...bookEventTypes,
    ...centresEventTypes,
    ...accessEventTypes,
    ...shortageEventTypes,
    ...editionEventTypes,
    ...forgettingEventTypes,
    ...quarterEventTypes,
    ...serialMapEventTypes,
    ...checkpointEventTypes,
    ...auditEventTypes,
  ]),
];
