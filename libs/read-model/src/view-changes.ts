/** What a batch of events changes in every view: gathered first, then written in one go. */

import type { PoolClient } from 'pg';
import {
  type BookEvent,
  bookMovements,
  centreOfBook,
  isPost,
  type ProposalEvent,
  type Recorded,
  type RecordedEvent,
} from '#domain';
import { CentreChanges } from './centres/projection';
import { CertificateRow } from './certificates/certificate.entity';
import { correctedRows, issuedRows, replacementRow, voidedRow } from './certificates/projection';
import { ConsignmentChanges } from './consignments/projection';
import { stockCountRow } from './counts/projection';
import { StockCountRow } from './counts/stock-count.entity';
import { copyRows } from './database/copy';
import type { HolderIndexing } from './holders/indexing';
import { HolderChanges } from './holders/projection';
import { MovementRow } from './movements/movement.entity';
import { movementRows } from './movements/projection';
import { PostRow } from './posts/post.entity';
import { postRow } from './posts/projection';
import { ProposalChanges } from './proposals/projection';
import { quarterEventRow } from './quarters/projection';
import { QuarterEventRow } from './quarters/quarter-event.entity';
import { ShortageChanges } from './shortages/projection';
import { StockChanges } from './stock/projection';
import { TurnoverChanges } from './turnover/projection';
import { VoucherChanges } from './vouchers/projection';

export class ViewChanges {
  private readonly movements: MovementRow[] = [];
  private readonly certificates: CertificateRow[] = [];
  private readonly counts: StockCountRow[] = [];
  private readonly posts: PostRow[] = [];
  private readonly quarterEvents: QuarterEventRow[] = [];
  private readonly stock = new StockChanges();
  private readonly turnover = new TurnoverChanges();
  private readonly centres = new CentreChanges();
  private readonly consignments = new ConsignmentChanges();
  private readonly proposals = new ProposalChanges();
  private readonly vouchers = new VoucherChanges();
  private readonly shortages = new ShortageChanges();

  private readonly holders: HolderChanges;

  /** `hasTurnover` is false while a build is copied: it is summed from the movements afterwards. */
  constructor(private readonly hasTurnover: boolean) {
    this.holders = new HolderChanges(hasTurnover);
  }

  /** Takes an event in; throws on a type that no projection knows, naming it. */
  add(event: RecordedEvent): void {
    switch (event.type) {
      case 'CentreRegistered':
        this.centres.register(event);
        return;
      case 'ManagerAppointed':
        this.centres.appoint(event);
        return;
      case 'ReturnFiled':
      case 'FeeShareRecorded':
      case 'ApplicationFiled':
      case 'ApplicationSigned':
      case 'ApplicationReviewed':
      case 'ZeroApplicationRecorded':
      case 'MonthlyFileMade':
        this.quarterEvents.push(quarterEventRow(event));
        return;
      case 'PolicySet':
      case 'RoleGranted':
      case 'RoleWithdrawn':
        return;
      case 'HoldersSealed':
        this.holders.seal(event);
        return;
      case 'BlanksRegistered':
      case 'RegistrationReversed':
      case 'BlanksDispatched':
      case 'BlanksReceived':
      case 'BlanksRefused':
      case 'BlanksTakenBack':
      case 'CertificatesIssued':
      case 'ReplacementPrinted':
      case 'IssueCorrected':
      case 'IssueVoided':
      case 'SerialsSpoiled':
      case 'SpoilageReversed':
      case 'SerialDestroyed':
      case 'SerialsReportedMissing':
      case 'SerialsRecovered':
      case 'StockCounted':
      case 'VouchersIssued':
      case 'VoucherSuperseded':
      case 'VoucherReplaced':
      case 'VoucherVoided':
      case 'CentreClosed':
        this.addOfBook(event);
        return;
      case 'ProposalMade':
        this.proposals.make(event);
        return;
      case 'ProposalApproved':
        this.proposals.approve(event);
        return;
      case 'ProposalRefused':
        this.proposals.refuse(event);
        return;
      case 'ProposalExpired':
        this.proposals.expire(event);
        return;
      case 'ShortageDeclared':
      case 'ShortageEnded':
        this.shortages.add(event);
        return;
      case 'EditionWithdrawn':
      case 'MapRootRecorded':
      case 'CheckpointSigned':
      case 'CheckpointWitnessed':
      case 'LogKeyReplaced':
      case 'AuditReported':
      case 'WitnessKeyRegistered':
        return;
      case 'HolderForgotten':
        this.holders.forget(event);
        return;
      default:
        event satisfies never;
        throw new Error(`no view knows the event ${(event as RecordedEvent).type}`);
    }
  }

  private addOfBook(event: Recorded<Exclude<BookEvent, ProposalEvent>>): void {
    this.addMovements(event);
    switch (event.type) {
      case 'BlanksDispatched':
        this.consignments.dispatch(event);
        return;
      case 'BlanksReceived':
        this.consignments.receive(event);
        return;
      case 'BlanksRefused':
        this.consignments.refuse(event);
        return;
      case 'BlanksTakenBack':
        this.consignments.takeBack(event);
        return;
      case 'CertificatesIssued':
        this.certificates.push(...issuedRows(event));
        return;
      case 'ReplacementPrinted':
        this.certificates.push(replacementRow(event));
        return;
      case 'IssueCorrected':
        this.certificates.push(...correctedRows(event));
        return;
      case 'IssueVoided':
        this.certificates.push(voidedRow(event));
        return;
      case 'StockCounted':
        this.counts.push(stockCountRow(event));
        return;
      case 'CentreClosed':
        this.centres.close(event);
        return;
      case 'VouchersIssued':
        this.vouchers.issue(event);
        return;
      case 'VoucherSuperseded':
        this.vouchers.supersede(event);
        return;
      case 'VoucherReplaced':
        this.vouchers.replace(event);
        return;
      case 'VoucherVoided':
        this.vouchers.void(event);
        return;
      case 'BlanksRegistered':
      case 'RegistrationReversed':
      case 'SerialsSpoiled':
      case 'SpoilageReversed':
      case 'SerialDestroyed':
      case 'SerialsReportedMissing':
      case 'SerialsRecovered':
      case 'HoldersSealed':
        return;
      default:
        event satisfies never;
    }
  }

  private addMovements(event: Recorded<Exclude<BookEvent, ProposalEvent>>): void {
    const centre = centreOfBook(event.stream);
    if (centre === undefined) throw new Error(`${event.type} outside a book: ${event.stream}`);
    const moved = bookMovements(event, centre);
    for (const movement of moved) {
      this.stock.add(movement);
      if (this.hasTurnover) this.turnover.add(event, movement);
    }
    this.movements.push(...movementRows(event, centre, moved));
    if (isPost(event)) this.posts.push(postRow(event, centre));
  }

  /** Writes everything gathered, within the client's transaction. */
  async write(
    client: PoolClient,
    schema: string,
    holders: HolderIndexing,
    onUnreadable: (fault: Error) => void,
  ): Promise<void> {
    await this.centres.write(client, schema);
    await copyRows(client, schema, MovementRow, this.movements);
    await this.stock.write(client, schema);
    await this.turnover.write(client, schema);
    await this.consignments.write(client, schema);
    await copyRows(client, schema, CertificateRow, this.certificates);
    await copyRows(client, schema, QuarterEventRow, this.quarterEvents);
    await copyRows(client, schema, StockCountRow, this.counts);
    await copyRows(client, schema, PostRow, this.posts);
    await this.proposals.write(client, schema);
    await this.vouchers.write(client, schema);
    await this.shortages.write(client, schema);
    await this.holders.write(client, schema, holders, onUnreadable);
  }
}
