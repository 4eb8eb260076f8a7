/**
 * Starts the two engines that Liushui brings along: a PostgreSQL server and the embedded event
 * store node, each a process of its own on 127.0.0.1, known to everyone else by an address alone.
 *
 * What always holds here: an engine keeps everything in the folder it was given; it never outlives
 * its starter unless asked to, or the next start adopts it; whoever may not run it reads a
 * sentence that says why. Nothing here knows what the engines are used for: no table, no stream,
 * no other part of the project.
 */
export { exitOf, type StopStep, stopChild } from './child';
export {
  type EventStoreOptions,
  type RunningEventStore,
  type StoreDamage,
  startEventStore,
} from './event-store/start-event-store';
export { freePort, listenProblem } from './ports';
export {
  type PostgresOptions,
  type RunningPostgres,
  startPostgres,
} from './postgres/start-postgres';
export {
  becomesTrue,
  endProcess,
  identifyProcess,
  isRunning,
  type ProcessIdentity,
  sendSignal,
} from './process-identity';
export { type LockAttempt, tryLock, withLock } from './process-lock';
export { projectRoot } from './project-root';
export {
  type EngineExit,
  EngineStartError,
  OutputTail,
  type RunningEngine,
  STOP_MS_MAX,
} from './running-engine';
