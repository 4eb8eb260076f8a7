/** The custody statement of a centre, or of it and all below it, from recorded events alone. */
import type { RecordedEvent } from '../events';
import type { Recorded } from '../metadata';
import { bookMovements, centreOfBook } from '../movements';
import type { Days } from '../quarters/calendar';
import type { CentreCode } from '../vocabulary';
import type { BookEvent } from './events';
import { StatementFold, type StatementRow } from './statement';

export interface StatementScope {
  readonly centre: CentreCode;
  /** With all centres below. */
  readonly subtree: boolean;
  readonly days: Days;
  /** Only what was recorded by then; all there is unless said. */
  readonly asOfRecorded?: Date;
}

/** Follows the whole log in its order; a centre's registration comes before its book. */
export class CentreStatement {
  private readonly parents = new Map<CentreCode, CentreCode | undefined>();
  private readonly fold: StatementFold;

  constructor(private readonly scope: StatementScope) {
    this.fold = new StatementFold(scope.days);
  }

  follow(event: RecordedEvent): void {
    const { asOfRecorded } = this.scope;
    if (event.type === 'CentreRegistered') this.parents.set(event.data.code, event.data.parent);
    const centre = centreOfBook(event.stream);
    if (centre === undefined || !this.covers(centre)) return;
    if (asOfRecorded !== undefined && event.recordedAt > asOfRecorded) return;
    const one = event as Recorded<BookEvent>;
    const upward = one.type === 'BlanksDispatched' && one.data.to === this.parents.get(centre);
    const { occurredOn } = one.metadata;
    for (const movement of bookMovements(one, centre)) {
      this.fold.add({ type: one.type, occurredOn }, movement, upward);
    }
  }

  /** Whether the centre was ever registered. */
  get isKnown(): boolean {
    return this.parents.has(this.scope.centre);
  }

  rows(): StatementRow[] {
    return this.fold.statement();
  }

  private covers(centre: CentreCode): boolean {
    const { centre: root, subtree } = this.scope;
    if (!subtree) return centre === root;
    let at: CentreCode | undefined = centre;
    while (at !== undefined && at !== root) at = this.parents.get(at);
    return at === root;
  }
}
