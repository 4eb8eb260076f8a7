/** A log as an operator shows it, honest unless a spec makes it lie. Its tiles come from the oracle. */
import { type Checkpoint, signCheckpoint } from '../checkpoint';
import { oracleRoot } from '../recursive-tree.fixture';
import type { SigningKey } from '../signing-key';
import { type TileName, tileWidthMax } from '../tiles';
import { formatVerifierKey } from '../verifier-key';
import type { RemoteLog, StatedHead, StatedKeys } from './remote-log';

export const entriesOf = (
  count: number,
  change: (text: string, index: number) => string = (t) => t,
) => Array.from({ length: count }, (_, index) => Buffer.from(change(`leaf ${index}`, index)));

export class ShownLog implements RemoteLog {
  others: StatedHead[] = [];
  announcements: string[] = [];
  /** What the head says instead of the truth. */
  lie: Partial<Checkpoint> = {};
  /** What a tile is said to be. */
  tamper: (name: TileName, tile: Buffer) => Buffer = (_, tile) => tile;
  readonly asked: TileName[] = [];

  constructor(
    public entries: readonly Buffer[],
    public key: SigningKey,
    public firstKey = formatVerifierKey(key.verifier),
  ) {}

  headAt(size: number, by = this.key): string {
    const origin = this.key.verifier.name;
    const root = oracleRoot(this.entries.slice(0, size));
    return signCheckpoint({ origin, size, root, ...this.lie }, by);
  }

  async checkpoint(): Promise<string> {
    return this.headAt(this.entries.length);
  }

  async keys(): Promise<StatedKeys> {
    return { first: this.firstKey, announcements: this.announcements };
  }

  async witnessed(): Promise<readonly StatedHead[]> {
    return this.others;
  }

  async tile(name: TileName): Promise<Uint8Array> {
    this.asked.push(name);
    const { level, index, width } = name;
    const unit = tileWidthMax ** level;
    const hashes = Array.from({ length: width }, (_, at) => {
      const start = (index * tileWidthMax + at) * unit;
      const part = this.entries.slice(start, start + unit);
      return part.length === unit ? oracleRoot(part) : Buffer.alloc(32);
    });
    return this.tamper(name, Buffer.concat(hashes));
  }
}
