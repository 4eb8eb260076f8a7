import { NotFoundException } from '@nestjs/common';
import { QueryFailedError, QueryRunnerAlreadyReleasedError } from 'typeorm';
import { AppendTooLarge, StoreAway, StoreDamaged, StoreRefuses } from '#event-log';
import { StreamBusy, TooManyConflicts } from '#ledger';
import { BadCursor, NoViewsYet } from '#read-model';
import { Problem, RefusedProblem } from './problem';
import { toProblem } from './problem.filter';
import { renderProblem } from './render';

const coded = (code: string): Error => Object.assign(new Error('x'), { code });
/** As TypeORM wraps what the driver says. */
const wrapped = (driverError: Error): Error => Object.assign(new Error('query'), { driverError });

describe('what a fault means to the caller', () => {
  const faults: [string, unknown, number, string][] = [
    ['the store is away', new StoreAway('x', undefined), 503, 'engine-away'],
    ['the store refuses', new StoreRefuses('x', undefined), 503, 'engine-away'],
    ['the store is damaged', new StoreDamaged('x', undefined), 503, 'store-damaged'],
    ['no views yet', new NoViewsYet(), 503, 'engine-away'],
    ['Postgres refuses connections', coded('ECONNREFUSED'), 503, 'engine-away'],
    ['Postgres is starting', wrapped(coded('57P03')), 503, 'engine-away'],
    ['Postgres was stopped', wrapped(coded('57P01')), 503, 'engine-away'],
    ['on every address', new AggregateError([coded('ECONNREFUSED')]), 503, 'engine-away'],
    ['a broken connection', new Error('Connection terminated unexpectedly'), 503, 'engine-away'],
    ['a cause below', new Error('x', { cause: coded('ECONNRESET') }), 503, 'engine-away'],
    ['a statement that took too long', wrapped(coded('57014')), 503, 'answer-too-slow'],
    ['conflicts', new TooManyConflicts('book-1', 9), 409, 'too-many-conflicts'],
    ['a busy stream', new StreamBusy('book-1', 256), 409, 'too-many-conflicts'],
    ['too much for one append', new AppendTooLarge('book-1', 1, 1), 413, 'append-too-large'],
    ['too many lines for one', new AppendTooLarge('book-1', 1_001, 1), 413, 'too-many-lines'],
    ['a cursor of elsewhere', new BadCursor(), 400, 'request-malformed'],
    ['an unknown route', new NotFoundException(), 404, 'not-found'],
    ['a broken escape', new URIError('x'), 400, 'request-malformed'],
    ['a status of Express', Object.assign(new Error(), { status: 413 }), 413, 'body-too-large'],
    ['a wrong query', wrapped(coded('42601')), 500, 'internal'],
    ['a bug', new TypeError('x'), 500, 'internal'],
    ['what is no error', 'x', 500, 'internal'],
    ['nothing', undefined, 500, 'internal'],
  ];

  const lostPostgres: [string, unknown][] = [
    ...['ECONNREFUSED', 'ECONNRESET', 'EPIPE', 'ETIMEDOUT', 'EHOSTUNREACH', 'EAI_AGAIN'],
    ...['08000', '08001', '08003', '08004', '08006', '08P01'],
    ...['53300', '57P01', '57P02', '57P03', '57P05'],
  ].flatMap((code): [string, unknown][] => [
    [code, coded(code)],
    [`${code} below TypeORM`, new QueryFailedError('SELECT 1', [], coded(code))],
  ]);
  const lostInWords = [
    'Connection terminated',
    'Connection terminated unexpectedly',
    'Connection terminated due to connection timeout',
    'timeout exceeded when trying to connect',
    'timeout expired',
    'Client has encountered a connection error and is not queryable',
    'Client was closed and is not queryable',
    'Cannot use a pool after calling end on the pool',
  ].map((message): [string, unknown] => [message, new Error(message)]);

  it.each([
    ...lostPostgres,
    ...lostInWords,
    ['a released query runner', new QueryRunnerAlreadyReleasedError()],
  ])('Postgres is away, worth trying again: %s', (_, fault) => {
    const { status, code, details } = toProblem(fault) as Problem;
    expect([status, code, details.params]).toEqual([503, 'engine-away', { engines: 'postgres' }]);
    expect(details.retryAfterSeconds).toBeGreaterThan(0);
  });

  it.each(faults)('%s', (_, fault, status, code) => {
    const problem = toProblem(fault) as Problem;
    expect([problem.status, problem.code]).toEqual([status, code]);
  });

  it('says how many bytes an append has, and how many it may have', () => {
    const problem = toProblem(new AppendTooLarge('book-1', 1_000, 921_601)) as Problem;
    const document = renderProblem(problem, 'en');
    expect(document.params).toEqual({ sizeBytes: 921_601, max: 921_600 });
    expect(document.detail).toContain('921601 bytes');
    expect(document.detail).toContain('at most 921600');
  });

  it('leaves problems as they are', () => {
    const problem = new Problem(404, 'unknown-serial');
    const refused = new RefusedProblem([{ rule: 'C4', code: 'serials-not-in-stock' }]);
    expect(toProblem(problem)).toBe(problem);
    expect(toProblem(refused)).toBe(refused);
  });
});
