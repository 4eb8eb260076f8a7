/** What the browser spec of the witness calls in its page: the very modules of the dashboard. */
import { shownLog } from '../src/witness/shown-log';
import { watchLog } from '../src/witness/watch';
import { alone, canWitness, WitnessStore } from '../src/witness/witness-store';

async function witness(centre: string) {
  return alone(centre, async () => {
    const store = await WitnessStore.find(centre);
    const watched = await watchLog({ log: shownLog, seen: store?.seen });
    if (watched.kind === 'found') return { fault: watched.fault };
    const { checkpoint, keys, text, head, seenSize } = watched;
    const own = store ?? (await WitnessStore.make(centre, head.origin));
    const line = await own.cosign(text, { keys, checkpoint }, new Date());
    return { line, key: (await own.key()).text, checkpoint, size: head.size, seenSize };
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
