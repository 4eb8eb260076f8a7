import { shanghaiDate } from '#domain';
import type { AsOf } from '#read-model';
import { malformed } from '../problems/problem';
import type { AsOfQueryDto } from './queries.dto';

/** @throws Problem 400 for a time that has not come yet */
export function timeOf(query: AsOfQueryDto, now: Date): AsOf {
  const { asOf, asOfRecorded } = query;
  if (asOf !== undefined && asOf > shanghaiDate(now)) {
    throw malformed({ path: '/asOf', code: 'not-in-future' });
  }
  const recorded = asOfRecorded === undefined ? undefined : new Date(asOfRecorded);
  if (recorded && recorded > now) throw malformed({ path: '/asOfRecorded', code: 'not-in-future' });
  return { asOf, asOfRecorded: recorded };
}
