/** How queries name the account that a serial is in. */

export type SerialStatus =
  | 'in-stock'
  | 'in-transit'
  | 'issued'
  | 'void'
  | 'spoiled'
  | 'missing'
  | 'destroyed';

const statuses: Readonly<Record<string, SerialStatus>> = {
  stock: 'in-stock',
  transit: 'in-transit',
  issued: 'issued',
  void: 'void',
  spoiled: 'spoiled',
  missing: 'missing',
  destroyed: 'destroyed',
};

/** Undefined for the origin: what went back there is registered no more. */
export function statusOfKind(kind: string): SerialStatus | undefined {
  if (kind !== 'origin' && !(kind in statuses)) throw new Error(`no kind of account: ${kind}`);
  return statuses[kind];
}

/** `stock@52000000`, `transit@52000000-17`, `origin`. */
export function accountTextOf(
  kind: string,
  centre: string | null,
  consignment: string | null,
): string {
  const holder = consignment ?? centre;
  return holder === null ? kind : `${kind}@${holder}`;
}
