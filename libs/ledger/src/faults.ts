/** Faults of the write path that the caller may answer by trying again later. */

/** Other writers were faster too often in a row. */
export class TooManyConflicts extends Error {
  override readonly name = 'TooManyConflicts';
  constructor(
    readonly stream: string,
    readonly conflictCount: number,
  ) {
    super(`${stream}: ${conflictCount} conflicts in a row`);
  }
}

/** More requests wait for this stream than we let wait. */
export class StreamBusy extends Error {
  override readonly name = 'StreamBusy';
  constructor(
    readonly stream: string,
    readonly waitingCount: number,
  ) {
    super(`${stream}: ${waitingCount} requests wait already`);
  }
}
