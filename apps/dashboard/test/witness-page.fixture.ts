/** What the browser spec of the witness calls in its page: the very modules of the dashboard. */
import { Refused, readProblem } from '../src/api/problem';
import { canWitness, putAside, WitnessStore } from '../src/witness/witness-store';
import { type Witness, witnessLog } from '../src/witness/witnessing';

/** `refusal`: what the API refuses to take it for. */
async function witness(centre: string, refusal?: string) {
  const handed: Witness[] = [];
  const outcome = await witnessLog({
    centre,
    ask: (request: Request) => fetch(request),
    signal: new AbortController().signal,
    handIn: async (one) => {
      handed.push(one);
      if (refusal) throw new Refused(readProblem(422, { code: refusal }));
      return true;
    },
  });
  if (outcome.kind === 'found') return { fault: outcome.check, evidence: outcome.evidence };
  const { size, seenSize } = outcome.verified;
  const own = await WitnessStore.find(centre);
  const [{ checkpoint, signature: line }] = handed;
  return { line, key: (await own?.key())?.text, checkpoint, size, seenSize };
}

/** Whether the run ends, and the next one gets on, when it is cancelled while nothing is answered. */
async function cancelled(centre: string): Promise<string> {
  const cancelling = new AbortController();
  const run = witnessLog({
    centre,
    ask: () => {
      cancelling.abort();
      return new Promise(() => undefined);
    },
    signal: cancelling.signal,
    handIn: async () => true,
  });
  return run.then(
    ({ kind }) => kind,
    (fault: DOMException) => fault.name,
  );
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

Object.assign(globalThis, { witness, cancelled, putAside, readOut, canWitness });
