/**
 * What specs stand on: engines to run against, fixtures, suites that several implementations share.
 *
 * Imported by specs only. Whatever a spec starts from here it also stops.
 */
export { type TestEngine, testEventStore, testPostgres } from './engines';
export * from './world';
