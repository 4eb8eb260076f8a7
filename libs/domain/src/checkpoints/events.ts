/** What happens to the transparency log itself. These events are its only ones that are no leaves. */
import type { CentreCode } from '../vocabulary';

export interface CheckpointSigned {
  type: 'CheckpointSigned';
  data: {
    /** The head, as the signed note that it is. */
    checkpoint: string;
    /** The public key that signed it, as `<name>+<id>+<base 64>`. */
    key: string;
  };
}

/** A centre has verified a head and says so with a key that never leaves it. */
export interface CheckpointWitnessed {
  type: 'CheckpointWitnessed';
  data: {
    centre: CentreCode;
    /** The centre's key, as it was registered. */
    key: string;
    /** The head that was verified: the signed note, with the log's signature alone. */
    checkpoint: string;
    /** The line of the cosignature, without its line feed. */
    signature: string;
  };
}

/** Heads are signed with another key from then on. */
export interface LogKeyReplaced {
  type: 'LogKeyReplaced';
  data: {
    /** The newest head with a line that names the new key: signed by it, and by the old if it is there. */
    announcement: string;
    /** The old key. */
    previous: string;
    /** The new key. */
    key: string;
    reason: string;
  };
}

export type CheckpointEvent = CheckpointSigned | CheckpointWitnessed | LogKeyReplaced;
export const checkpointEventTypes = [
  'CheckpointSigned',
  'CheckpointWitnessed',
  'LogKeyReplaced',
] as const satisfies readonly CheckpointEvent['type'][];

export const checkpointStream = 'checkpoint-log';
