/** What the browser spec of the witness calls in its page: the very modules of the dashboard. */
import { verifyLog } from '../src/witness/verifying';
import { alone, canWitness, WitnessStore } from '../src/witness/witness-store';

async function witness(centre: string) {
  return alone(centre, async () => {
    const store = await WitnessStore.find(centre);
    const ask = (request: Request) => fetch(request);
    const verified = await verifyLog({ centre, seen: store?.seen, named: [], ask });
    if (verified.kind === 'found') return { fault: verified.check };
    const { checkpoint, keys, text, origin, size, seenSize } = verified;
    const own = store ?? (await WitnessStore.make(centre, origin));
    const line = await own.cosign(text, { keys, checkpoint }, new Date());
    return { line, key: (await own.key()).text, checkpoint, size, seenSize };
  });
}

/** Every way that a page has to read a key out. */
async function readOut(): Promise<string[]> {
  const request = indexedDB.open('liushui-witness', 1);
  const database = await new Promise<IDBDatabase>((resolve) => {
    request.onsuccess = () => resolve(request.result);
  });
  const all = database.transaction('witnesses').objectStore('witnesses').getAll();
  const [{ pair }] = await new Promise<{ pair: CryptoKeyPair }[]>((resolve) => {
    all.onsuccess = () => resolve(all.result);
  });
  const formats = ['pkcs8', 'jwk', 'raw'] as const;
  const read = formats.map((format) =>
    crypto.subtle.exportKey(format, pair.privateKey).then(
      () => `${format} was read`,
      (fault: DOMException) => `${format}: ${fault.name}`,
    ),
  );
  return Promise.all(read);
}

Object.assign(globalThis, { witness, readOut, canWitness });
