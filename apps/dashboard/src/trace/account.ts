/** Accounts as histories spell them: `origin`, `stock@52000000`, `transit@52000000-17`. */

export const accountKinds = [
  'origin',
  'stock',
  'transit',
  'issued',
  'void',
  'spoiled',
  'missing',
  'destroyed',
] as const;
export type AccountKind = (typeof accountKinds)[number];

export interface CustodyAccount {
  /** Undefined when the API names a kind that this page does not know. */
  readonly kind: AccountKind | undefined;
  /** The text as it came, to be shown when nothing better is known. */
  readonly text: string;
  readonly centre?: string;
  readonly consignment?: string;
}

export function readAccount(text: string): CustodyAccount {
  const at = text.indexOf('@');
  const name = at < 0 ? text : text.slice(0, at);
  const holder = at < 0 ? undefined : text.slice(at + 1);
  const kind = accountKinds.find((known) => known === name);
  if (holder === undefined) return { kind, text };
  return kind === 'transit' ? { kind, text, consignment: holder } : { kind, text, centre: holder };
}
