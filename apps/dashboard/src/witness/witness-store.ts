/**
 * The centre's key and memory in this browser. The private key was made so that nobody can read it
 * out, this page included; it is gone when the browser's data are deleted.
 */
import { type Bytes, cosign, type WitnessKey, witnessKeyOf } from './cosigning';
import type { Found, Seen } from './verifying';

/** Each with one store. */
const witnesses = { database: 'liushui-witness', store: 'witnesses' } as const;
const findings = { database: 'liushui-witness-findings', store: 'findings' } as const;

interface Kept {
  readonly centre: string;
  readonly name: string;
  readonly pair: CryptoKeyPair;
  readonly seen?: Seen;
}

const done = <T>(request: IDBRequest<T>): Promise<T> =>
  new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });

async function within<T>(
  { database: name, store }: typeof witnesses | typeof findings,
  mode: IDBTransactionMode,
  use: (store: IDBObjectStore) => IDBRequest<T>,
): Promise<T> {
  const opening = indexedDB.open(name, 1);
  opening.onupgradeneeded = () => {
    opening.result.createObjectStore(store, { keyPath: 'centre' });
  };
  const database = await done(opening);
  try {
    const transaction = database.transaction(store, mode, { durability: 'strict' });
    const written = new Promise<void>((resolve, reject) => {
      transaction.oncomplete = () => resolve();
      transaction.onabort = () => reject(transaction.error);
    });
    const result = await done(use(transaction.objectStore(store)));
    await written;
    return result;
  } finally {
    database.close();
  }
}

/** Browsers keep keys on pages that came over HTTPS alone (or from this very machine). */
export const canWitness = (): boolean =>
  globalThis.isSecureContext && 'subtle' in crypto && 'indexedDB' in globalThis;

export class WitnessStore {
  private constructor(private kept: Kept) {}

  static async find(centre: string): Promise<WitnessStore | undefined> {
    const kept = await within<Kept | undefined>(witnesses, 'readonly', (store) =>
      store.get(centre),
    );
    return kept && new WitnessStore(kept);
  }

  /** @throws DOMException where the browser has no Ed25519 */
  static async make(centre: string, origin: string): Promise<WitnessStore> {
    const pair = (await crypto.subtle.generateKey('Ed25519', false, [
      'sign',
      'verify',
    ])) as CryptoKeyPair;
    const kept: Kept = { centre, name: `${origin}/${centre}`, pair };
    await within(witnesses, 'readwrite', (store) => store.add(kept));
    return new WitnessStore(kept);
  }

  get seen(): Seen | undefined {
    return this.kept.seen;
  }

  async key(): Promise<WitnessKey> {
    const { name, pair } = this.kept;
    const publicKey = new Uint8Array(await crypto.subtle.exportKey('raw', pair.publicKey));
    return witnessKeyOf(name, publicKey);
  }

  /** The line of the cosignature; what was seen is durable before it is answered. */
  async cosign(text: string, seen: Seen, now: Date): Promise<string> {
    const sign = async (message: Bytes): Promise<Bytes> =>
      new Uint8Array(await crypto.subtle.sign('Ed25519', this.kept.pair.privateKey, message));
    const line = await cosign(text, await this.key(), Math.floor(now.getTime() / 1_000), sign);
    this.kept = { ...this.kept, seen };
    await within(witnesses, 'readwrite', (store) => store.put(this.kept));
    return line;
  }
}

interface KeptFinding {
  readonly centre: string;
  readonly found: Found;
}

/** What was found in this browser and not put aside: whatever is shown the next time, it was so. */
export async function findingOf(centre: string): Promise<Found | undefined> {
  const kept = await within<KeptFinding | undefined>(findings, 'readonly', (store) =>
    store.get(centre),
  );
  return kept?.found;
}

/** Durable before it is answered. */
export async function keepFinding(centre: string, found: Found): Promise<void> {
  await within(findings, 'readwrite', (store) => store.put({ centre, found }));
}

export async function putAside(centre: string): Promise<void> {
  await within(findings, 'readwrite', (store) => store.delete(centre));
}

/** One tab at a time: two could cosign two histories. */
export const alone = <T>(centre: string, use: () => Promise<T>, signal?: AbortSignal): Promise<T> =>
  navigator.locks.request(`liushui-witness-${centre}`, signal ? { signal } : {}, use) as Promise<T>;
