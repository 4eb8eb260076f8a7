/** Whether what a witness hands in is a cosignature of a head of this log. */
import { formatCheckpoint } from '../checkpoint';
import { cosignedAt } from '../cosignature';
import type { KeyChain } from '../key-chain';
import { formatNote, parseSignature, signaturesOf } from '../note';
import type { VerifierKey } from '../verifier-key';

export type CosignatureRefusal =
  | 'checkpoint-malformed'
  | 'checkpoint-other-log'
  | 'checkpoint-not-signed'
  /** It counts more leaves than were signed here, or was not signed here yet. */
  | 'checkpoint-ahead'
  /** Our own key signed another root: the log was forked. */
  | 'checkpoint-differs'
  | 'cosignature-wrong'
  | 'cosignature-early';

export interface HandedIn {
  /** A signed note; cosignatures of others in it are passed over. */
  readonly checkpoint: string;
  /** The line of the cosignature, with or without its line feed. */
  readonly signature: string;
}

export interface CosignatureGround {
  readonly keys: KeyChain;
  readonly witness: VerifierKey;
  /** Leaves below the newest head. */
  readonly size: number;
  readonly rootAt: (size: number) => Promise<Uint8Array>;
  /** Whether the very head was signed here. */
  readonly isOurs: (checkpoint: string) => Promise<boolean>;
  readonly nowSeconds: number;
}

export type JudgedCosignature =
  | {
      readonly kind: 'good';
      /** The head with the log's own signature alone. */
      readonly checkpoint: string;
      /** Without line feed. */
      readonly signature: string;
      readonly size: number;
      readonly cosignedAtSeconds: bigint;
    }
  | { readonly kind: 'refused'; readonly why: CosignatureRefusal; readonly size?: number };

/** Clocks differ so much at most. */
const clockSecondsMax = 300;

const whyNotOpened = {
  malformed: 'checkpoint-malformed',
  'other-log': 'checkpoint-other-log',
  'not-signed': 'checkpoint-not-signed',
  'key-retired': 'checkpoint-not-signed',
} as const;

/** Judges in the order of `CosignatureRefusal`. Never throws on what is handed in. */
export async function judgeCosignature(
  handedIn: HandedIn,
  { keys, witness, size, rootAt, isOurs, nowSeconds }: CosignatureGround,
): Promise<JudgedCosignature> {
  const opened = keys.open(handedIn.checkpoint);
  if (opened.kind === 'refused') return { kind: 'refused', why: whyNotOpened[opened.why] };
  const { checkpoint: head, note } = opened;
  const refused = (why: CosignatureRefusal): JudgedCosignature => ({
    kind: 'refused',
    why,
    size: head.size,
  });
  if (head.size > size) return refused('checkpoint-ahead');
  if (!head.root.equals(await rootAt(head.size))) return refused('checkpoint-differs');
  const text = formatCheckpoint(head);
  const own = keys.keys.flatMap((key) => signaturesOf(note, key).slice(0, 1));
  const variants = own.map((one) => formatNote({ text, signatures: [one] }));
  const checkpoint = await firstOf(variants, isOurs);
  if (checkpoint === undefined) return refused('checkpoint-ahead');
  const signature = handedIn.signature.trimEnd();
  const parsed = parseSignature(signature);
  const at = parsed && cosignedAt({ text, signatures: [parsed] }, witness);
  if (at === undefined) return refused('cosignature-wrong');
  if (at > BigInt(nowSeconds + clockSecondsMax)) return refused('cosignature-early');
  return { kind: 'good', checkpoint, signature, size: head.size, cosignedAtSeconds: at };
}

async function firstOf<Item>(
  items: readonly Item[],
  fits: (item: Item) => Promise<boolean>,
): Promise<Item | undefined> {
  for (const item of items) if (await fits(item)) return item;
  return undefined;
}
