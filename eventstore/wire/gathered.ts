/**
 * What is held of appends that have not come to their end, over all calls of both kinds: many calls
 * may fill together what one may not.
 */
export const GATHERED_SIZE_BYTES_MAX = 64 * 1024 * 1024;

export class Gathered {
  private sizeBytes = 0;

  get isTooMuch(): boolean {
    return this.sizeBytes > GATHERED_SIZE_BYTES_MAX;
  }

  /** More, or less again. Whoever finds that it is too much gives up what it holds. */
  add(sizeBytes: number): void {
    this.sizeBytes += sizeBytes;
  }
}
