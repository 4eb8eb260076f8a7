/** What is posted to the API, as data: the scenario says it, the loader does it. */
import type { PlannedRoster, PrintedLine } from './rosters';

/** What the books must say in the end. */
export interface Totals {
  readonly registered: number;
  readonly stock: number;
  readonly inTransit: number;
  readonly issued: number;
  readonly void: number;
  readonly spoiled: number;
  readonly missing: number;
  readonly destroyed: number;
}

/** One request. Its step names it for ever: the idempotency key is made of it. */
export interface Post {
  readonly step: string;
  /** A user's name. */
  readonly by: string;
  readonly method: 'POST' | 'PUT';
  /** Below `/api/v1`; `{consignment}` stands for the number that `consignmentOf` was given. */
  readonly path: string;
  readonly body: Readonly<Record<string, unknown>>;
  /** The step whose answer named the consignment. */
  readonly consignmentOf?: string;
  /** Lines of the body that are read from a roster's file. */
  readonly lines?: RosterPart;
  /** The second user, where the command needs one. */
  readonly approver?: string;
}

export interface RosterPart {
  readonly roster: string;
  readonly first: number;
  readonly count: number;
  /** The lines are of vouchers: numbered from here on, in this series. */
  readonly vouchers?: { readonly series: string; readonly first: number };
}

/** Posts that must follow one another. */
export type Track = readonly Post[];

/** Tracks of one phase run side by side; a phase begins when the one before has ended. */
export interface Phase {
  readonly title: { readonly en: string; readonly zh: string };
  readonly tracks: readonly Track[];
}

/** A roster as it lies in its file. */
export interface PrintedRoster {
  readonly plan: PlannedRoster;
  readonly lines: readonly PrintedLine[];
}

export interface DemoUser {
  readonly username: string;
  readonly displayName: string;
  readonly centre: string;
  readonly roles: readonly string[];
  readonly backdate: boolean;
}

export interface Scenario {
  readonly seed: string;
  readonly certificateCount: number;
  readonly users: readonly DemoUser[];
  readonly rosters: readonly PrintedRoster[];
  readonly phases: readonly Phase[];
  /** What the books must say in the end. */
  readonly totals: Totals;
  /** What is worth looking at afterwards. */
  readonly lost: { readonly serial: string; readonly certificateNumber: string };
  readonly replacement: { readonly serial: string };
}
