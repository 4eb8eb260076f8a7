import { Injectable } from '@nestjs/common';
import { ReadModel } from '#read-model';

/** Up to where the views reach. */
@Injectable()
export class ViewPosition {
  constructor(private readonly views: ReadModel) {}

  /** Whether the views have reached a position within so many milliseconds. */
  waitFor(position: bigint, waitMsMax: number): Promise<boolean> {
    return this.views.waitFor(position, waitMsMax);
  }
}
