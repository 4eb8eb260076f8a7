import { createPrivateKey, sign } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { cosign, witnessKeyOf } from './cosigning';

const vectors = JSON.parse(
  readFileSync(join(process.cwd(), 'libs/transparency/src/vectors.json'), 'utf8'),
);
const derPrefix = Buffer.from('302e020100300506032b657004220420', 'hex');

it('[TL-9] [TL-18] key and cosignature of the golden vector are made, byte for byte', async () => {
  const { key, seed, timeSeconds, line } = vectors.cosignature;
  const der = Buffer.concat([derPrefix, Buffer.from(seed, 'hex')]);
  const secret = createPrivateKey({ key: der, format: 'der', type: 'pkcs8' });
  const publicKey = Buffer.from(secret.export({ format: 'jwk' }).x ?? '', 'base64url');
  const made = await witnessKeyOf(key.split('+')[0], new Uint8Array(publicKey));
  expect(made.text).toBe(key);
  const { note } = vectors.checkpoint;
  const text = note.slice(0, note.indexOf('\n\n') + 1);
  const cosigned = await cosign(
    text,
    made,
    timeSeconds,
    async (message) => new Uint8Array(sign(null, message, secret)),
  );
  expect(`${cosigned}\n`).toBe(line);
});
