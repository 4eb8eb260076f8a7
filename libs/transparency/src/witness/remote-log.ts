/** The log as somebody shows it who is not to be trusted, over whatever lies between. */
import type { TileName } from '../tiles';

/** What is said of the log's keys: nothing of it is believed for being said. */
export interface StatedKeys {
  readonly first: string;
  readonly announcements: readonly string[];
}

/** What somebody else is said to have been shown. */
export interface StatedHead {
  readonly centre: string;
  readonly checkpoint: string;
}

export interface RemoteLog {
  /** The newest head, a note. */
  checkpoint(): Promise<string>;
  keys(): Promise<StatedKeys>;
  witnessed(): Promise<readonly StatedHead[]>;
  /** Exactly `width` hashes, or it rejects. */
  tile(name: TileName): Promise<Uint8Array>;
}
