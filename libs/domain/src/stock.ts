/** How many blanks of one level and edition a centre answers for, by account. */
import type { CentreCode, Level } from './vocabulary';

export interface StockQuantities {
  readonly stock: number;
  /** Sent and not yet received: counts at the sender. */
  readonly inTransit: number;
  readonly issued: number;
  readonly void: number;
  readonly spoiled: number;
  readonly missing: number;
  readonly destroyed: number;
}

export interface StockLine extends StockQuantities {
  readonly centre: CentreCode;
  readonly level: Level;
  readonly edition: string;
}
