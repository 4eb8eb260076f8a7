/**
 * What the rules of custody forbid, looked for in the events alone and in the simplest way, so that
 * a check that a decision forgets is missed here. `CustodyCheck`, `NumbersCheck` and
 * `VouchersCheck` follow sheets and papers; this follows who did it, when, and on what ground.
 */
import { type CentreCode, centreOfBook, type RecordedEvent } from '#domain';
import type { CustodyCheck } from '../custody-check';
import { HandingRules } from './handing-rules';
import { PaperRules } from './paper-rules';
import { PastEvents } from './past-events';
import { parentOf } from './people';
import { PeopleRules } from './people-rules';
import { SheetRules } from './sheet-rules';

/** What may still be posted in the book of a closed centre (C18). */
const afterClosing: ReadonlySet<string> = new Set([
  'BlanksRefused',
  'ReplacementPrinted',
  'IssueCorrected',
  'IssueVoided',
  'SerialsRecovered',
  'VoucherReplaced',
  'VoucherVoided',
  'HoldersSealed',
  'ProposalMade',
  'ProposalApproved',
  'ProposalRefused',
  'ProposalExpired',
]);

export class RulesCheck {
  private readonly past = new PastEvents();
  private readonly people = new PeopleRules(this.past);
  private readonly handing: HandingRules;
  private readonly papers: PaperRules;
  private readonly sheets: SheetRules;
  private readonly closed = new Set<CentreCode>();

  constructor(custody: CustodyCheck) {
    this.handing = new HandingRules(this.past, custody);
    this.papers = new PaperRules(this.past, custody);
    this.sheets = new SheetRules(custody);
  }

  /** Whether the events that follow are of one client, with nobody beside it. */
  set isAlone(isAlone: boolean) {
    this.past.isAlone = isAlone;
  }

  /** Follows one event, before the other oracles do, and says which rules it breaks. */
  follow(event: RecordedEvent): string[] {
    const centre = centreOfBook(event.stream);
    const wrong = [...this.people.follow(event), ...this.handing.follow(event)];
    if (centre !== undefined) {
      wrong.push(...this.papers.follow(event, centre), ...this.sheets.follow(event, centre));
      wrong.push(...this.judgeClosed(event, centre));
    }
    this.past.add(event);
    return wrong.map((what) => `${event.type}: ${what}`);
  }

  private judgeClosed(event: RecordedEvent, centre: CentreCode): string[] {
    if (!this.closed.has(centre)) {
      if (event.type === 'CentreClosed') this.closed.add(centre);
      return [];
    }
    const { actor } = event.metadata;
    if (!afterClosing.has(event.type)) return [`C18: ${centre} is closed`];
    // What was proposed before the closing keeps its author; the calendar is of no centre.
    if (
      event.metadata.approvedBy ||
      event.type === 'ProposalExpired' ||
      actor.centre === parentOf(centre)
    )
      return [];
    return [`C18: ${actor.user} is not of the parent of ${centre}`];
  }
}
