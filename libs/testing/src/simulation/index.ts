/**
 * A whole installation in one process, with time, faults and users by chance: several processes of
 * the API, each with ledgers and caches of its own, on a store whose answers are lost, late,
 * doubled or never given; clients who repeat what was not answered; every kind of order.
 *
 * What always holds: a seed leads to the same run, step by step; no real time passes; after every
 * step all that is stored is judged by oracles that share nothing with the decisions but the
 * events. It must not know how the ledgers do what they do.
 */

export { type Shrunk, shrink } from './shrink';
export { SimulatedStore } from './simulated-store';
export { type Run, simulate, stepCount } from './simulation';
export { type Step, stepsOf } from './steps';
export { addCounts, tell } from './telling';
