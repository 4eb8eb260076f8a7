/** What a decision on a quarter needs besides the quarter's own file. */
import type { Centres } from '../centres/centres';
import type { Policy } from '../policy';
import type { CentreCode, LevelQuantities, PlainDate } from '../vocabulary';
import type { ApplicationFiled, QuarterFigures, ReportedDestruction } from './events';
import type { QuartersInReach } from './quarters-in-reach';

export interface QuarterFacts {
  readonly centres: Centres;
  readonly policy: Policy;
  /** Returns and applications. */
  readonly reach?: QuartersInReach;
  /** Returns: what was destroyed and not yet reported, and up to which revision of the book. */
  readonly destroyed?: {
    readonly reports: readonly ReportedDestruction[];
    readonly bookRevision: bigint;
  };
  /** Returns: how many passed by the rosters that were signed in the quarter, per level. */
  readonly rostersPassed?: LevelQuantities;
  /** Returns, applications and sign-offs: the day on which the centre was closed (C18). */
  readonly closedOn?: PlainDate;
  /** Sign-offs and reviews: what returns say now, those below too; unless told, its own alone. */
  readonly passed?: LevelQuantities;
  /** Applications: what books and returns say, and at which revisions. */
  readonly figures?: QuarterFigures;
  readonly countedAt?: ApplicationFiled['data']['countedAt'];
  /** Applications: centres below that filed no return, so that their passed count as 0. */
  readonly withoutReturn?: readonly CentreCode[];
  /** Applications and reviews: granted before and not yet sent. */
  readonly unsent?: LevelQuantities;
  /**
   * Applications and reviews from 2018 on: the figures of the same quarter of the year before, by
   * its returns and books as they stand; undefined where no return tells of it.
   */
  readonly yearBefore?: QuarterFigures;
  /** Sign-offs and reviews: when the newest of the returns behind `yearBefore` was filed. */
  readonly yearBeforeFiledAt?: string;
}
