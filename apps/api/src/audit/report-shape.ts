/** The shape of a report's parts. What they say of the log is nobody's to refuse. */
import {
  findingSeverities,
  reportedEventsMax,
  reportedFindingsMax,
  reportTextLengthMax,
} from '#domain';
import { type FieldCheck, object } from '../custody/lists';
import { isOneLine } from '../requests/inspect-json';
import type { ListCheck } from '../requests/plain-fields';

export const programLengthMax = 100;
const keysMax = 20;
const paramsMax = 20;
const viewsMax = 100;

/** One line, which may be empty: what stands in a row of a view may be. */
const line =
  (max: number): FieldCheck =>
  (value, path, found) => {
    if (typeof value !== 'string' || value.length > max) {
      found.push({ path, code: 'identifier', params: { max } });
    } else if (!isOneLine(value)) found.push({ path, code: 'one-line' });
  };

const matching =
  (pattern: RegExp, example: string): FieldCheck =>
  (value, path, found) => {
    const fits =
      typeof value === 'string' && value.length <= reportTextLengthMax.name && pattern.test(value);
    if (!fits) found.push({ path, code: 'pattern', params: { example } });
  };

const whole: FieldCheck = (value, path, found) => {
  if (Number.isSafeInteger(value) && (value as number) >= 0) return;
  found.push({ path, code: 'whole', params: { min: 0, max: Number.MAX_SAFE_INTEGER } });
};

/** What was registered, less what was reversed: a forged reversal may bring it below nothing. */
const balance: FieldCheck = (value, path, found) => {
  if (Number.isSafeInteger(value)) return;
  const params = { min: Number.MIN_SAFE_INTEGER, max: Number.MAX_SAFE_INTEGER };
  found.push({ path, code: 'whole', params });
};

const flag: FieldCheck = (value, path, found) => {
  if (typeof value !== 'boolean') found.push({ path, code: 'flag' });
};

const severity: FieldCheck = (value, path, found) => {
  if (findingSeverities.some((one) => one === value)) return;
  found.push({ path, code: 'one-of', params: { values: findingSeverities.join(', ') } });
};

const listOf =
  (max: number, check: FieldCheck): FieldCheck =>
  (value, path, found) => {
    if (!Array.isArray(value) || value.length > max) {
      found.push({ path, code: 'list', params: { min: 0, max } });
      return;
    }
    for (const [index, item] of value.entries()) check(item, `${path}/${index}`, found);
  };

const paramName = matching(/^[A-Za-z][A-Za-z0-9]{0,49}$/, 'row');
const paramText = line(reportTextLengthMax.param);

const params: FieldCheck = (value, path, found) => {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    found.push({ path, code: 'object' });
    return;
  }
  const entries = Object.entries(value);
  if (entries.length > paramsMax) {
    found.push({ path, code: 'list', params: { min: 0, max: paramsMax } });
    return;
  }
  for (const [name, text] of entries) {
    paramName(name, path, found);
    paramText(text, `${path}/${name}`, found);
  }
};

/** Positions and revisions have 64 bits. */
const digits = matching(/^-?[0-9]{1,20}$/, '48213');

const finding = object({
  severity,
  check: matching(/^[a-z][a-z0-9-]{0,63}$/, 'row-differs'),
  events: listOf(
    reportedEventsMax,
    object({
      stream: line(reportTextLengthMax.name),
      revision: digits,
      type: line(reportTextLengthMax.name),
      position: digits,
    }),
  ),
  params,
});

const log = object({
  treeSize: whole,
  root: matching(/^[A-Za-z0-9+/]{43}=$/, 'CsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I='),
  keys: listOf(keysMax, line(reportTextLengthMax.key)),
  headCount: whole,
  signedSize: whole,
  mapRootCount: whole,
  mappedSize: whole,
  comparedWithDatabase: flag,
  comparedWithKept: flag,
});

const views = object({
  treeSize: whole,
  position: digits,
  eventCount: whole,
  laterEventCount: whole,
  rows: listOf(viewsMax, object({ view: line(reportTextLengthMax.name), count: whole })),
  registered: balance,
  conservationHolds: flag,
});

const checked =
  (check: FieldCheck): ListCheck =>
  (value, path) => {
    const found: Parameters<FieldCheck>[2] = [];
    check(value, path, found);
    return found;
  };

export const checkLog = checked(log);
export const checkViews = checked(views);
export const checkFindings = checked(listOf(reportedFindingsMax, finding));
