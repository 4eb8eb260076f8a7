/** SQLSTATEs of a connection or a right that is refused until a person changes something. */
const refused: ReadonlySet<unknown> = new Set(['28000', '28P01', '3D000', '42501']);
/** SQLSTATEs of a server that does not know what our statements ask for. */
const unknownThere: ReadonlySet<unknown> = new Set(['0A000', '42601', '42704', '42883']);
/** pg itself says so when the server wants a password and the address has none. */
const passwordMissing = /^SASL: .*password/;

/**
 * The sentence for the operator when Postgres will not serve us however often we ask: wrong name
 * or password, no such database, no right, or a server that is too old. Otherwise undefined.
 */
export function postgresRefusal(error: unknown): string | undefined {
  if (!(error instanceof Error)) return undefined;
  const { code } = error as { code?: unknown };
  const [said] = error.message.split('\n');
  if (refused.has(code) || passwordMissing.test(error.message)) {
    return `Postgres refuses: ${said}. Check user, password and database in DATABASE_URL.`;
  }
  if (unknownThere.has(code)) {
    return `Postgres does not understand: ${said}. Its version may be too old for Liushui.`;
  }
  return undefined;
}
