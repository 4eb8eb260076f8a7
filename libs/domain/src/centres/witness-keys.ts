/**
 * The keys that centres cosign heads of the transparency log with. One holds at a time; those before
 * it stay known with their dates, because what they signed is still theirs.
 */
import type { CommandContext } from '../command-context';
import { type Decision, type Refusal, refusedBy } from '../refusals';
import type { CentreCode } from '../vocabulary';
import type { WitnessKeyRegistered } from './events';

export interface RegisterWitnessKey {
  type: 'RegisterWitnessKey';
  /** `<name>+<id>+<base 64>`. */
  key: string;
  /** Whether it is a key of a witness, and its id that of name and key: the hash is not ours to know. */
  isWellFormed: boolean;
}

export interface WitnessKey {
  readonly key: string;
  /** ISO 8601 UTC. */
  readonly registeredAt: string;
  /** Since when another holds; absent for the one that holds. */
  readonly replacedAt?: string;
}

interface KeyParts {
  readonly name: string;
  readonly id: string;
  readonly material: string;
}

export class WitnessKeys {
  private readonly byCentre = new Map<CentreCode, readonly WitnessKey[]>();
  /** Of every key ever registered: by its base 64, whose it is. */
  private readonly owners = new Map<string, CentreCode>();
  count = 0;

  /** All that the centre ever had, in their order. */
  of(centre: CentreCode): readonly WitnessKey[] {
    return this.byCentre.get(centre) ?? [];
  }

  /** The one that holds. */
  current(centre: CentreCode): string | undefined {
    return this.of(centre).at(-1)?.key;
  }

  centres(): IterableIterator<CentreCode> {
    return this.byCentre.keys();
  }

  ownerOf(key: string): CentreCode | undefined {
    return this.owners.get(partsOf(key)?.material ?? '');
  }

  put({ centre, key }: WitnessKeyRegistered['data'], at: string): void {
    const before = this.of(centre);
    const replaced = before.map((one) => ({ replacedAt: at, ...one }));
    this.byCentre.set(centre, [...replaced, { key, registeredAt: at }]);
    const parts = partsOf(key);
    if (parts) this.owners.set(parts.material, centre);
    this.count += 1;
  }
}

function partsOf(key: string): KeyParts | undefined {
  const [, name, id, material] = /^([^+]+)\+([0-9a-f]{8})\+(.+)$/.exec(key) ?? [];
  return material === undefined ? undefined : { name, id, material };
}

/**
 * Refuses, in this order, all TL-17: what is no key of a witness; a name that is not the centre's;
 * a key that this centre, or another, has had before; one whose id is that of another of its keys.
 */
export function registerWitnessKey(
  keys: WitnessKeys,
  { centre, key, isWellFormed }: RegisterWitnessKey & CommandContext,
): Decision<WitnessKeyRegistered> {
  const refuse = (code: Refusal['code'], params: Refusal['params'] = { centre }) =>
    refusedBy([{ rule: 'TL-17', code, path: '/key', params }]);
  const parts = partsOf(key);
  if (!isWellFormed || !parts) return refuse('witness-key-malformed');
  const { name, id } = parts;
  if (!name.endsWith(`/${centre}`)) return refuse('witness-key-name', { centre, name });
  const owner = keys.ownerOf(key);
  if (owner === centre) return refuse('witness-key-known');
  if (owner !== undefined) return refuse('witness-key-of-another', { centre: owner });
  const isTaken = keys.of(centre).some((one) => partsOf(one.key)?.id === id);
  if (isTaken) return refuse('witness-key-id-taken', { id });
  return { events: [{ type: 'WitnessKeyRegistered', data: { centre, key } }], warnings: [] };
}
