/** An operator of a log with a tree as the RFC defines it, recursively; honest unless told to lie. */
import { createHash, createPrivateKey, type KeyObject, sign } from 'node:crypto';

const derPrefix = Buffer.from('302e020100300506032b657004220420', 'hex');

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
  readonly name = 'liushui/log';
  private readonly key: KeyObject;
  private readonly leaves: Buffer[] = [];

  constructor(seed: number) {
    const der = Buffer.concat([derPrefix, Buffer.alloc(32, seed)]);
    this.key = createPrivateKey({ key: der, format: 'der', type: 'pkcs8' });
  }

  grow(count: number, change = ''): this {
    while (this.leaves.length < count) {
      this.leaves.push(sha256(Buffer.from(`${this.leaves.length}${change}`)));
    }
    return this;
  }

  /** Of notes, as it is published. */
  get publicKey(): string {
    const material = this.material();
    return `${this.name}+${this.keyId().toString('hex')}+${material.toString('base64')}`;
  }

  head(): string {
    const { length } = this.leaves;
    const text = `${this.name}\n${length}\n${rootOf(this.leaves).toString('base64')}\n`;
    const signature = Buffer.concat([this.keyId(), sign(null, Buffer.from(text), this.key)]);
    return `${text}\n— ${this.name} ${signature.toString('base64')}\n`;
  }

  tile(level: number, index: number, width: number): Buffer {
    const unit = 256 ** level;
    const hashes = Array.from({ length: width }, (_, at) => {
      const start = (index * 256 + at) * unit;
      return rootOf(this.leaves.slice(start, start + unit));
    });
    return Buffer.concat(hashes);
  }

  private material(): Buffer {
    const { x = '' } = this.key.export({ format: 'jwk' });
    return Buffer.concat([Buffer.of(1), Buffer.from(x, 'base64url')]);
  }

  private keyId(): Buffer {
    return sha256(Buffer.from(`${this.name}\n`), this.material()).subarray(0, 4);
  }
}
