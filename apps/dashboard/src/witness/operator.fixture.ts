/** An operator of a log with a tree as the RFC defines it, recursively; honest unless told to lie. */
import { createHash, createPrivateKey, type KeyObject, sign } from 'node:crypto';
import type { Bytes } from './bytes';
import { signatureTypes, verifierKeyOf } from './notes';
import type { Seen, ShownLog } from './watch';

const derPrefix = Buffer.from('302e020100300506032b657004220420', 'hex');
export const privateKey = (seed: Buffer): KeyObject =>
  createPrivateKey({ key: Buffer.concat([derPrefix, seed]), format: 'der', type: 'pkcs8' });
export const bytesOf = (buffer: Buffer): Bytes => new Uint8Array(buffer);

const sha256 = (...parts: Uint8Array[]): Buffer =>
  createHash('sha256').update(Buffer.concat(parts)).digest();
function rootOf(leaves: readonly Buffer[]): Buffer {
  if (leaves.length === 0) return sha256();
  if (leaves.length === 1) return leaves[0];
  let left = 1;
  while (left * 2 < leaves.length) left *= 2;
  return sha256(Buffer.of(1), rootOf(leaves.slice(0, left)), rootOf(leaves.slice(left)));
}

export class Operator {
  readonly key: KeyObject;
  readonly name = 'liushui/log';
  leaves: Buffer[] = [];
  others: string[] = [];
  announcements: string[] = [];
  first = '';
  tamper: (tile: Bytes) => Bytes = (tile) => tile;

  constructor(seed: number) {
    this.key = privateKey(Buffer.alloc(32, seed));
  }

  async verifier() {
    const jwk = this.key.export({ format: 'jwk' });
    return verifierKeyOf(
      this.name,
      signatureTypes.note,
      bytesOf(Buffer.from(jwk.x ?? '', 'base64url')),
    );
  }

  grow(count: number, change = ''): this {
    while (this.leaves.length < count) {
      this.leaves.push(sha256(Buffer.from(`${this.leaves.length}${change}`)));
    }
    return this;
  }

  async sign(text: string): Promise<string> {
    const { id } = await this.verifier();
    const bytes = Buffer.concat([Buffer.from(id, 'hex'), sign(null, Buffer.from(text), this.key)]);
    return `— ${this.name} ${bytes.toString('base64')}\n`;
  }

  headText(size = this.leaves.length): string {
    return `${this.name}\n${size}\n${rootOf(this.leaves.slice(0, size)).toString('base64')}\n`;
  }

  async head(size?: number): Promise<string> {
    const text = this.headText(size);
    return `${text}\n${await this.sign(text)}`;
  }

  async shown(): Promise<ShownLog> {
    const first = this.first || (await this.verifier()).text;
    return {
      checkpoint: () => this.head(),
      keys: async () => ({ first, announcements: this.announcements }),
      witnessed: async () => this.others,
      tile: async (level, index, width) => {
        const unit = 256 ** level;
        const hashes = Array.from({ length: width }, (_, at) => {
          const start = (index * 256 + at) * unit;
          return rootOf(this.leaves.slice(start, start + unit));
        });
        return this.tamper(bytesOf(Buffer.concat(hashes)));
      },
    };
  }

  async seen(size?: number): Promise<Seen> {
    return { keys: [(await this.verifier()).text], checkpoint: await this.head(size) };
  }
}
