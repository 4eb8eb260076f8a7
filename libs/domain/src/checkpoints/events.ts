/** What happens to the transparency log itself. These events are its only ones that are no leaves. */

export interface CheckpointSigned {
  type: 'CheckpointSigned';
  data: {
    /** The head, as the signed note that it is. */
    checkpoint: string;
    /** The public key that signed it, as `<name>+<id>+<base 64>`. */
    key: string;
  };
}

export type CheckpointEvent = CheckpointSigned;
export const checkpointEventTypes = [
  'CheckpointSigned',
] as const satisfies readonly CheckpointEvent['type'][];

export const checkpointStream = 'checkpoint-log';
