/**
 * Schema versions of events. What is written carries the current one; what is read in an older one
 * is lifted step by step. Stored events never change.
 */
import type { LiushuiEvent } from '#domain';

/** Turns the stored data of one schema into that of the next. */
export type Upcaster = (data: unknown) => unknown;

/** `upcasters[type][0]` lifts schema 1 to 2, and so on. A type without any is at schema 1. */
export type UpcasterTable = { readonly [T in LiushuiEvent['type']]?: readonly Upcaster[] };

export const upcasters: UpcasterTable = {};

export const schemaOf = (type: LiushuiEvent['type'], table = upcasters): number =>
  1 + (table[type]?.length ?? 0);

/** Data in the current schema; undefined when the stored schema is newer than this program. */
export function upcast(
  type: LiushuiEvent['type'],
  schema: number,
  data: unknown,
  table = upcasters,
): { data: unknown } | undefined {
  const steps = table[type] ?? [];
  if (schema > steps.length + 1) return undefined;
  return { data: steps.slice(schema - 1).reduce((older, lift) => lift(older), data) };
}
