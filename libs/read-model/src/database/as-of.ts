import type { PlainDate } from '#domain';

/** A point on either time axis, or on both: what happened and was recorded by then. */
export interface AsOf {
  /** The end of that day, Asia/Shanghai, by the date stated. */
  readonly asOf?: PlainDate;
  /** By the store's record time, inclusive. */
  readonly asOfRecorded?: Date;
}

/** The condition on `occurred_on` and `recorded_at`; its values are appended to `values`. */
export function asOfCondition({ asOf, asOfRecorded }: AsOf, values: unknown[]): string {
  const conditions = ['true'];
  if (asOf !== undefined) conditions.push(`occurred_on <= $${values.push(asOf)}::date`);
  if (asOfRecorded !== undefined) {
    conditions.push(`recorded_at <= $${values.push(asOfRecorded.toISOString())}::timestamptz`);
  }
  return conditions.join(' AND ');
}

export const isAsOf = ({ asOf, asOfRecorded }: AsOf): boolean =>
  asOf !== undefined || asOfRecorded !== undefined;
