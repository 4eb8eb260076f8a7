/** What auditors have filed of the checks that they ran with programs of their own. */

export const auditChecks = ['verify', 'reconcile'] as const;
export type AuditCheck = (typeof auditChecks)[number];

/**
 * `in-order`: judged to the end, and nothing found. `findings`: something was found, or the log could
 * not be read for damage. `not-judged`: nothing was found, but not all was looked at.
 */
export const auditVerdicts = ['in-order', 'findings', 'not-judged'] as const;
export type AuditVerdict = (typeof auditVerdicts)[number];

export const findingSeverities = ['error', 'warning'] as const;

/** As the auditor's program names it; the server need not know the check. */
export interface ReportedFinding {
  readonly severity: (typeof findingSeverities)[number];
  /** Id of the check, such as `row-differs`. */
  readonly check: string;
  /** The events concerned; none where there is none to name. */
  readonly events: readonly {
    readonly stream: string;
    readonly revision: string;
    readonly type: string;
    readonly position: string;
  }[];
  /** What its sentence needs. */
  readonly params: Readonly<Record<string, string>>;
}

/** What `verify` looked at. */
export interface VerifiedLog {
  /** Leaves of the transparency log, and the root that they have (base 64). */
  readonly treeSize: number;
  readonly root: string;
  /** The log's keys, the one that signs now last. */
  readonly keys: readonly string[];
  readonly headCount: number;
  /** Leaves below a signed head. */
  readonly signedSize: number;
  readonly mapRootCount: number;
  /** Leaves that the newest right root of the serial map is of. */
  readonly mappedSize: number;
  readonly comparedWithDatabase: boolean;
  /** Whether a head was compared that the auditor had kept. */
  readonly comparedWithKept: boolean;
}

/** What `reconcile` looked at. */
export interface ReconciledViews {
  /** Leaves of the transparency log up to `position`. */
  readonly treeSize: number;
  /** Where events and views were compared. */
  readonly position: string;
  /** Events read up to there, and beyond. */
  readonly eventCount: number;
  readonly laterEventCount: number;
  readonly rows: readonly { readonly view: string; readonly count: number }[];
  /** Less what was reversed: below nothing where a reversal is forged. */
  readonly registered: number;
  readonly conservationHolds: boolean;
}

/** The word of one auditor: nothing of it is believed because it stands here. */
export interface AuditReport {
  readonly check: AuditCheck;
  /** The program that ran it, with its version. */
  readonly program: string;
  /** ISO 8601 UTC, by the clock of the machine that ran it. */
  readonly begunAt: string;
  readonly endedAt: string;
  readonly verdict: AuditVerdict;
  /** Why it was not judged to the end. */
  readonly reason?: string;
  /** Of `verify`; absent where it broke off. */
  readonly log?: VerifiedLog;
  /** Of `reconcile`; absent where it broke off. */
  readonly views?: ReconciledViews;
  /** Of all, and of those that are errors. */
  readonly findingCount: number;
  readonly errorCount: number;
  /** As many as have room, one of each check first. */
  readonly findings: readonly ReportedFinding[];
}

/** An auditor has filed what a check of theirs found. */
export interface AuditReported {
  type: 'AuditReported';
  data: AuditReport;
}

export type AuditEvent = AuditReported;
export const auditEventTypes = ['AuditReported'] as const satisfies readonly AuditEvent['type'][];

export const auditStream = 'audit';
