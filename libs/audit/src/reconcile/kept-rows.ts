/**
 * The rows of `centre`, `consignment` and `proposal`, which later events change, and those of
 * `stock_count` and `forgotten_line`, which none does.
 */
import {
  type CentreRegistered,
  centreOfBook,
  type HolderForgotten,
  type Lot,
  type ManagerAppointed,
  type ProposalApproved,
  type ProposalExpired,
  type ProposalMade,
  type ProposalRefused,
  type QuarterEvent,
  quarterOfStream,
  type Recorded,
  type RecordedEvent,
  type StockCounted,
  storedRange,
  totalOf,
} from '#domain';
import { referenceTo } from '../findings';
import { KeyedRows } from './keyed-rows';
import { instantText, type ViewRow } from './views';

export class KeptRows {
  readonly centre = new KeyedRows('centre');
  readonly consignment = new KeyedRows('consignment');
  readonly proposal = new KeyedRows('proposal');
  readonly quarterEvent = new KeyedRows('quarter_event');
  readonly count = new KeyedRows('stock_count');
  readonly forgotten = new KeyedRows('forgotten_line');

  follow(event: RecordedEvent): void {
    const { occurredOn } = event.metadata;
    const answered = { answered_on: occurredOn, answered_position: String(event.position) };
    switch (event.type) {
      case 'CentreRegistered':
        this.centre.put(this.centreRow(event), [referenceTo(event)]);
        return;
      case 'ManagerAppointed':
        this.centre.change([event.data.centre], officials(event), event);
        return;
      case 'CentreClosed':
        this.centre.change([centreOfBook(event.stream) ?? ''], { closed_on: occurredOn }, event);
        return;
      case 'HolderForgotten':
        this.forget(event);
        return;
      case 'StockCounted':
        this.count.put(countRow(event), [referenceTo(event)]);
        return;
      case 'BlanksDispatched':
        this.consignment.put(dispatchedRow(event), [referenceTo(event)]);
        return;
      case 'BlanksReceived':
        this.consignment.change(
          [event.data.consignment],
          { status: 'received', ...answered, ...countColumns(event.data) },
          event,
        );
        return;
      case 'BlanksRefused':
        this.consignment.change(
          [event.data.consignment],
          { status: 'refused', ...answered, refusal_reason: event.data.reason },
          event,
        );
        return;
      case 'BlanksTakenBack':
        this.consignment.change(
          [event.data.consignment],
          {
            status: 'taken-back',
            taken_back_on: occurredOn,
            taken_back_position: String(event.position),
          },
          event,
        );
        return;
      case 'ProposalMade':
        this.proposal.put(proposedRow(event), [referenceTo(event)]);
        return;
      case 'ProposalApproved':
        this.proposal.change([event.data.proposal], closed(event, 'approved'), event);
        return;
      case 'ProposalRefused':
        this.proposal.change([event.data.proposal], closed(event, 'refused'), event);
        return;
      case 'ProposalExpired':
        this.proposal.change([event.data.proposal], closed(event, 'expired'), event);
        return;
      case 'ReturnFiled':
      case 'FeeShareRecorded':
      case 'ApplicationFiled':
      case 'ApplicationSigned':
      case 'ApplicationReviewed':
      case 'ZeroApplicationRecorded':
      case 'MonthlyFileMade':
        this.quarterEvent.put(quarterEventRow(event), [referenceTo(event)]);
        return;
      case 'BlanksRegistered':
      case 'RegistrationReversed':
      case 'CertificatesIssued':
      case 'ReplacementPrinted':
      case 'IssueCorrected':
      case 'IssueVoided':
      case 'SerialsSpoiled':
      case 'SpoilageReversed':
      case 'SerialDestroyed':
      case 'SerialsReportedMissing':
      case 'SerialsRecovered':
      case 'VouchersIssued':
      case 'VoucherSuperseded':
      case 'VoucherReplaced':
      case 'VoucherVoided':
      case 'HoldersSealed':
      case 'PolicySet':
      case 'RoleGranted':
      case 'RoleWithdrawn':
      case 'ShortageDeclared':
      case 'ShortageEnded':
      case 'EditionWithdrawn':
      case 'MapRootRecorded':
      case 'CheckpointSigned':
      case 'CheckpointWitnessed':
      case 'LogKeyReplaced':
      case 'AuditReported':
      case 'WitnessKeyRegistered':
        return;
      default:
        event satisfies never;
    }
  }

  private forget(event: Recorded<HolderForgotten>): void {
    const position = String(event.position);
    for (const { stream, revision, line } of event.data.lines) {
      const row = { stream, revision, line_index: String(line - 1), position };
      this.forgotten.put(row, [referenceTo(event)]);
    }
  }

  private centreRow({ data, recordedAt, position }: Recorded<CentreRegistered>): ViewRow {
    const above = data.parent === undefined ? undefined : this.centre.get([data.parent])?.path;
    const path = [...(above ? (JSON.parse(above) as string[]) : []), data.code];
    return {
      code: data.code,
      name: data.name,
      tier: data.tier,
      parent: data.parent ?? null,
      path: JSON.stringify(path),
      area_code: data.areaCode ?? null,
      address: data.address ?? null,
      postcode: data.postcode ?? null,
      live_from: data.liveFrom,
      registered_at: instantText(recordedAt),
      registered_position: String(position),
    };
  }
}

function quarterEventRow(event: Recorded<QuarterEvent>): ViewRow {
  const { actor, occurredOn, decidedAt } = event.metadata;
  const { centre, quarter } = quarterOfStream(event.stream) ?? { centre: null, quarter: null };
  return {
    quarter,
    centre,
    revision: String(event.revision),
    position: String(event.position),
    event_id: event.id,
    type: event.type,
    data: JSON.stringify(event.data),
    actor: JSON.stringify(actor),
    occurred_on: occurredOn,
    decided_at: decidedAt,
    recorded_at: instantText(event.recordedAt),
  };
}

function officials({ data, metadata }: Recorded<ManagerAppointed>): ViewRow {
  return {
    responsible: data.responsible,
    responsible_phone: data.responsiblePhone,
    responsible_email: data.responsibleEmail ?? null,
    manager: data.manager,
    manager_phone: data.managerPhone,
    manager_email: data.managerEmail,
    manager_appointed_on: metadata.occurredOn,
  };
}

function dispatchedRow(event: Extract<RecordedEvent, { type: 'BlanksDispatched' }>): ViewRow {
  const { consignment, to, lots, handedOverBy, application } = event.data;
  return {
    number: consignment,
    sender: consignment.slice(0, consignment.lastIndexOf('-')),
    receiver: to,
    status: 'in-transit',
    quantity: String(quantityOf(lots)),
    lots: JSON.stringify(lots),
    handed_over_by: handedOverBy,
    application: application ?? null,
    dispatched_on: event.metadata.occurredOn,
    dispatched_at: instantText(event.recordedAt),
    dispatched_position: String(event.position),
  };
}

function countColumns(data: Extract<RecordedEvent, { type: 'BlanksReceived' }>['data']): ViewRow {
  return {
    accepted: JSON.stringify(data.accepted),
    damaged: JSON.stringify(data.damaged),
    missing: JSON.stringify(data.missing),
    unexpected: JSON.stringify(data.unexpected),
    counted_by: JSON.stringify(data.countedBy),
  };
}

function countRow({ data, ...event }: Recorded<StockCounted>): ViewRow {
  return {
    position: String(event.position),
    centre: centreOfBook(event.stream) ?? null,
    revision: String(event.revision),
    occurred_on: event.metadata.occurredOn,
    recorded_at: instantText(event.recordedAt),
    actor_user: event.metadata.actor.user,
    counted_at: data.countedAt,
    counted_by: JSON.stringify(data.countedBy),
    levels: JSON.stringify(data.levels),
    ranges: JSON.stringify(data.ranges),
    spoiled: data.spoiled === undefined ? null : JSON.stringify(data.spoiled),
    missing: JSON.stringify(data.missing),
    unexpected: JSON.stringify(data.unexpected),
    moved_since: JSON.stringify(data.movedSince),
  };
}

function proposedRow(event: Recorded<ProposalMade>): ViewRow {
  const { proposal, command, expiresAt } = event.data;
  return {
    number: proposal,
    centre: centreOfBook(event.stream) ?? event.metadata.actor.centre,
    status: 'pending',
    command: JSON.stringify(command),
    occurred_on: event.metadata.occurredOn,
    expires_at: instantText(new Date(expiresAt)),
    made_by: event.metadata.actor.user,
    made_at: instantText(event.recordedAt),
    made_position: String(event.position),
  };
}

function closed(
  event: Recorded<ProposalApproved | ProposalRefused | ProposalExpired>,
  status: string,
): ViewRow {
  return {
    status,
    closed_by: event.metadata.actor.user,
    closed_at: instantText(event.recordedAt),
    closed_position: String(event.position),
    refusal_reason: event.type === 'ProposalRefused' ? event.data.reason : null,
  };
}

function quantityOf(lots: readonly Lot[]): number {
  return totalOf(lots.flatMap(({ ranges }) => ranges).map(storedRange));
}
